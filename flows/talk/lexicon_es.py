"""What people answer with in Spanish, as tables: phrases by what they mean.

Phrases stand apart by bars; case and accents are taken off on reading. The names are
those of `lexicon_en`, which says what each table is for.
"""

ATTEMPT = {
    "tried": "sí|si|sip|sii|s|simón|d|hecho|listo|lista|ya|lo hice|sí lo hice|"
    "ya lo hice|ya está|lo intenté|lo logré|lo dije|claro|claro que sí|por supuesto|"
    "pues sí|así es|más o menos|un poco|un poquito|poquito|a medias|medio|la mitad|"
    "casi todo|echo|misión cumplida|conseguido|logrado|completado|terminado|por fin|"
    "dos veces|una vez|2 veces|3 veces|tres veces|varias veces|un par de veces|x2|2x|"
    "ayer y hoy|sí señor|lo ise|lo he hecho|intentado|algo|un poquitín|"
    "terminé|sí pude|pude|lo conseguí|yes|obvio|a huevo|bien hecho|"
    "prueba superada|ahí va|tantito|sí se pudo|se logró|sí lo logré|cumplido",
    "not_tried": "fracasé|fallé|cobarde|ocupada|ocupado|cansada|cansado|enferma|"
    "enfermo|sin ganas|sin energía|muy ocupada|muy ocupado|no energías|"
    "lo deje|no|n|nop|nope|nel|noo|nah|hoy no|no hoy|para nada|no pude|"
    "no lo hice|no lo intenté|esta vez no|nada|nada hoy|hoy nada|qué va|"
    "q va|todavía nada|se me olvidó|me olvidé|lo olvidé|no tuve tiempo|"
    "sin tiempo|tampoco|hoy tampoco|no me animé|no me atreví|me rajé|"
    "imposible|hoy imposible|ninguno|ninguna|cero|0|nunca|negativo|"
    "no lo logré|no se pudo|no se dio|no no|casi|por poco|ni modo|"
    "no fue posible|nones|pues no|que no|mejor no|no lo ise|nada de nada|"
    "ni lo intenté|casi casi|casi pero no|por los pelos no|me acobardé|"
    "sin valor|para la próxima|a la próxima|la próxima|la próxima será|"
    "otra vez será|otro día será",
    "not_yet": "en la tarde|por la tarde|en la noche|por la noche|"
    "saliendo del trabajo|después del trabajo|antes de dormir|a la tarde|al ratito|"
    "ya mero|a las 5|dame chance|falta poco|hoy en la noche|ahora al rato|todavía|t|"
    "todavía no|aún no|no todavía|luego|después|más tarde|al rato|mañana|ahorita|"
    "en un rato|en eso estoy|estoy en ello|voy|ya voy|ahora|ahora mismo|esta noche|"
    "esta tarde|pronto|en un momento|ya casi|lo haré|lo voy a hacer|espera|"
    "ahora lo hago|ahorita lo hago|en un ratito|ahí voy|después de comer|a la noche",
    "thanks": "gracias buen día|gracias buenas tardes|grasias|gracias a ustedes|"
    "gracias de nuevo|gracias buenas noches|gracias|muchas gracias|mil gracias|ok|"
    "okey|vale|genial|perfecto|bien|grax|grcs|ok gracias|vale gracias|muy amable|"
    "te lo agradezco|se agradece|gracias por todo|jaja gracias|de acuerdo|entendido|"
    "de nada|adiós|chao|hasta luego|hasta mañana|buen finde|igualmente|bueno|súper|"
    "qué bien|excelente|muchísimas gracias|gracias igualmente|qué amable|graciass|"
    "gracias a ti|sale|va|órale|estupendo|buenísimo|nos vemos",
    "greeting": "q onda|buen día|hola q onda|buenas noches|hola|buenas|buenos días|"
    "buenas tardes|hola qué tal|hola q tal|qué tal|hola buenas|hola buenos días|"
    "hola buenas tardes|ola|holaa|holi|hey|qué hay|qué onda|hola cómo estás|cómo está|"
    "hola cómo está|cómo estás|saludos|hola a todos|muy buenas|hola de nuevo|"
    "hola buenas noches|"
    "hola hola|hola handrail|cómo va|qué pasa|holis",
}
NOTHING = (
    "nada mas|no nada mas|eso es todo|es todo|no eso es todo|nada que agregar|"
    "no se me ocurre|no sé la verdad|no sé bien|ni la menor idea|"
    "ni la más mínima idea|pues ni idea|no sé por qué|nada que yo sepa|"
    "nada la verdad|no sé decirte|no hay nada|ninguna cosa|no sé|no lo sé|ni idea|"
    "nada|nada especial|nada en especial|nada en particular|no|nel|ninguno|ninguna|"
    "no mucho|quién sabe|suerte|pura suerte|paso|igual|lo mismo|sí|si|ok|vale|listo|"
    "hecho|n|d|t|no sabría decir|difícil de decir|no se me ocurre nada|no me acuerdo|"
    "no recuerdo|la verdad no sé|pues no sé|ni modo|pues nada|no tengo idea|"
    "yo qué sé|no sabría|no sabría decirte|sepa|nada de nada|no hice nada especial|"
    "prefiero no decirlo|prefiero no decir|nada nuevo|no gran cosa|eh no sé|"
    "no estoy segura|no estoy seguro|lo de siempre|nose|ni idea la verdad|"
    "no se que decir|la verdad ni idea|vete a saber|a saber|no caigo"
)
YES_NO = {
    "yes": "excelente|súper|oki|okis|un poquito|un poco|algo|perfecto|genial|"
    "cuando quieras|más o menos sí|bastante|mucho|con mucho gusto|listísima|"
    "muchísimo|probablemente|sí|si|s|sip|sii|sep|simón|claro|claro que sí|ok|okey|"
    "vale|va|dale|sale|por supuesto|obvio|bueno|de acuerdo|adelante|está bien|"
    "tá bien|por favor|órale|venga|me parece bien|me apunto|por qué no|hecho|"
    "desde luego|listo|acepto|quiero|go|me encantaría|cómo no|ok va|venga va|"
    "sí por favor|va que va|lo hice|así es|correcto|cierto|vamos|con gusto|"
    "me gustaría|ándale|sin problema",
    "no": "ninguno|ninguna|nada|en otra ocasión|para la próxima|es demasiado|"
    "otro día mejor|casi nada|poco|no mucho|no tanto|no|n|nop|nope|nel|nah|nones|"
    "no gracias|mejor no|ahora no|todavía no|aún no|hoy no|nunca|jamás|tampoco|"
    "para nada|qué va|por ahora no|no por ahora|paso|prefiero que no|prefiero no|"
    "no quiero|no me interesa|creo que no|claro que no|por supuesto que no|"
    "de ninguna manera|ni hablar|luego|más tarde|después|en absoluto|no lo hice|"
    "no pude|ni de broma|ni loca|ni loco|déjame en paz|otro día|falso",
}
LEANING = {
    "y": "no es problema|no es ningún problema|no me desagrada|no lo dudes|"
    "no dudes que sí|cómo voy a decir que no|quién dice que no|"
    "no tengo por qué decir que no|claro que no me molesta|claro que no me importa|"
    "claro que no hay problema|no me caería mal|no me molestaría|no sería mala idea|"
    "no te diré que no|no te voy a decir que no|no hay ningún problema|"
    "no tengo ningún problema|"
    "si no hay problema sí|no habría problema|no le veo nada malo|"
    "no me opongo para nada|no me molesta para nada|no me importa para nada|"
    "no puedo estar más de acuerdo|no pongo objeción|no pongo objeciones|"
    "no me opongo en absoluto|no me opongo|no me opondría|no me niego|no me negaría|"
    "no estoy en contra|no tengo inconveniente|no tengo objeción|no tengo objeciones|"
    "sin objeción|"
    "sin objeciones|no tengo nada en contra|nada en contra|no estaría mal|"
    "no estaria nada mal|no suena mal|no suena nada mal|no me parece mal|"
    "no me parece mala idea|no es mala idea|no me importaría|no pongo pegas|"
    "no me vendría mal|no vendría mal|no me disgusta|no lo veo mal|no veo mal|"
    "no puedo decir que no|no te digo que no|cómo decir que no|"
    "no podría estar más de acuerdo|no hay falla|sin bronca|sin broncas|"
    "sin problemas|no tengo problema|no hay bronca|no hay pedo|no hay drama|"
    "no hay tema|no hay lio|no hay rollo|no me quejo|ningún inconveniente|"
    "a lo mejor sí|probablemente sí|seguramente sí|sí me gustaría|sí me late|"
    "sí me gusta|intentémoslo|con todo gusto|cuando quieras|no le veo problema|"
    "no veo problema|no veo inconveniente|igual sí|vámonos|va de nuez|sobres|arre|"
    "fierro|ya rugiste|sin pedo|no faltaba más|qué más da sí|de pelos|exacto|eso es|"
    "así mero|me encanta|sí se puede|x supuesto|tal cual sí|es un sí|claro q sí|"
    "cómo no claro|sí|si|sip|sii|sep|s|simón|claro|claro que sí|por supuesto|"
    "por supuesto que sí|obvio|dale|sale|va|venga|venga va|órale|ándale|adelante|"
    "vamos|sigamos|desde luego|cómo no|por qué no|no hay problema|ningún problema|"
    "no hay inconveniente|no está mal|no me importa|no me molesta|no veo por qué no|"
    "yo creo que sí|creo que sí|supongo que sí|hagámoslo|lo hacemos|probemos|"
    "sí quiero|cuenta conmigo|cuenten conmigo|faltaba más|digo que sí|que sí|"
    "está bien|tá bien|ta bien|esta bien|no diría que no|no digo que no|"
    "efectivamente|a darle|por mí sí|por mi bien|ya estás|con mucho gusto|sipi|"
    "de una|cómo crees que no|sí mejor|mejor sí|sí claro|claro claro|"
    "eso sí|no pues sí|yo sí|sí lo haré|lo haré|sí va|sí dale|échale|a huevo|ajá|aja|"
    "de lo más bien|seguro que sí|cómo que no|sí señor|pos sí|pues va|le damos|"
    "sí hombre|siempre|sin duda|sin dudarlo|obviamente|naturalmente|ya dijiste",
    "u": "excelente|súper|está súper|oki|okis|por mi ok|por mi|un poquito|un poco|"
    "algo|listísima|listísimo|buenísimo|estupendo|fenomenal|me anima|va conmigo|"
    "me nace|me siento lista|me siento listo|me gustaría mucho|fantástico|"
    "maravilloso|me ayudó|ayudó|sirvió|funcionó|es lo mío|es para mí|probable|"
    "probablemente|seguramente|me interesa mucho|me vendría bien|me parece perfecto|"
    "exactamente|acepto|buena idea|cierto|con gusto|correcto|de acuerdo|encantada|"
    "encantado|estoy de acuerdo|jalo|le entro|lista|listo|me agrada|me animo|"
    "me apunto|me convence|me conviene|me encantaría|me gusta|me gusta la idea|"
    "me gustaría|me interesa|me late|me parece|me parece bien|me sirve|me va bien|"
    "me viene bien|perfecto|segura|seguro|sin problema|supongo|va bien",
    "v": "lo hice|lo intento|quiero|estoy lista|estoy listo|asi es",
    "w": "ok|okey|vale|bueno|bien|genial|hecho|por favor|porfa|gracias|todo bien|"
    "así está bien|estoy bien|estoy bien así",
    "n": "no se me antoja|me niego|me opongo|estoy en contra|en otra ocasión|"
    "para la próxima|no va conmigo|es demasiado|es mucho|es mucho para mí|ni lo sueñes|"
    "ni en broma|ni por error|"
    "ni de broma|nada de eso|"
    "nada que ver|de ningún modo|de ninguna forma|ninguno|ninguna|nada|muy difícil|"
    "demasiado difícil|qué horror|qué pereza|ni soñarlo|ni madres|ni maiz|en la vida|"
    "bajo ningún concepto|nadie|para otra ocasión|poco probable|mala idea|no lo veo|"
    "no me veo|déjalo estar|lo dejo|ya para qué|ni de loca|ni de loco|ni de coña|"
    "quizá no|quizás no|lo dudo mucho|estoy bien gracias|en este momento no|"
    "no x ahora|q no|es un no|no quiero eso|no|nel|nop|nope|nah|nones|n|nunca|jamás|"
    "tampoco|para nada|qué va|q va|mejor no|ahora no|hoy no|todavía no|aún no|"
    "por ahora no|no por ahora|no gracias|nah gracias|creo que no|yo creo que no|"
    "claro que no|por supuesto que no|desde luego que no|obvio que no|que no|"
    "prefiero no|prefiero que no|no quiero|dejémoslo|déjalo|no me interesa|"
    "de ninguna manera|ni hablar|ni loca|ni loco|ni de chiste|en absoluto|paso|"
    "sí claro cuando|cuando las vacas vuelen|ya no|no creo|lo dudo|me temo que no|"
    "supongo que no|pues no|va a ser que no|ni modo|ni pensarlo|no hace falta|"
    "no es necesario|ni en sueños|sí cómo no|otro día|luego|más tarde|después|"
    "en otro momento|negativo|gracias pero no|no lo hice|no pude|imposible|sin ganas|"
    "no puedo|de eso nada|nanay|mejor lo dejamos|bueno no|bueno mejor no|no me late|"
    "no me gusta|no me convence|no quisiera|de momento no|por el momento no|"
    "ahorita no|no tengo ganas|mejor otro día|hoy paso|uy no|ay no|qué pena|"
    "qué flojera|no me apetece|no me animo|lo dejamos|yo no|a mí no|para otra|"
    "otra vez será|ni muerta|ni muerto|prefiero quedarme|prefiero dejarlo|mejor así|"
    "así déjalo|noo|nooo|no no|no ahora|hasta crees|cómo crees no|olvídalo|no señor|"
    "pos no",
    "k": "porque no|cómo crees|no sabría|tengo que pensarlo|tengo que pensar|"
    "lo voy a pensar|voy a pensarlo|déjame ver|estoy entre|no me decido|me lo pienso|"
    "lo consulto|"
    "habría que ver|habrá que ver|estoy dudando|en duda|ni fu ni fa|quizás|quizá|"
    "tal vez|depende|sí y no|ni sí ni no|a lo mejor|puede ser|puede|no sé|no lo sé|"
    "no estoy segura|no estoy seguro|ni idea|quién sabe|más o menos|si es|si no|"
    "si me|solo si|siempre que|siempre y cuando|a ver|déjame pensar|déjame pensarlo|"
    "lo pienso|lo pensaré|igual|según|a menos que|según cómo|si puedo|si hay|"
    "si tengo|sí o no|ya veremos|ya veré|lo que sea|me da igual|como quieras|"
    "tú decides|tú eliges|probablemente|si cuesta|si son|mitad y mitad|"
    "no tengo claro|no lo tengo claro|si el|si la|si lo|lo que tú digas|lo que digas|"
    "mitad|en parte|a veces|puede que sí|puede que|quizás luego|tal vez luego|"
    "si quieren|si quieres|solo los|sí pero|depende de|dudo",
    "q": "digo|quiero decir|perdón digo|mejor dicho|espera|no espera|me equivoqué|"
    "cambié de opinión|pensándolo bien",
    "b": "pero|excepto|menos",
    "a": "eh|em|este|pues|o sea|la verdad|mmm|y|yo|ay|uy|jaja|la verdad que|muchas|"
    "hola|perdón|lo siento|mira|entonces",
}
REASONS = {
    "know_how": r"\b(saber|como (hacer|hacerlo|decir|decirlo|empezar|se hace)|el como|"
    r"no se (como|que|por donde)|no (sabia|supe) (como|que|por donde|hacer|hacerlo|"
    r"bien|"
    r"decir)|no (lo )?entend\w+|no tenia idea|practica|"
    r"experiencia|no tengo idea|no estaba segur[oa]|no me quedo claro|instrucciones|"
    r"las palabras|muy dificil|demasiado dificil|complicado|conocimiento\w*|tecnica|"
    r"que decir|ni idea de|la segunda|el segundo|por donde empezar|me hago (un )?lio|"
    r"confus\w+)\b",
    "moment": r"\b(momento|ocasion|oportunidad\w*|hueco|no (hubo|habia|hay|"
    r"tuve|tenia|tengo|tuvimos) (\w+ )?(reunion|reuniones|juntas?|chance|clases?|turno|"
    r"oportunidad)|no (trabajo|trabaje|tuve trabajo)|cancel\w+|suspend\w+|no se dio|"
    r"no surgio|interrump\w+|no me toco|vacaciones|festivo|dia libre|la tercera|"
    r"el tercero|"
    r"no (me )?dejaron|no paraba de hablar|no encontre (el|un)|"
    r"la ultima|el ultimo|no salio el tema|nadie (me )?pregunto|mal momento|chance|"
    r"no estaba|no vino|no coincid\w+|cambiaron de tema|mi turno|"
    r"siempre (hay|habia|esta|estaba) (alguien|gente)|"
    r"nunca (estamos|esta|estoy|estabamos) sol[oa]s?|"
    r"a solas|en privado)\b",
    "time": r"\b(tiempo|ocupad\w+|prisas?|reuniones|juntas|trabajo|tarde|a tope|"
    r"agobiad\w+|"
    r"liad[oa]|ninos|horas?|entregas?|apurad\w+|corriendo|no me dio|lio|minutos?|"
    r"jornada|"
    r"agenda|a mil|da la vida|de cabeza|la primera|el primero|sin parar|"
    r"carrer\w+|saturad\w+)\b",
}
# Where words of a reason are none: "no fue tiempo, fueron nervios".
NO_REASON = (
    r"\bno (es|fue|era|fueron) (el |por |falta de |por falta de )?tiempo\b|"
    r"(?<!no )\b(tuve|tenia) tiempo\b|\bal mismo tiempo\b|"
    r"\bno (estaba|estoy|estuve) (muy )?ocupad[oa]\b|\besta tarde\b|"
    r"\b(en las|en mis) (reuniones|juntas)\b|\b(en el|en mi|del|al) trabajo\b|"
    r"\b(la|el) (primer|primera|segunda|tercera|segundo|tercer) (vez|paso|parte)\b"
)
REASON_POSITIONS = {
    "time": "el 1|la opción 1|mucho quehacer|el trabajo|la chamba|chamba|los niños|"
    "mis hijos|quehacer|la escuela|la tarea|1|uno|la primera|el primero|lo primero|"
    "la 1|primera|primero|la uno",
    "know_how": "el 2|la opción 2|cómo|el cómo|práctica|no entendí el paso|"
    "falta de práctica|no entendí|cómo hacerlo|2|dos|la segunda|el segundo|"
    "lo segundo|la 2|segunda|segundo|la dos",
    "moment": "el 3|la opción 3|ocasión|la ocasión|oportunidad|la oportunidad|"
    "el momento adecuado|3|tres|la tercera|el tercero|lo tercero|la 3|tercera|"
    "tercero|la ultima|lo ultimo|la tres|el ultimo",
    "other": "ninguna|ninguno|otra cosa|ni una|4|otro|no sé|ni idea|nada|"
    "ninguna de esas|miedo|nervios|los nervios|pena|verguenza|no lo sé|todo",
}
CHOICES = {
    "keep": "sin cambio|no cambiar nada|sin cambiar|no lo cambies|seguimos igual|"
    "así mismo|así nomás|me quedo|quedo igual|lo dejo así|así seguimos|mantener|"
    "mantenerlo|mantenlo|manten|igual|así|déjalo así|déjalo|dejarlo así|lo mismo|"
    "sin cambios|no cambiar|no cambies|así está bien|como está|seguir igual|"
    "sigue igual|quedarme|me quedo así|quedarme así|que siga igual|déjalo como está|"
    "como hasta ahora|como ahora|seguir así|sigamos igual|tal cual|no tocar nada|"
    "ninguno|ninguna|nada|que se quede así|dejémoslo así|igualito|conservar",
    "longer": "minutos más|más larguito|extender|el doble|doble de tiempo|larguito|"
    "estirar|estirarlo|15 minutos|diez minutos|prolongar|más extenso|más largo|"
    "más larga|más tiempo|más minutos|largo|alargar|alargarlo|"
    "más duración|que dure más|un poco más largo|extenderlo|más rato|duración|dure|"
    "durar",
    "more_often": "más frecuentes|cada mañana|cada noche|3 veces|2 veces|"
    "más ocasiones|más días a la semana|cinco días|días|seguidito|más a menudo|"
    "más veces|más seguido|más frecuente|más días|todos los días|diario|cada día|"
    "con más frecuencia|frecuencia|a menudo|seguido|dos veces|tres veces|otro día|"
    "un día más|a diario|más frecuentemente|veces",
    "tougher": "subirle|subirle al nivel|súbele|delante del jefe|delante de|"
    "enfrente de|frente a|más gente|con público|gente nueva|desconocidos|otro lugar|"
    "más presión|más grande|un nivel más|más retador|retador|sube el nivel|difisil|"
    "mas difisil|más difícil|difícil|más duro|más reto|reto|desafío|algo más difícil|"
    "más complicado|complicado|más exigente|exigente|subir el nivel|más nivel|"
    "un lugar más difícil|más fuerte|con el jefe|con la jefa|dificultad|delante de más|"
    "otro nivel|más cañero|más desafiante|situación|escenario|entorno|dificultarlo|"
    "más gente",
}
CHOICE_WORDS = {
    "first": "1|uno|la primera|el primero|primera|primero|la 1|la uno|opción 1|"
    "número uno",
    "second": "2|dos|la segunda|el segundo|segunda|segundo|la 2|la dos|opción 2|"
    "número dos|la de en medio",
    "third": "3|tres|la tercera|el tercero|tercera|tercero|la 3|la tres|opción 3|"
    "número tres",
    "fourth": "4|cuatro|la cuarta|el cuarto|cuarta|cuarto|la 4|la cuatro",
    "last": "la última|el último|última|último|lo último",
}
CHOICE_SIGNS = {
    "not": "no|ni|nada de|sin|en vez de|en lugar de",
    "wait": "digo|mejor dicho|perdón|espera|quiero decir",
}
OFFER = {
    "later": "luego|después|más tarde|ahora no|otro día|más adelante|la próxima|"
    "la próxima semana|la semana que viene|mañana|todavía no|aún no|en otro momento|"
    "pregúntame luego|pregúntame después|al rato|en unos días|el mes que viene|"
    "déjame pensarlo|lo pienso|no todavía|recuérdamelo|pronto|por ahora no|"
    "no por ahora",
    "keep": "igual|déjalo así|déjalo|como está|así está bien|lo mismo|sin cambios|"
    "mantener|mantenlo|me quedo así|que siga igual|prefiero así|prefiero como está|"
    "dejémoslo así|mejor así|quedarme así|tal cual|seguir igual|sigamos igual",
    "accept": "acepto|probemos|vamos a probar|lo pruebo|lo intento|hagámoslo|me animo|"
    "cámbialo|cambiar|la nueva|el nuevo|lo tomo|me lanzo|quiero probar|a probar|probar|"
    "me apunto|le entro",
}
QUESTION = (
    r"^(y )?(si digo que|que (tengo|hago|debo|debia|significa|es (esto|eso|lo)|cuenta|"
    r"pasa si|quieres|"
    r"quiere decir|toca|hay que|se supone)|de que (se trata|va)|q (tengo|hago|debo|"
    r"significa|es)|"
    r"como (hago|le hago|se hace|puedo|lo hago|empiezo|funciona|cambio)|cual (es|era)|"
    r"cuanto (cuesta|dura|tiempo)|cuando (es|tengo|debo)|quien (es|eres|me|habla)|"
    r"(puedo|podria|debo|tengo que (?!pensar)|hay que|se puede) "
    r"(?!hablar|llamar)|esto (cuesta|es|vale)|es (gratis|esto)|cuenta si|"
    r"por que me|necesito ayuda|ayudame|para que|(eres|es usted) un[ao]?)\b|"
    r"\b(que (tengo|debo|hay) que hacer|q tengo q hacer|tengo una (duda|pregunta)|"
    r"no entiendo|no entendi|son privados|que cuenta como|algun consejo|cuesta algo|"
    r"una pregunta|a que te refieres|que significa|tiene costo|en que consiste|"
    r"como seria|es (lo|el) (maximo|mejor|mas)|"
    r"un ejemplo$|que pasa|cual (es|era|seria|fue)$)\b"
)
ASKING = (
    "que q como cual cuando donde quien quienes cuanto cuantos cuantas puedo puede "
    "podria debo hay por esto eso eres cuenta cuesta cuales sirve"
)
ASKING_TOO = (
    "y si para de a segura seguro mas se en hola tu usted algun alguna o desde hasta "
    "con "
    "todos tengo es esta por vale no el la los las eh pues bueno oye"
)
COPULAS = "es son significa seria"
ASKING_OF = "cuando quien eres como"
PERSON = (
    r"^(mi )?coach( por favor| porfa)?$|^(una )?(persona|humano)( por favor| porfa)?$|"
    r"\b(llamame|llamenme|que me llame|me (puede[ns]?|podria[ns]?) llamar|"
    r"puedes llamarme|me llamas|me llama mi coach|marcame|"
    r"(hablar|hablarlo|hablo|platicar|charlar|comunicarme|comuniquenme|comuniqueme|"
    r"comunicame|contactar) con "
    r"(una|un|mi|alguien|la|el|otra) ?(persona|humano|coach|alguien|operador\w*|"
    r"ser humano|"
    r"entrenador\w*)?|persona (real|de verdad)|humano de verdad|"
    r"cuento a mi coach|contar a mi coach|contarle a mi coach|contarselo a mi coach|"
    r"decirselo a mi coach|dile a mi coach|"
    r"necesito a mi coach|(necesito|quiero) (una|a una|un|a un) (persona|humano)|"
    r"quiero a mi coach|una persona por favor|con mi coach|"
    r"pasame con|avisa a mi coach|contactame)\b"
)
PERSON_HINTS = (
    "coach persona humano alguien llamame llamenme llame llamar llamarme llamas llama "
    "marcame contactame entrenador entrenadora pasame contactar comuniquenme "
    "comunicame persona"
)
PERSON_ASKED = (
    r"\b(quiero|quisiera|puedo|podria|puede|necesito|me gustaria|prefiero|que me|"
    r"mejor)\b"
    r".*\b(habl\w+|llam\w+|coach|platicar)\b"
)
# "¿Qué te resulta fácil?" "Hablar con una persona."
TALK_TOLD = (
    r"^(?!.*\b(humano|coach|entrenador\w*)\b)(solo )?"
    r"(hablar|hablarlo|platicar|charlar|contactar) con\b"
)
COMMANDS = {
    "why": "por qué|porqué|por qué esto|por qué a mí|por qué me escribes|"
    "por qué ahora|por qué me escribiste|por qué me llega esto|por qué recibo esto|"
    "por qué me llamaste",
    "less": "menos|menos por favor|menos mensajes|demasiados mensajes|menos seguido|"
    "menos textos|escríbeme menos|menos veces|menos recordatorios",
    "more": "más",
    "back": "más por favor|más mensajes|más seguido|escríbeme más|más recordatorios|"
    "volver|más textos|regresar",
    "pause": "pausa|pausar|pausa por favor|necesito un descanso|un descanso|"
    "tomar un descanso|haz una pausa|ponme en pausa",
    "go": "seguir|sigamos|ya volví|ya regresé|he vuelto|seguimos|continuar|continúa",
    "call_me": "llámame|llámame por favor|por favor llámame|me puedes llamar|"
    "puedes llamarme|llámenme|que me llamen|márcame",
    "my_data": "mis datos|muéstrame mis datos|qué sabes de mí|qué datos tienes|"
    "quiero mis datos|ver mis datos",
    "erase": "borrar|bórrame|borra mis datos|borrar mis datos|bórralo todo|borrar todo|"
    "elimina mis datos|eliminar mis datos",
    "next": "siguiente|siguiente paso|el siguiente|próximo paso|qué sigue",
}
MARKS = (
    "el la que lo y pero hoy ayer mi con por para una un los las se del al muy si sí "
    "su "
    "yo porque esta como más mas nada todo gracias eh pues hola hice dije"
)
GREETED = r"^(hola|buenas|buenos dias)\b"
THANKED = r"\bgracias\b"
LEAD_IN = (
    r"^((ok|vale|eh|em|este|pues|bueno|hola|gracias|ay|o sea|mira|y|a ver|mmm|uy|"
    r"la verdad|ah) )+"
)
