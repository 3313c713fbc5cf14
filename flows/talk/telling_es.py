"""How people tell in Spanish what became of a chance: phrases, by what they do.

`stories` says what the letters mean. Accents may stand or be missing.
"""

from flows.talk.tagging import phrases

# Verbs of doing: their first person past is a try, their infinitive what is denied.
_REGULAR = (
    "hablar|llamar|preguntar|presentar|intentar|lanzar|empezar|comenzar|terminar|"
    "acabar|lograr|levantar|contar|expresar|comentar|mandar|enviar|contestar|"
    "compartir|escribir|salir|pedir|leer|cantar|caminar|andar|correr|practicar|"
    "participar|opinar|proponer|soltar|completar|aplicar|explicar|negar|rechazar|"
    "invitar|saludar|entrar|mirar|tocar|sacar|pasar|llegar|animar|atrever|apuntar|"
    "ofrecer|responder|defender|cumplir|abrir|subir|aguantar|conseguir|repetir|"
    "plantear|sugerir|aclarar|dejar|mencionar|insistir|trabajar|estudiar|meditar|"
    "nadar|bailar|cocinar|dibujar|avisar|ejercitar|entrenar|usar|tomar|tirar|"
    "arriesgar|interrumpir|tartamudear|balbucear|llevar|dirigir|avanzar|probar|"
    "publicar|grabar|firmar|votar|negociar|reclamar|exigir|marcar|quedar"
)
_IRREGULAR = (
    "dije|hice|pude|puse|di|fui capaz|logre|tuve el valor|propuse|supe decir|"
    "pedi|segui|repeti|consegui|sugeri|me atrevi|me anime|me lance|me avente|"
    "me apunte|me puse de pie|me levante|hicimos|dijimos|pudimos|"
    "di mi opinion|di el paso|di la cara|alce la mano|alce|levante la mano|"
    "lo logre|lo dije|lo hice|lo ise|ise|ice|dige|hize|la hice|la arme|lo solte|"
    "solte|lo solte|me salio la voz|me temblo la voz|me temblaba la voz|"
    "rompi el hielo|rompi el silencio|meti mi idea|meti|abri la boca|hecho|echo|"
    "la cague|la regue|meti la pata"
)
_NOT_MISSED = frozenset({"quedar", "mirar", "dejar", "entrar", "llegar", "pasar"})


def _past(verb: str) -> str:
    stem, ending = verb[:-2], verb[-2:]
    if ending != "ar":
        return stem + "i"
    for hard, soft in (("c", "qu"), ("g", "gu"), ("z", "c")):
        if stem.endswith(hard):
            return stem[:-1] + soft + "e"
    return stem + "e"


def _we(verb: str) -> str:
    return verb[:-2] + ("amos" if verb.endswith("ar") else "imos")


def _done(verb: str) -> str:
    return verb[:-2] + ("ado" if verb.endswith("ar") else "ido")


_DOING = [verb for verb in phrases(_REGULAR) if verb not in _NOT_MISSED]
_PASTS = "|".join(f"{_past(verb)}|{_we(verb)}" for verb in _DOING)
_HAVE_DONE = "|".join(
    f"{have} {done}"
    for have in ("he", "hemos", "e")
    for done in [
        *map(_done, _DOING),
        "hecho",
        "dicho",
        "podido",
        "echo",
        "puesto",
        "escrito",
    ]
)
_BASES = "|".join(
    f"{verb}{tail}"
    for verb in [*phrases(_REGULAR), "decir", "hacer"]
    for tail in ("", "lo", "la", "le", "me")
)
_EFFORT = (
    "intente|lo intente|trate|trate de|lo trate|hice el intento|hice un intento|"
    "hice lo que pude|hice el esfuerzo|he intentado|lo he intentado|probe|intentamos|"
    "me esforce|di lo mejor|hice mi mejor esfuerzo|le heche ganas|le eche ganas|"
    "estuve intentando|al menos lo intente|empece|comence|la lucha le hice|"
    "hice la lucha"
)
_WEAK = (
    "fui|tuve|tenia|llegue|entre|pase|mire|estuve|prepare|planee|me prepare|"
    "me sente|vine|iba lista|iba listo|lleve notas|use"
)
_NOT = "no|nunca|jamas|ni|tampoco|ni siquiera|sin"
_BASE = (
    "hago|digo|hable|hize|di|pude|tuve|hubo|supe|logre|consegui|alcance|llegue|"
    "alcance a|encontre|he podido|he hecho|e podido|puedo|pudo ser|se pudo|se dio|"
    "me atrevi|me anime|me sali|toco|lo intentara|intentara|quisiera|"
    "lo hiciera|hiciera|lo dijera|dijera|hablara|me dio tiempo|dio tiempo|me dio|"
    "me alcanzo|alcanzo|fui|he tenido|e tenido|tuve tiempo|tengo tiempo|tengo|"
    "me acorde|me sale|me salieron|me llego|nada"
)
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
    "me dormi|me dormí|lo deje|cancele|me arrepenti|lo borre|borre|falle|me regrese|"
    "regrese a casa|volvi a casa|me volvi|me fui a casa|me falto|me faltaron|"
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
    "me dio flojera|me dio pereza|me dio hueva|me dio pena|me dio verguenza|"
    "me gano la flojera|preferi callarme|preferi callar|paso de largo|ni modo|"
    "puse excusas|me escude|lo esquive|perdi la oportunidad|perdi el momento|"
    "nadie me pregunto|ni lo intente|ni siquiera lo intente|solo escuche|"
    "nomas escuche|escuche nada mas|mejor me calle"
)
_FULL = (
    "termine|lo termine|acabe|complete|todo|toda|entero|entera|completo|completa|"
    "perfecto|perfecta|del todo|por completo|llegue al final|llegue hasta el final|"
    "bonito|elegante|facil|genial|mucho|muy bien|tan bien|fue facil|fue perfecto|"
    "como queria|como lo planee|gran cosa|brillante|la gran cosa|lo mejor"
)
_OUTCOME = (
    "me salio|salio|sirvio|funciono|resulto|salio bien|me salio bien|me fue bien|"
    "fue bien|me hicieron caso|me escucharon|ayudo|me salieron|"
    "valio de nada|sirvio de nada|paso nada|cuajo|salio como|funciono y|me fue"
)
_PLANNED = (
    "luego te|despues te|te cuento|esperame|esperate|voy entrando|estoy en camino|"
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
    "aun tengo|todavia tengo|todavia falta|falta un rato|aun falta|esperando|"
    "estoy esperando|a ver si|cuando salga|la semana que viene|estoy intentando|"
    "intentandolo|sigo intentando|tengo la reunion a|la reunion es a|es a las|"
    "empieza a|ahora voy|lo intento luego|lo intento hoy"
)
_WISHED = (
    "pense|lo pense|solo lo pense|pense en|estuve pensando|lo estuve pensando|"
    "tenia planeado|habia planeado|me habia propuesto|tenia que haber|iba|"
    "queria|lo queria|quise|iba a|lo iba a|pensaba|tenia pensado|"
    "planeaba|ojala|deberia haber|debi|debia|tenia que|hubiera|hubiese|me hubiera|"
    "me habria|habria|podria haber|pude haber|me gustaria haber|estuve a punto|"
    "estaba a punto|por poco|casi lo|casi me|casi hablo|tenia ganas|"
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
    "luego si|despues si|al final si|al fin si|por la tarde si|solo una parte|"
    "una partecita|hice algo|por supuesto que si|cómo no|como no|claro que lo|"
    "una vez nada mas|poco pero si|si bien|si|sip|sii|siii|sep|simon|claro|"
    "claro que si|por supuesto|asi es|ya|ya esta|ya quedo|listo|lista|mas o menos|"
    "un poco|un poquito|poquito|medio|a medias|la mitad|una parte|algo|casi todo|"
    "solo una|solo un|nomas una|nomas un|solo dos|nada mas una|nada mas un|una frase|"
    "d|obvio|por fin|dos veces|una vez|misio cumplida|mision cumplida|afirmativo|"
    "efectivamente|eso si|tambien|va que va|ahi va|desde luego|yes|cumplida|cumplido|"
    "faltaba mas|exito|bien hecho|a huevo|conseguido|logrado|prueba superada|"
    "solo la primera|tantito"
)
_NO = (
    "nel|nop|nope|noo|nones|nah|na|n|para nada|que va|q va|nada|nada de nada|ninguno|"
    "ninguna|hoy no|esta vez no|todavia nada hoy|hoy nada|negativo|va a ser que no|"
    "ni hablar|ni de broma|ni de chiste|ni loca|ni loco|ni de cona|cero|en absoluto|"
    "no se dio|no se pudo|no se hizo|no se logro|no se presento|no se me|no se ha|"
    "no se habia|no se hablo|creo que no|me temo que no|lamentablemente no|"
    "por desgracia no|mejor no|pues no|hoy tampoco|no hoy|al final no|al final nada|"
    "fijate que no|la verdad no|nanay"
)
_OTHERS = (
    "el|ella|ellos|ellas|nadie|todos|todas|todo el mundo|alguien|mi jefe|mi jefa|"
    "el jefe|la jefa|mi companera|mi companero|mi amiga|mi amigo|mi hermana|mi hermano|"
    "mi madre|mi padre|mi mama|mi papa|mi marido|mi esposo|mi esposa|mi pareja|mi hijo|"
    "mi hija|la gente|otro|otra|un companero|una companera|los demas|usted|tu|"
    "mi equipo|el equipo|mi coach|mis companeros"
)
_TROUBLE = (
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
    "me desalojaron|se incendio|choque con|chocamos|tuve un choque|tragedia|desgracia"
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
    "eh|em|este|pues|o sea|osea|bueno|a ver|mira|la verdad|la verdad es que|ay|uy|uf|"
    "me|lo|la|le|les|te|nos|hoy|ya lo|esta manana|esta tarde|por la manana|"
    "por la tarde|en la manana|en la tarde|por la noche|hola|gracias|jaja|jajaja|"
    "perdon|lo siento|joder|ostia|hostia|guey|wey|tio|tia|solo|solamente|nomas|"
    "tambien lo|yo creo que|creo que|por fin lo|al menos|por lo menos|bastante|"
    "otra vez|de nuevo|aqui|justo|realmente|sinceramente|fijate que|ok|vale|"
    "hasta|sin querer|como|a duras penas|primero|al fin|por fin|casi no"
)

TAGS = {
    "i": "yo|nosotros|nosotras|yo misma|yo mismo",
    "d": f"{_IRREGULAR}|{_PASTS}|{_HAVE_DONE}",
    "e": _EFFORT,
    "w": _WEAK,
    "n": _NOT,
    "v": f"{_BASE}|{_BASES}",
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
    "E": "no vino|no vinieron|no vino nadie|no estaba mi|no estuvo|no fue nadie|"
    "no habia nadie|lo dijo antes|lo dijo primero|me gano la idea|cancelo|se cancelo|"
    "la cancelaron|menos yo|excepto yo|salvo yo|todos menos yo|yo no|yo nada|"
    "yo tampoco",
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
    return "d" if ends and word not in _NO_VERB else "x"


AGO_HINTS = "ayer anoche anteayer antier hace"
AGO = (
    (3, r"\bhace (3|tres) dias\b"),
    (2, r"\b(anteayer|antier|antes de ayer|hace (2|dos) dias)\b"),
    (1, r"\b(hice|intente|dije|hecho|pude)( eso| mi paso)? (ayer|anoche)\b"),
    (1, r"(^|\b(pero|y|no) )(\w+ )?(ayer|anoche)\b|\b(ayer|anoche)$"),
)
