"""How people tell in Spanish what became of a chance: phrases, by what they do.

`stories` says what the letters mean. Accents may stand or be missing.
"""

from flows.talk.doing_es import DENIED, DID, EFFORT, NOT, WEAK

_BACKED = (
    "me raje|me eche para atras|me eche atras|me acobarde|me bloquee|"
    "me quede en blanco|me congele|me paralice|me arrugue|me acojone|me dio miedo|"
    "me entro miedo|me gano el miedo|me ganaron los nervios|me gano la pena|"
    "me temblaron las piernas|sali corriendo|hui|me fui corriendo|me abri|"
    "me entro el panico|me dio panico|tire la toalla|me di por vencida|"
    "me di por vencido|lo deje a la mitad|lo deje a medias|me quede a medias|"
    "me quede a la mitad|me rendi|perdi el valor|me quede helada|me quede helado|"
    "me quede paralizada|me quede paralizado|me achique|me entraron los nervios|"
    "me quede tiesa|me quede muda|me quede mudo|me pudo el miedo|me vencio el miedo|"
    "me pudieron los nervios|me cague de miedo|me cague|me trabe"
)
_MISSED = (
    "pase de largo|me segui de largo|me encogi|mire al piso|mire al suelo|"
    "mire el piso|mire el suelo|solo mire|nomas mire|mire nada mas|microfono apagado|"
    "con el microfono|en mute|en silencio|mentiria|mentiria si|ya quisiera|"
    "me sente atras|sin hablar|sin decir nada|sin decirlo|sin hacerlo|dije que nada|"
    "dije que no era nada|dije que luego|dije que estaba bien|"
    "le dije que estaba bien|dije que todo bien|colgue|colgue antes|no lo mande|"
    "no lo envie|nunca marque|nunca llame|nunca hable|nunca lo dije|nunca me anime|"
    "nunca me atrevi|nunca lo mande|cerre|lo cerre|cerre el documento|la cerre|"
    "me di la vuelta|me di media vuelta|di media vuelta|di la media vuelta|"
    "me regrese|me volvi|me volvi a sentar|me sente otra vez|me sente de nuevo|"
    "deje el telefono|lo deje ahi|ahi quedo|ahi se quedo|ahi lo deje|"
    "se me fue el momento|se fue el momento|paso el momento|se paso el momento|"
    "paso mi turno|pase mi turno|cedi mi turno|cedi|me eche a correr|"
    "apague la camara|segui muda|segui callada|segui callado|segui igual|sigo igual|"
    "sigo sin|la regue no|fracase|me gano la ansiedad|me dieron nervios|"
    "me dieron muchos nervios|me dieron los nervios|me entro la verguenza|"
    "me entro verguenza|me quede trabajando|me toco trabajar|trabaje hasta|"
    "sali tarde|sali muy tarde|perdi el camion|perdi el bus|perdi el autobus|"
    "perdi el metro|me perdi|me perdi la|falte|falte a|perdi la voz|tengo gripa|"
    "tengo gripe|tengo fiebre|resfriada|resfriado|agripada|agripado|me duele|"
    "me dolia|tengo cruda|cruda|vi la tele|vi series|vi una pelicula|vi peliculas|"
    "me puse a ver|me puse a jugar|hice todo menos|hice otras cosas|hice otra cosa|"
    "de humor|sin energia|sin energias|no tengo energia|pude haberlo|pude haber|"
    "pude haberla|sin internet|jugue|me entretuve con|procrastine|lo fui dejando|"
    "lo deje y|me agobie|me estrese|me desanime|sin motivacion|dormi toda|dormi todo|"
    "dia de locos|ando a mil|me fui antes|me fui temprano|me fui sin|me fui a casa|"
    "me fui a dormir|me fui luego|me enferme|me sentia mal|me senti mal|tuve fiebre|"
    "con fiebre|callada|callado|calladita|me quede en casa|me quede en la cama|"
    "me dio cosa|me dio penita|me dio no se que|volvi a decir que si|"
    "termine diciendo que si|acabe diciendo que si|diciendo que si|"
    "termine callandome|acabe callandome|termine callada|dije que no tenia nada|"
    "no tenia nada que decir|nada que decir|no me salio nada|no me salio la voz|"
    "no me salieron las palabras|no me salian las palabras|no me salia|"
    "punta de la lengua|baje la mirada|baje la cabeza|negue con la cabeza|"
    "me arrepenti|cambie de opinion|decidi no|decidi que no|mejor no|preferi no|"
    "opte por no|me pudo la pereza|me dio hueva|sin valor|sin animos|sin animo|"
    "con todo el trabajo|con tanto trabajo|me gano el tiempo|me gano la hora|"
    "no hubo modo|no hubo manera|no hubo forma|me quede afuera|ya era tarde|"
    "era muy tarde|muy tarde|baje|la baje|sonrei|asenti|solo sonrei|solo asenti|"
    "me hice la|me hice el|me hice de|enferma|enfermo|migraña|ando mala|ando malo|"
    "mala del|en la cama|en cama|cobarde|gallina|fui una gallina|fui una cobarde|"
    "fui un cobarde|fui un gallina|me eche pa atras|me eche patras|se me borro|"
    "se acabo|igual que ayer|me cambiaron|ni pio|callarme|callar|quedarme callada|"
    "quedarme callado|rajarme|desentendida|desentendido|me cambie de tema|"
    "cambie de tema|me desvie|se me hizo tarde|disimule|fingi|me quede viendo|"
    "me quede mirando|mire para otro lado|me quede sentada|me quede sentado|"
    "me interrumpieran|se me cruzo|me surgio algo|me dormi|me dormí|lo deje|cancele|"
    "lo borre|borre|falle|regrese a casa|volvi a casa|me falto|me faltaron|"
    "me gano el sueno|me vencio el sueno|me vencio el cansancio|me distraje|deje que|"
    "dejé que|acepte|le acepte|no cumpli|me atore|me dio sueno|me entretuve|"
    "desgraciadamente no|lamentablemente|trabaje todo el dia|trabajo todo el dia|"
    "tenia mucho trabajo|mucha chamba|mucho lio|ni me acorde|ni lo pense|me aguante|"
    "me reprimi|me contuve|me hice bolita|me quede con las ganas|se me atoro|"
    "se me atoraron|se me acabo el tiempo|me olvide|se me olvido|olvide|lo olvide|"
    "se me fue|se me paso|se me fue la onda|se me paso el dia|me quede callada|"
    "me quede callado|me quede calladita|me quede en silencio|estuve callada|"
    "estuve callado|me calle|guarde silencio|me lo guarde|me lo calle|me lo trague|"
    "me mordi la lengua|no dije nada|no dije ni pio|no hice nada|lo pospuse|pospuse|"
    "lo deje para|lo deje pasar|deje pasar|me hice la loca|me hice el loco|"
    "me hice tonta|me hice la tonta|me salte|me lo salte|lo evite|evite|me escondi|"
    "me escape|me escaquee|dije que si otra vez|dije que si|le dije que si|"
    "acepte otra vez|me quede dormida|me quede dormido|sin tiempo|sin ganas|"
    "sin fuerzas|sin oportunidad|falta de tiempo|demasiado ocupada|demasiado ocupado|"
    "muy ocupada|muy ocupado|muy cansada|muy cansado|mucho trabajo|estoy enferma|"
    "estoy enfermo|estaba enferma|estaba enfermo|dia libre|dia de descanso|"
    "de vacaciones|se cancelo|cancelaron|fue cancelada|la cancelaron|me cancelaron|"
    "se suspendio|suspendieron|lo cancelaron|sigue en blanco|en blanco|"
    "se me adelantaron|se me adelanto|alguien se me adelanto|imposible|flojera|"
    "me dio flojera|me dio pereza|me dio pena|me dio verguenza|me gano la flojera|"
    "preferi callarme|preferi callar|paso de largo|ni modo|puse excusas|me escude|"
    "lo esquive|perdi la oportunidad|perdi el momento|nadie me pregunto|"
    "ni lo intente|ni siquiera lo intente|solo escuche|nomas escuche|"
    "escuche nada mas|mejor me calle"
)
_FULL = (
    "termine|lo termine|acabe|complete|todo|toda|entero|entera|completo|completa|"
    "perfecto|perfecta|del todo|por completo|llegue al final|llegue hasta el final|"
    "bonito|elegante|facil|genial|mucho|muy bien|tan bien|fue facil|fue perfecto|"
    "como queria|como lo planee|gran cosa|brillante|la gran cosa|lo mejor"
)
_OUTCOME = (
    "salio bien|me fue bien|me salio bien|"
    ""
    ""
    "me salio|salio|sirvio|funciono|resulto|"
    "me hicieron caso|me escucharon|"
    "ayudo|me salieron|valio de nada|sirvio de nada|paso nada|cuajo|salio como|"
    "funciono y|me fue"
)
_PLANNED = (
    "al ratito|en la tardecita|dame chance|dame tantito|falta la|falta mucho|"
    "saliendo del|saliendo de|antes de dormir|antes de dormirme|todavia tengo|"
    "hay tiempo|aun hay tiempo|todavia hay tiempo|no acaba el dia|el dia no acaba|"
    "a las 5 lo|a las 3 lo|a las 6 lo|despues del|despues de la|despues de|termino y|"
    "ya merito|orita|horita|hoy mismo lo|sigo yo|sigue mi turno|ya me va a tocar|"
    "me va a tocar|estoy en la fila|estoy esperando|en cuanto|cuando llegue|luego te|"
    "despues te|te cuento|esperame|esperate|voy entrando|estoy en camino|"
    "voy en camino|ahora mismo|ahora mismo voy|hoy por la noche|en la noche|"
    "por la noche|hoy en la noche|la junta es|la reunion es|es a la|mas al ratito|"
    "lo hago luego|lo hago en|lo hago mas|luego lo|despues lo|manana lo|"
    "todavia no he|aun no he|ahora lo|voy a|lo voy a|vamos a|despues|luego|mas tarde|"
    "al rato|mas al rato|manana|en un rato|en un ratito|en un momento|en un minuto|"
    "ahorita|ahorita lo|ahora lo hago|lo hare|hare|lo dire|dire|lo intentare|"
    "intentare|hablare|llamare|pienso hacerlo|pienso|planeo|estoy entrando|estoy por|"
    "estoy a punto|a punto de|en eso estoy|estoy en eso|en eso ando|ando en eso|"
    "en ello|estoy en ello|estoy en la|estoy en una|ya casi|ya mero|ya voy|ahi voy|"
    "ya me toca|me toca|esta noche|en la noche lo|por la noche lo|esta tarde lo|"
    "quiero intentarlo|quiero hacerlo|deseame suerte|deseenme suerte|dame un|"
    "dame una|dame tiempo|preguntame|la proxima|a la proxima|la proxima vez|pronto|"
    "aun tengo|todavia falta|falta un rato|aun falta|esperando|a ver si|cuando salga|"
    "la semana que viene|estoy intentando|intentandolo|sigo intentando|"
    "tengo la reunion a|la reunion es a|es a las|empieza a|ahora voy|"
    "lo intento luego|lo intento hoy"
)
_WISHED = (
    "me dije que|me prometi|me habia prometido|jure que|prometi que|"
    "dije que lo haria|dije que lo iba a|dije que iba a|lo pense|solo lo pense|"
    "pense en|estuve pensando|lo estuve pensando|tenia planeado|habia planeado|"
    "me habia propuesto|tenia que haber|iba|queria|lo queria|quise|iba a|lo iba a|"
    "pensaba|tenia pensado|planeaba|ojala|deberia haber|debi|debia|tenia que|hubiera|"
    "hubiese|me hubiera|me habria|habria|podria haber|pude haber|me gustaria haber|"
    "estuve a punto|estaba a punto|por poco|casi lo|casi me|casi hablo|tenia ganas|"
    "tenia la intencion|intencion|debi haber|me moria de ganas|estuve por|queriamos|"
    "casi casi"
)
_HEAD = (
    "en mi cabeza|en la cabeza|en mi mente|en la mente|mentalmente|imagine|me imagine|"
    "lo imagine|me lo imagine|imaginando|imaginandome|imaginado|visualice|lo visualice|"
    "visualizando|ensaye|lo ensaye|ensayando|repase|lo repase|practique mentalmente|"
    "me vi haciendolo|frente al espejo|delante del espejo|de mentiritas|"
    "en mi imaginacion|mental|me lo figure|lo pense todo|me visualice"
)
_YES = (
    "un poquito nada mas|un poco nada mas|poquito nada mas|"
    "tarea hecha|paso hecho|ya fui|lograda|apenas|apenitas|a duras penas|"
    "después de tres intentos si|despues de varios intentos si|exito total|"
    "paso cumplido|sali bien librada|todo un exito|hecha|hechas|luego hable|"
    "ya estuvo|lo mas que pude|segun yo si|pues creo que si|la mayor parte|"
    "hise mi parte|x supuesto|exacto|eso es|asi mero|algo asi|si se pudo|"
    "la mera verdad si|luego si|despues si|al final si|al fin si|por la tarde si|"
    "solo una parte|una partecita|hice algo|por supuesto que si|cómo no|como no|"
    "claro que lo|una vez nada mas|poco pero si|si bien|si|sip|sii|siii|sep|simon|"
    "claro|claro que si|por supuesto|asi es|ya|ya esta|ya quedo|listo|lista|"
    "mas o menos|un poco|un poquito|poquito|medio|a medias|la mitad|una parte|algo|"
    "casi todo|solo una|solo un|nomas una|nomas un|solo dos|nada mas una|nada mas un|"
    "una frase|d|obvio|por fin|dos veces|una vez|misio cumplida|mision cumplida|"
    "afirmativo|efectivamente|eso si|tambien|va que va|ahi va|desde luego|yes|"
    "cumplida|cumplido|faltaba mas|exito|bien hecho|a huevo|conseguido|logrado|"
    "prueba superada|solo la primera|tantito"
)
_NO = (
    "pa nada|no gracias|"
    "nanai|nopi|nopis|ni una|nanay de la china|nombre|nel pastel|nel|nop|nope|noo|"
    "nones|nah|na|n|para nada|que va|q va|nada|nada de nada|ninguno|ninguna|"
    "todavia nada hoy|hoy nada|negativo|ni hablar|ni de broma|ni de chiste|ni loca|"
    "ni loco|ni de cona|cero|en absoluto|hoy tampoco|al final nada|nanay|no se dio|"
    "no se pudo|no se hizo|no se logro|no se presento|no se me|no se ha|no se habia|"
    "no se hablo"
)
_OTHERS = (
    "el|ella|ellos|ellas|nadie|todos|todas|todo el mundo|alguien|mi jefe|mi jefa|"
    "el jefe|la jefa|mi companera|mi companero|mi amiga|mi amigo|mi hermana|mi hermano|"
    "mi madre|mi padre|mi mama|mi papa|mi marido|mi esposo|mi esposa|mi pareja|mi hijo|"
    "mi hija|la gente|otro|otra|un companero|una companera|los demas|usted|tu|"
    "mi equipo|el equipo|mi coach|mis companeros"
)
_TROUBLE = (
    "robaron la casa|nos robaron|robaron|mataron|se fue de la casa|"
    "me corrio de la casa|muy grave|ataque al corazon|embolia|derrame|se suicido|"
    "lo internaron|la internaron|me dieron malas|resultados malos|quimioterapia|"
    "novio me dejo|novia me dejo|marido me dejo|esposo me dejo|mujer me dejo|"
    "pareja me dejo|me quede sin empleo|falleció|perdimos a|perdimos al|"
    "esta en el hospital|choque|chocó|se quemo mi casa|entraron a robar|"
    "me diagnosticaron|terapia|quimio|aborte|coma|fallecio|murio|se murio|"
    "se nos murio|ha muerto|ha fallecido|muerto|muerte|funeral|entierro|velorio|"
    "hospital|ambulancia|urgencias|cancer|tumor|accidente|infarto|divorcio|"
    "nos divorciamos|me divorcio|rompimos|terminamos|rompi con|rompio conmigo|"
    "termine con mi|termino conmigo|nos separamos|corte con|me dejo mi|me dejo el|"
    "me corto|me despidieron|me han despedido|me echaron|me corrieron del|"
    "me corrieron|perdi el trabajo|perdi mi trabajo|me quede sin trabajo|perdi a|"
    "perdi al|ataque de panico|ataque de ansiedad|lloro|llorando|llore|"
    "no paro de llorar|muy enfermo|muy enferma|grave|gravemente|esta enfermo|"
    "esta enferma|operaron|operan|operacion|cirugia|me gritaron|me grito|me grito mi|"
    "malas noticias|mala noticia|aborto|me asaltaron|me robaron|me siento sola|"
    "me siento solo|no puedo mas|no valgo nada|diagnosticaron|internaron|ingresaron|"
    "ingresado|ingresada|terapia intensiva|de luto|sacrificar|dormir al perro|"
    "me desalojaron|se incendio|choque con|chocamos|tuve un choque|tragedia"
)
_FED_UP = (
    "odio esto|ni fu ni fa|no quiero|ya no quiero|dejame en paz|dejenme en paz|"
    "no me importa|no se|no lo se|ni idea|no estoy segura|no estoy seguro|"
    "no me acuerdo|no recuerdo|quien sabe|lo de siempre|yo que se|si y no|"
    "es complicado|que asco|estoy harta|estoy harto|me da igual|sepa|vete a saber|"
    "me siento mal|me siento fatal"
)
_CORRECTED = (
    "digo|perdon digo|quiero decir|quise decir|mejor dicho|me equivoque|corrijo|"
    "espera|no espera|perdon quise decir|ay no|mas bien"
)
_BREAKS = (
    "pero|y|entonces|luego de|porque|xq|pq|asi que|aunque|sino|cuando|mientras|o|u|"
    "pues entonces|y luego|y despues|y entonces|ya que|y ya|sin embargo|por eso|"
    "al final"
)
_FILLERS = (
    "aunque no lo creas|no lo vas a creer|que crees|adivina|adivina que|no sabes|"
    "fijate|te cuento que|se me paso avisar|se me paso avisarte|se me olvido avisar|"
    "se me olvido avisarte|se me olvido decirte|olvide decirte|olvide avisar|"
    "no te avise|no te dije|perdon por no avisar|se|x fin|ya me|se lo|se la|se les|"
    "eh|em|este|pues|o sea|osea|bueno|a ver|mira|la verdad|la verdad es que|ay|uy|uf|"
    "me|lo|la|le|les|te|nos|hoy|ya lo|esta manana|esta tarde|por la manana|"
    "por la tarde|en la manana|en la tarde|por la noche|hola|gracias|jaja|jajaja|"
    "perdon|lo siento|joder|ostia|hostia|guey|wey|tio|tia|solo|solamente|nomas|"
    "tambien lo|yo creo que|creo que|por fin lo|al menos|por lo menos|bastante|"
    "otra vez|de nuevo|aqui|justo|realmente|sinceramente|fijate que|ok|vale|hasta|"
    "sin querer|como|a duras penas|primero|al fin|por fin|casi no"
)

TAGS = {
    "i": "yo|nosotros|nosotras|yo misma|yo mismo",
    "d": DID,
    "e": EFFORT,
    "w": WEAK,
    "n": f"{NOT}|no no|no no no",
    "v": DENIED,
    "b": _BACKED,
    "m": _MISSED,
    "f": _FULL,
    "u": _OUTCOME,
    "p": _PLANNED,
    "s": _WISHED,
    "h": _HEAD,
    "y": _YES,
    "z": _NO,
    "t": "todavia|aun|todavia no|aun no|todavia nada|aun nada",
    "k": "quizas|quiza|tal vez|a lo mejor|puede ser|puede|depende|igual",
    "l": _FED_UP,
    "j": _TROUBLE,
    "o": _OTHERS,
    "q": _CORRECTED,
    "c": _BREAKS,
    "r": "es|era|fue|estaba|estuvo|esta|estan|son|siendo",
    "E": "nadie fue|nadie llego|nadie vino|gano el miedo|gano la ansiedad|"
    "pudo mas el|pudo mas la|pudieron conmigo|pudieron mas|no me dejo|estaba cerrado|"
    "estaba cerrada|cerraron|estaba lloviendo|llovio|llovia|se fue la luz|"
    "se me acabo la pila|se acabo la pila|no habia con quien|no habia quien|"
    "nadie con quien|pospusieron|aplazaron|reprogramaron|era feriado|feriado|festivo|"
    "dia festivo|era dia festivo|puente|lo dijo otra|lo dijo otro|lo dijo alguien|"
    "otra lo dijo|otro lo dijo|alguien lo dijo|se me adelantaron|movieron la|"
    "ni una palabra|ni media palabra|no salio la|no salio el|no surgio|no llego la|"
    "no llego el|antes de que pudiera|antes de que me|antes de poder|cuando me anime|"
    "cuando me decidi|cuando quise|no vino|no vinieron|no vino nadie|no estaba mi|"
    "no estuvo|no fue nadie|no habia nadie|lo dijo antes|lo dijo primero|"
    "me gano la idea|cancelo|se cancelo|la cancelaron|menos yo|excepto yo|salvo yo|"
    "todos menos yo|yo no|yo nada|yo tampoco",
    "g": "ayer|anoche|anteayer|antier|antes de ayer|hace dos dias|hace 2 dias|"
    "hace tres dias|hace 3 dias|ayer por la tarde|ayer por la noche|ayer en la noche|"
    "ayer por la manana",
    "a": _FILLERS,
}
_NO_VERB = frozenset(
    {"aquí", "allí", "así", "café", "también", "olvidé", "quedé", "comité", "sé"}
)
_SPELT = 4  # letters; shorter words in é and í are no verbs of doing


def by_form(word: str) -> str:
    """Know a first person of the past by its accent: hablé, salí."""
    ends = word[-1] in "éí" and len(word) >= _SPELT
    return "w" if ends and word not in _NO_VERB else "x"


_SOUNDS = (
    ("ch", "C"), ("h", ""), ("C", "ch"), ("v", "b"), ("qu", "k"), ("ll", "y"),
    ("ce", "se"), ("ci", "si"), ("z", "s"), ("x", "s"), ("q", "k"), ("c", "k"),
)  # fmt: skip


def sound(word: str) -> str:
    """Write a word as it sounds, which is how some spell it: hice, ise; voy, boy."""
    for letters, heard in _SOUNDS:
        word = word.replace(letters, heard)
    return word


AGO_HINTS = "ayer anoche anteayer antier hace"
AGO = (
    (3, r"\bhace (3|tres) dias\b"),
    (2, r"\b(anteayer|antier|antes de ayer|hace (2|dos) dias)\b"),
    (1, r"\b(hice|intente|dije|hecho|pude)( eso| mi paso)? (ayer|anoche)\b"),
    (1, r"(^|\b(pero|y|no) )(\w+ )?(ayer|anoche)\b|\b(ayer|anoche)$"),
)
