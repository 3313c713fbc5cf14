"""The Spanish words that mean danger, as reviewed data; see `lexicon`.

Every English row has its twin here as broad as itself: the little "me" may stand before
the verb or on its end, and whoever does a thing before the verb or after it.
"""
# ruff: noqa: E501 -- a pattern is read whole: a break inside it hides a space

from flows.safety.lexicon import Term

END = r"(?= ,| $)"
INTIMOS = (
    r"(?:esposo|esposa|marido|mujer|novio|novia|pareja|papa|padre|padrastro|mama|madre"
    r"|hermano|tio|ex|hijo|suegro|abuelo|primo)"
)
PERSONAS = (
    r"(?:"
    + INTIMOS
    + r"|el|ella|jefe|jefa|alguien|hombre|tipo|sujeto|companer[oa]|profesora?|vecino)"
)
# Whoever comes after the verb: "me pego otra vez el papa de mis hijos".
DESPUES = (
    r"(?: (?:otra|vez|de|nuevo|ayer|anoche|hoy|mucho|muy|fuerte|feo|siempre|mis?|el|la|un|una|su|ese"
    r"|propi[oa]|ex))* (?:hermanos|papas|padres|companeros|"
    + INTIMOS
    + r"|jefe|jefa|hombre|tipo|sujeto|companer[oa]|profesora?|vecino)"
)
DESEO = (
    r"(?:quiero|quisiera|queria|quiere|deseo|prefiero|preferiria|gustaria|ojala|espero|ganas de|necesito"
    r"|(?:pienso|piensa|pensando|pensado|pense)(?: mucho)? en|sueno con|voy a|intente|intento|trato de"
    r"|tengo que|debo|deberia|podria|planeo|pienso)"
)
VIVIR = (
    r"(?:vivir|viviendo|existir)(?! (?:en (?!este mundo|esta vida)|con (?:\w+ ){0,2}(?:papas|padres|mama|papa"
    r"|suegr[oa]s?|familia|abuelos|hermanos?|roomies?|companer[oa]s|amig[oa]s)|cerca|lejos|ahi|alla|aqui|sol[ao]"
    r"|juntos|fuera|del?|sin (?:mi |el )?(?:cafe|celular|telefono|movil|internet|musica)))"
)
# Said of life itself, and not of a town or a way of living.
VIVIR_YA = (
    r"(?:vivir|viviendo|existir)(?= ,| $| y | ya | asi| mas| porque| pero| esta vida| en este mundo| hoy| nunca"
    r"| con (?:este|tanto|el) (?:dolor|sufrimiento))"
)
TOMAR = r"(?:tome|tomo|tomaria|tomado|tomare|tomarme|tomar|trague|trago|tragado|ingeri|bebi|bebido)"
PASTILLAS = (
    r"(?:pastillas?|pildoras|medicinas?|medicamentos?|tabletas|capsulas|comprimidos|calmantes|somniferos"
    r"|ansioliticos|antidepresivos|paracetamol(?:es)?|ibuprofenos?|aspirinas|clonazepam|rivotril(?:es)?|tafil(?:es)?|diazepam"
    r"|alprazolam|lorazepam|insulina)"
)
MUCHO = (
    r"(?:\d\d+(?! mg| ml| gotas| minutos)|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|cien"
    r"|tod[ao]s?(?! l[ao]s (?:dias|mananas|noches|tardes))|muchas|demasiad[ao]s|un monton|un punado|la caja)"
)
ENVASE = r"(?:frascos?|blister(?:s|es)?|cajas?|botes?|tiras?)"
PEGA = (
    r"(?:ha |han |habia |esta |estan |estaba |estuvo |sigue |siempre )?(?:peg|golpe|maltrat|amenaz|lastim|viol|ahorc"
    r"|estrangul|pate|abofete|cachete|acos|apunal)(?:a|o|aba|an|aron|ado|ando)"
)
GOLPES = (
    r"(?= ,| $| y | cuando| si | porque| otra vez| de nuevo| anoche| ayer| hoy| en (?:la cara|la cabeza|mi casa|la casa|casa)| muy| mucho"
    r"| todos| siempre| delante| feo| con (?:el puno|los punos|el cinturon|un (?:palo|cable|cinturon)))"
)
LESION = r"(?:rodilla|tobillo|espalda|pie|hombro|cuello|dedo|codo|cadera|cintura|pantorrilla|talon|gimnasio|gym)"

IDIOMS: tuple[str, ...] = (
    r"(?:me muero|muriendo|morirme|morir|muerta?) (?:de|por) (?:la )?(?:risa|hambre|sed|sueno|frio|calor|ganas|pena|amor|asco|aburrimiento"
    r"|miedo|verguenza|nervios|empezar|saber|ver|ir|verte|probar|hacerlo|contarte|un \w+|una \w+)",
    r"me muero (?:de|por) (?!dolor|tristeza|soledad|angustia|dentro|un |una )\w+|morir en el intento|me mat[oe] (?:de risa|trabajando|estudiando|entrenando)",
    r"(?:me mata|esta matando|me esta matando|me matan) (?:este|esta|el|la|los|las) \w+",
    r"(?:este|esta|el|la) (?:trabajo|horario|trafico|calor|espera|jornada|reunion) (?:me )?(?:mata|esta matando"
    r"|me esta matando)(?:me)?",
    r"(?:me va a matar|va a matarme) (?:si (?:no )?(?:llego|olvido|entrego|termino|acabo|falto)|por llegar)",
    r"casi (?:\w+ ){0,3}(?:infarto|muero|mato|derrame|desmayo)|de infarto|sobredosis de (?:cafe\w*|azucar|reuniones|juntas|chocolate|series|trabajo)",
    r"(?:sesgos?|habitos?|gestos?|manera|forma|modo|soy|fui|muy|tan) inconscientes?|(?:la )?soga al cuello|pistola de (?:silicon\w*|agua|pintura|juguete|clavos|masaje)",
    r"(?:me )?(?:quiero|voy a|corte|cortar|cortarme) (?:me )?(?:cortar )?el (?:pelo|cabello|flequillo)",
    r"(?:mate|matar|matando) (?:el|unos|algo de) (?:tiempo|minutos|rato)",
    r"me pegue un susto",
    r"(?:me|nos|le) (?:ha |han )?peg(?:a|o|aron|ado|aba)(?: (?:la|el|un|una|su|mucho|mucha|muy|duro|bien|fuerte|de nuevo|otra vez|esa|esta"
    r"|con la))* (?:gripe|gripa|resfriado|resfrio|catarro|tos|virus|covid|sol|calor|frio|aire|susto|grito|regano|hambre|sueno|flojera"
    r"|pereza|cancion|acento|costumbre|mania|risa|noticia|bajon|nostalgia|alergia|conjuntivitis|abrazo|palmada|idea|frase|cafe|pelota)",
    r"(?:puerta|noticia|pelota|balon|rama|viento|ola|realidad|vida|comentario|frase|critica) me (?:ha )?(?:golpe|peg|lastim)\w+",
    r"me lastim\w+ con (?:su|sus|el|un) (?:\w+ )?(?:comentarios?|palabras?|tono|criticas?|broma)",
    r"golpead[oa]s? por (?:la|el) (?:realidad|noticia|vida|crisis|trabajo|rutina|lluvia)",
    r"(?:sin querer )?me (?:hice dano|he hecho dano|hago dano|lastim[eo]|he lastimado)(?: un poco)? (?:(?:en )?(?:la|el|un|mi) "
    + LESION
    + r"|al (?:correr|caer\w*|jugar|saltar|entrenar|bajar|subir|cargar)|corriendo|jugando|entrenando|cocinando)",
    r"sin querer me (?:hice dano|corte|lastime)",
    r"adios a tod[oa]s (?:y gracias )?,? ?(?:hasta (?!siempre|nunca)|nos vemos|buen|feliz|que (?:descansen|tengan|les vaya))",
    r"estar aqui (?:en (?!este mundo|esta vida)|hasta|a las|sentad[oa]|con mi)",
    r"quiero vivir (?:mas cerca|en|con)",
    r"suicidio (?:politico|profesional|laboral)",
)

TERMS: tuple[Term, ...] = (
    Term("suicide", DESEO + r" (?:ya |mejor |solo )?(?:me )?(?:morir|morirme|morirse|muriera|me muera|estar muert[ao]|estuviera muert[ao])"),
    Term("suicide", r"me quiero (?:\w+ )?morir|(?:me (?:\w+ ){1,2}dejar|dejarme) morir|pi?ens\w+ (?:mucho |siempre )?en (?:la |mi )muerte"),
    Term("suicide", r"me matare|(?:mejor|si no)(?: \w+){0,3} me (?:muero|mato)|me mato(?= ,| $| hoy| esta noche)|mejor (?:estar )?muert[ao]"),
    Term("suicide", r"(?:" + DESEO + r"|va a|me|se) (?:\w+ )?(?:matarme|matarse|me matar|suicidarme|suicidarse|ahorcarme|ahorcarse|colgarme|dispararme)"),
    Term("suicide", r"(?:me|se) (?:" + DESEO + r"|va a) (?:\w+ )?(?:matar|suicidar|ahorcar|colgar|quitar la vida|(?:pegar|dar|meter) un (?:tiro|balazo))|(?:pegar|dar|meter)me un (?:tiro|balazo)"),
    Term("suicide", r"suicid\w*|matarme|ahorcarme"),
    Term("suicide", r"(?:no|ya no) (?:quiero|quiere|deseo|puedo|aguanto|soporto|merezco) (?:mas )?(?:seguir )?(?:" + VIVIR + r"|estar viv[oa]|mas vivir|con vida|viv[oa])|para que (?:seguir|sigo) (?:viviendo|viv[oa])"),
    Term("suicide", r"(?:no|ya no) (?:quiero|quiere|deseo|puedo) (?:seguir|estar) (?:mas )?(?:en este mundo|en esta vida|aqui mas)|no quiero estar mas aqui"),
    Term("suicide", r"ya no (?:quiero|quiere|deseo) (?:seguir|estar) aqui" + END),
    Term("suicide", r"no (?:quiero|deseo) (?:estar aqui|seguir)(?= ,| $| asi| adelante)|nada (?:de esto )?tiene sentido|(?:hoy|esta noche) (?:se )?(?:acaba|termina) todo", False),
    Term("suicide", DESEO + r" (?:ya )?no (?:existir|vivir|estar viv[oa])" + END),
    Term("suicide", DESEO + r" (?:ya )?dejar de (?:" + VIVIR_YA + r"|estar viv[oa]|respirar|sufrir(?! por))"),
    Term("suicide", r"(?:no|ni|sin|perdi\w*|pocas|quit\w+|fueron|acab\w+)(?: \w+){0,3} (?:ganas|fuerzas|razon|razones|motivos?) (?:de|para|a) (?:seguir )?(?:" + VIVIR_YA + r"|viv[oa])"),
    Term("suicide", r"(?:cansad[ao]|hart[ao]|aburrid[ao]|canse|harte|hasta la (?:madre|coronilla)) (?:ya )?de (?:(?:la|mi|esta) vida(?! de| laboral| social)|seguir viv\w+|estar viv[oa]|" + VIVIR_YA + ")"),
    Term("suicide", r"(?:acabar|terminar) con (?:mi|su|esta|todo mi) (?:vida|existencia|sufrimiento)|acabar con todo" + END),
    Term("suicide", r"(?:quiero|quisiera|ojala|deseo|necesito|gustaria) (?:que )?(?:ya )?(?:todo(?: esto)? (?:ya )?(?:se )?(?:acabe|termine)|(?:se )?(?:acabe|termine) (?:ya )?todo)(?= ,| $| ya)"),
    Term("suicide", r"(?:quiero|quisiera|ojala|deseo|necesito|gustaria) (?:que )?(?:ya )?(?:se )?(?:acabe|termine|pare|vaya) (?:ya )?(?:el|este|mi|tanto) (?:dolor|sufrimiento)(?! de)"),
    Term("suicide", r"quitar(?:me|se| me)? la vida|(?:me|se) quit(?:o|e|are|aba) la vida"),
    Term("suicide", r"ojala (?:\w+ ){0,2}(?:muert[ao]|no despertar\w*|no despierte|no hubiera (?:nacido|despertado))"),
    Term("suicide", r"(?:no|nunca) (?:haber|hubiera|hubiese|debi|debio|deberia)(?: haber| de)? (?:nacido|nacer)(?! en| antes)|no existiera" + END),
    Term("suicide", r"(?:vida )?no vale la pena (?:vivir|seguir)|(?:mi|la) vida (?:ya )?no vale|no me importaria (?:morir|morirme|no despertar)|no tengo (?:razon|motivos?) (?:para|de) vivir|sin ganas de vivir"),
    Term("suicide", r"(?:tirarme|lanzarme|aventarme|saltar|tirarse|lanzarse) (?:de|del|desde|al|a) (?:\w+ )?(?:puente|tren|metro|balcon|techo|edificio|ventana|vias)"),
    Term("suicide", r"(?:quiero|quisiera) (?:desaparecer (?:para siempre|de este mundo|del mundo)|dormir para siempre|que (?:\w+ ){0,3}me (?:atropell|mat|dispar)\w+|dormir y no despertar|no despertar)"),
    Term("suicide", r"(?:" + DESEO + r" (?:\w+ ){0,3}no|no quiero|nunca) (?:volver a )?despertar(?:me)?(?= ,| $| mas| manana(?! temprano)| nunca| jamas| ya )"),
    Term("self_harm", r"me (?:corte|corto|quiero cortar|estoy cortando|cortaria)" + r"(?= ,| $| las (?!palabra|unas|puntas)| los (?!costos|gastos)| otra| de nuevo| cuando (?:estoy (?:triste|mal|sola?|deprimid\w)|me siento))"),
    Term("self_harm", r"(?:cortarme|cortarse)" + END + r"|(?:cortarme|cortarse|corte|corto|cortado|cortando) (?:las |los )(?:venas|brazos|munecas|piernas)"),
    Term("self_harm", r"(?:hacerme|haciendome|haciendo|hacerse|me hago|me hice|me he hecho|me estoy haciendo) dano(?: a mi mism[ao])?|autolesion\w*|lastimarme"),
    Term("self_harm", r"(?:me|se) (?:" + DESEO + r"|va a) (?:\w+ )?(?:hacer dano|lastimar|herir|cortar(?= ,| $| l[ao]s (?:venas|brazos|munecas|piernas)))"),
    Term("self_harm", r"me (?:lastim[oe]|lastimaba|he lastimado|estoy lastimando)(?= ,| $| a mi mism| a proposito| otra vez ,| los brazos| cuando me siento)"),
    Term("self_harm", r"me (?:hago|hice) (?:cortes|cortadas|heridas)|me quem(?:o|e|aba) (?:los brazos|las piernas|la piel|a proposito|con (?:el |un )?cigarr\w+)"),
    Term("means", TOMAR + r" (?:\w+ )?(?:todas|muchas|un frasco|un monton|demasiadas|la caja)(?: \w+){0,3} ?(?:pastillas|pildoras|medicinas|medicamentos)|sobredosis"),
    Term("means", TOMAR + r" (?:\w+ )?" + MUCHO + r"(?: \w+){0,4} " + PASTILLAS),
    Term("means", TOMAR + r" (?:\w+ ){0,2}" + ENVASE + r"(?: \w+)? de (?:\w+ )?" + PASTILLAS),
    Term("means", TOMAR + r" (?:(?:casi )?tod[oa] (?:el|la) " + ENVASE + r"|(?:\w+ )?" + ENVASE + r" (?:enter|complet)[oa]s?)(?= ,| $| y | hoy| anoche| ayer)"),
    Term("means", TOMAR + r" (?:\w+ ){0,2}" + PASTILLAS + r" (?:, )?(?:tod[oa]s (?:junt[oa]s|de golpe)|toditas|de golpe|de un jalon|de un trago|muchas|demasiadas|un monton)(?= ,| $| y )"),
    Term("means", TOMAR + r" (?:(?!mis )\w+ ){0,2}" + PASTILLAS + r" (?:, )?tod[oa]s(?= ,| $| y )"),
    Term("means", TOMAR + r" mis " + PASTILLAS + r" (?:, )?tod[oa]s(?= ,| $| y )", False),
    Term("means", r"(?:me )?l[ao]s (?:he |habia )?(?:trague|tragado) tod[ao]s(?= ,| $| de golpe| junt)|(?:me )?l[ao]s (?:he |habia )?(?:tome|tomado) tod[ao]s (?:de golpe|junt[ao]s|de un jalon)"),
    Term("means", PASTILLAS + r"(?: [\w,]+){0,6} me l[ao]s (?:he )?(?:tome|tomado) tod[ao]s" + END + r"|(?:me )?empastill(?:e|ado|ada)" + END, False),
    Term("means", TOMAR + r" (?:\w+ )?tod[ao] (?:la|mi|su) medicacion (?:de golpe|junta|de un jalon|que (?:tenia|habia|quedaba|encontre))|" + TOMAR + r" (?:\w+ )?tod[oa] (?:\w+ ){0,5}botiquin"),
    Term("means", TOMAR + r" (?:\w+ ){0,2}(?:" + PASTILLAS + r"|medicacion) para (?:\w+ )?(?:morir(?:me)?|matarme|acabar con todo|terminar con todo|dormir para siempre|irme para siempre|no despertar\w*(?= ,| $| mas| nunca| jamas))"),
    Term("means", r"(?:trague|tragado|tragarme|tragar) (?:el|un|todo el|la|una|toda la) " + ENVASE + r"(?: enter[oa])?" + END),
    Term("means", TOMAR + r" (?:las|unas|esas) " + PASTILLAS + r" (?:, )?(?:y )?(?:adios|perdon(?:enme|ame)|tengo miedo|me arrepiento|ya me arrepenti)" + END, False),
    Term("means", TOMAR + r" (?:\w+ )?(?:veneno|cloro|lejia|raticida|matarratas|pesticida|insecticida|anticongelante)"),
    Term("means", r"(?:tengo|compre|consegui) (?:un|una|la|el) (?:pistola|arma|soga|cuerda lista)"),
    Term("means", r"(?:cuchillo|navaja|pistola|cuter|vidrio|tijeras)(?: \w+){0,2} (?:en|contra|a) (?:la|el|mi|las) (?:muneca|cuello|garganta|cabeza|sien|brazo|venas)"),
    Term("means", r"pistola|escopeta|soga", False),
    Term("farewell", r"adios (?:para siempre|mundo|a todos)|este es mi (?:adios|ultimo mensaje)|nota de despedida|me despido para siempre"),
    Term("farewell", r"cuando (?:yo )?(?:ya (?:yo )?no este(?= ,| $| aqui ,| viv[oa]| con ustedes| en este mundo| cuid| dig| dil)|me muera|este muert[ao]|me haya ido para siempre)"),
    Term("farewell", r"cuando (?:yo )?no este" + END, False),
    Term("farewell", r"perdon(?:enme|ame|en) por (?:lo que (?:voy a|hare|haga)|irme|dejarlos)|(?:ya no|nunca) me (?:van|vas) a ver" + END),
    Term("farewell", r"(?:carta|nota|mensaje) de despedida|mi ultim[ao] (?:noche|dia|mensaje|adios)" + END + r"|para cuando lean esto|no me (?:van|vas) a (?:volver a ver|ver (?:mas|nunca))"),
    Term("burden", r"(?:soy|me siento) (?:como )?una? (?:carga|estorbo)|(?:estarian|estaran|estaria|iria|irian) mejor sin mi|mejor si (?:yo )?no (?:estuviera|existiera)" + END),
    Term("burden", r"nadie me (?:necesita|extranaria|va a extranar|echaria de menos|va a echar de menos)"),
    Term("abuse", PERSONAS + r"(?P<gap>(?: \w+){0,3}) (?:me|nos) (?:" + PEGA + r"|abusa|abuso)"),
    Term("abuse", r"(?:me|nos) " + PEGA + DESPUES),
    Term("abuse", r"me (?:golpe(?:a|o|aba|an)|pegan|(?:ha|han|esta|estan|estuvo) (?:peg|golpe|maltrat|ahorc|pate|abofete)(?:ado|ando))" + GOLPES),
    Term("abuse", r"me (?:pega|pego)" + r"(?! y )(?! ,)(?! $)" + GOLPES + r"|me (?:amenaz[oa]|esta amenazando|ha amenazado) (?:con (?:(?:un |una )(?:cuchillo|pistola|arma|navaja|machete|palo|bate)|matar\w*)|de muerte)"),
    Term("abuse", r"me (?:pega|pego)" + END + r"|me (?:esta|estan|viene) (?:siguiendo|persiguiendo)(?! en)|(?:tiene|trae|saco) (?:un |una )?(?:cuchillo|navaja|machete)(?= ,| $| y )|(?:entr|meti)(?:o|aron|eron) (?:a|en) mi casa", False),
    Term("abuse", r"me (?:dio|da|daba|ha dado|dieron) (?:un|una|unas|unos|de) (?:cachetad|bofetad|punetazo|golpe|paliz|patad|punalad|madriz|tortazo)\w*(?! en el (?:partido|juego)| de (?:suerte|realidad))|me agarr[oa] a golpes"),
    Term("abuse", r"violencia (?:domestica|en (?:mi )?casa|intrafamiliar|de genero)|me oblig(?:a|o) a tener (?:relaciones|sexo)|(?:tiene|trae|saco) (?:un |una |su )?(?:arma|pistola)(?! de)"),
    Term("abuse", r"(?:miedo|temo)(?: \w+){0,4} me (?:mate|golpee|lastime|haga dano|viole)"),
    Term("abuse", r"me (?:violaron|violo|golpearon|estan golpeando|quieren matar|va a matar|quiere matar)|abuso sexual|no (?:estoy|me siento) segur[ao] en (?:mi )?casa"),
    Term("abuse", r"(?:me (?:ha|han) violado|abus(?:aron|o|a|aba|ado) de mi(?! (?:confianza|paciencia|tiempo|buena|generosidad)))"),
    Term("abuse", r"(?:fui|he sido|soy|fuimos|estoy siendo) (?:\w+ )?(?:violad|golpead|abusad|maltratad|agredid|apunalad|secuestrad|acosad)[oa]s?|(?:fue|ha sido) (?:violad|abusad|apunalad|secuestrad)[oa]"),
    Term("abuse", r"me (?:quiere|quiso|intento|trato de|va a|amenazo con) (?:pegar|golpear|violar|lastimar|ahorcar|apunalar)|(?:quiere|quiso|intento|trato de|volvio a|acaba de|amenazo con|va a) (?:pegar|golpear|violar|lastimar|ahorcar)me"),
    Term("abuse", r"(?:miedo|terror|asustad[ao]) (?:a|de|al|del) (?:mi |su )?" + INTIMOS + r"(?= ,| $| cuando| porque| y | me | si | esta )|(?:miedo|temo) por mi vida"),
    Term("abuse", r"me da (?:mucho )?miedo (?:mi |el )?" + INTIMOS + r"(?= ,| $| cuando| porque| y | si )"),
    Term("abuse", r"no (?:me|nos) (?:deja|dejan|dejo|permite) (?:salir|irme)(?= ,| $| de (?:la |mi |su )?(?:casa|cuarto|habitacion|piso|departamento)| sol[ao]| a la calle)"),
    Term("abuse", r"no me (?:deja|dejan) (?:ver a mi|usar (?:mi|el) (?:telefono|celular|movil)|comer(?= ,| $))|me (?:tiene|tienen|tuvo) (?:encerrad|amarrad|atad|secuestrad|amenazad)[oa]|me encerro" + r"(?= ,| $| en| con llave)"),
    Term("abuse", r"(?:estoy|estamos|corro|corremos|mi vida (?:corre|esta)) (?:\w+ )?(?:en )?peligro(?! de (?!muerte))"),
    Term("abuse", r"no (?:estoy|me siento) (?:a salvo|segur[ao] (?:aqui|con (?:el|mi))(?= ,| $| " + INTIMOS + "))", False),
    Term("abuse", r"me (?:empuj|avent|arrastr|tir|jal|agarr)(?:a|o|aron) (?:contra|al (?:suelo|piso)|por las escaleras|del (?:pelo|cuello|cabello))"),
    Term("abuse", r"(?:" + INTIMOS + r"|profesor|entrenador)(?P<gap>(?: \w+)?) me (?:toca|toco|tocaba|manosea|manoseo)(?= ,| $| por las? noches?| de noche| cuando| sin )"),
    Term("abuse", PERSONAS + r"(?: \w+)? me (?:toca|toco|tocaba|manosea|manoseo) (?:sin (?:mi )?permiso|las (?:piernas|nalgas)|los (?:pechos|senos))"),
    Term("violence", r"(?:voy a|quiero|quisiera|pienso) (?:matarl[oae]s?|matar a|apunalar\w*|dispararle\w*|golpearl[oa]|hacerle dano|lastimar a)"),
    Term("medical", r"no (?:puedo|puede) respirar|no respira|(?:dolor|presion|opresion)(?: \w+)? (?:de|en el) pecho|(?:me|le) (?:duele|aprieta|oprime)(?: \w+)? el pecho|inconsciente|me (?:cuesta(?: mucho)? respirar|falta el aire)"),
    Term("medical", r"me duelen? (?:\w+ ){0,3}(?:mucho|tanto|demasiado|muchisimo)|(?:el|este|mi) dolor (?:es|era|fue|esta|estaba) (?:\w+ )?(?:fuerte|insoportable|terrible|peor|horrible)", False),
    Term("medical", r"(?:tengo|tenia|siento) (?:mucho|tanto|demasiado) dolor(?! de cabeza por)|(?:empeora|empeoro|aumenta) (?:el|mi) dolor|dolor insoportable", False),
    Term("medical", r"(?:llam(?:a|e|en|ar|amos)|marquen|marca) (?:a |al )?(?:una |la )?(?:ambulancia|emergencias|911|112)|(?:necesit(?:o|a|amos)|mand(?:a|e|en)|envi(?:a|e|en)|pid(?:e|an)) (?:una |la )?ambulancia"),
    Term("medical", r"(?:ataque al corazon|infarto|un derrame(?! de)|derrame cerebral|convulsion\w*|desangro|desangrando)"),
    Term("medical", r"se (?:ha )?(?:desmay(?:o|ado)|desvanecio|esta desmayando|esta ahogando|atraganto)|cayo y no (?:responde|reacciona|despierta|se mueve)|se me (?:durmio|paralizo|adormecio) (?:la cara|medio|media)"),
    Term("medical", r"(?:bebe|mama|papa|hij[oa]|esposo|esposa|marido|mujer|abuel[oa]|herman[oa]|amig[oa]|ella|el) no (?:se )?(?:despierta|reacciona)(?= ,| $| y | por favor)"),
    Term("medical", r"sangr(?:ando|o)(?: \w+)? (?:mucho|muchisimo|demasiado|sin parar)|no (?:para|paro|deja|deja) de sangrar|(?:vomit|tos|escup)\w+ sangre|no (?:siento|puedo mover) (?:el|la|mi|medio) (?:brazo|cara|pierna|mano)"),
    Term("medical", r"me desmay[eo]|perd(?:i|iendo|ido) (?:\w+ )?sangre", False),
    Term("third_party", r"(?:mi \w+|el|ella) (?:dice que )?(?:se quiere|quiere|se va a) (?:matar|morir|suicidar)\w*|se (?:corta|corto|esta cortando) (?:los brazos|las venas|las munecas|las piernas|a proposito)"),
    Term("suicide", r"(?:no|ya no|ningun|sin|poco)(?: \w+){0,3} sentido (?:a |en |de |para |que )?(?:la vida|mi vida|esta vida|seguir(?: viv\w+| luchando| adelante)?" + END + r"|estar viv[oa]|seguir viv\w+|" + VIVIR + ")"),
    Term("suicide", r"(?:la vida|mi vida|vivir|existir|seguir viv\w+)(?: \w+){0,2} (?:no|ningun|sin|perdio)(?: \w+){0,2} sentido"),
    Term("suicide", r"me (?:voy a|quiero|quisiera|gustaria) (?:tirar|lanzar|aventar) (?:al|del|de|desde|a) (?:\w+ )?(?:tren|metro|puente|balcon|techo|vacio|edificio|rio|vias|ventana)"),
    Term("suicide", r"morir(?:me|se)?|me muero", False),
    Term("distress", r"no puedo mas|ya no (?:puedo|aguanto) mas|sin esperanza|me odio|odio mi vida|no sirvo para nada|no puedo dejar de llorar", False),
    Term("distress", r"(?:no puedo|no aguanto) seguir(?= ,| $| asi)|(?:quiero|quisiera) desaparecer|a nadie le importo|no valgo nada|(?:fueron|quitaron) las ganas de todo", False),
)  # fmt: skip
