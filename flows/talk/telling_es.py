"""How people tell in Spanish what became of a chance: phrases, by what they do.

`stories` says what the letters mean. Accents may stand or be missing.
"""

from flows.talk.doing_es import (
    APOLOGISED,
    BADLY,
    DENIED,
    DID,
    EFFORT,
    NOT,
    SHAKEN,
    SURE,
    WEAK,
)
from flows.talk.missing_es import BACKED, MISSED, NEVER_CAME, NOUGHT
from flows.talk.planning_es import HEAD, PLANNED, WISHED

_FULL = (
    "termine|lo termine|acabe|complete|todo|toda|entero|entera|completo|completa|"
    "del todo|por completo|llegue al final|llegue hasta el final|"
    "bonito|elegante|facil|genial|mucho|fue facil|fue perfecto|"
    "gran cosa|brillante|la gran cosa|lo mejor"
)
_FLOP = "un desastre|fue un desastre|un fracaso|fue un fracaso|un horror"
_POORLY = "mal|muy mal|fatal|pesimo|sin exito|sin ningun exito|en vano|de pena"
_OUTCOME = (
    "salio bien|me fue bien|me salio bien|"
    ""
    ""
    "me salio|salio|sirvio|funciono|resulto|"
    "me hicieron caso|me escucharon|"
    "ayudo|me salieron|valio de nada|sirvio de nada|paso nada|cuajo|salio como|"
    "funciono y|me fue"
)
_YES = (
    "nada mas la mitad|nada mas un poco|nada mas un poquito|nomas la mitad|masomenos|"
    "un poquito nada mas|un poco nada mas|poquito nada mas|tarea hecha|paso hecho|"
    "ya fui|lograda|apenas|apenitas|a duras penas|después de tres intentos si|"
    "despues de varios intentos si|exito total|paso cumplido|sali bien librada|"
    "todo un exito|hecha|hechas|luego hable|ya estuvo|lo mas que pude|segun yo si|"
    "pues creo que si|la mayor parte|hise mi parte|x supuesto|exacto|eso es|asi mero|"
    "algo asi|si se pudo|la mera verdad si|luego si|despues si|al final si|al fin si|"
    "por la tarde si|solo una parte|una partecita|hice algo|por supuesto que si|"
    "cómo no|claro que lo|una vez nada mas|poco pero si|si bien|si|sip|sii|siii|sep|"
    "simon|claro|claro que si|por supuesto|asi es|ya|ya esta|ya quedo|listo|lista|"
    "mas o menos|un poco|un poquito|poquito|medio|a medias|la mitad|una parte|algo|"
    "casi todo|solo una|solo un|nomas una|nomas un|solo dos|nada mas una|nada mas un|"
    "una frase|d|obvio|por fin|dos veces|una vez|misio cumplida|mision cumplida|"
    "afirmativo|efectivamente|eso si|tambien|va que va|ahi va|desde luego|yes|cumplida|"
    "cumplido|faltaba mas|exito|bien hecho|a huevo|conseguido|logrado|prueba superada|"
    "solo la primera|tantito|carta entregada|correo enviado|mensaje enviado|entregada|"
    "entregado|enviada|enviado|mandada|mandado|superado|superada|reto superado|"
    "reto cumplido|zanjado|tema zanjado|asunto zanjado|resuelto|dicho esta|dicho queda|"
    "ya esta dicho|ya lo sabe|ya lo saben|ya lo saben todos|ya todos saben|ya sabe|"
    "dicho y hecho|quitado de encima|me lo quite de encima|me la quite de encima|"
    "un peso menos|peso de encima|como acordamos|como quedamos|como habiamos quedado|"
    "como planeamos|como dijimos|como habia planeado|como lo planeamos|"
    "segun lo acordado|lo que me habia propuesto|lo que me propuse|"
    "lo que queria lograr|que era el reto|que era el plan|que era la idea|"
    "que de eso se trataba|de eso se trataba|me dijo que si|me dijo que no|"
    "me dijeron que si|me dijeron que no|nos dijo que si|nos dijo que no|"
    "se lo tomo bien|se lo tomo mal|lo tomo bien|la voz me temblaba|"
    "con la voz temblando|con nervios pero|con miedo pero si|a la primera|a la segunda|"
    "a la tercera|a mi manera|de una vez|palomita|palomeado|checado|tachado|tachada|"
    "campeona|campeon|orgullosa de mi|orgulloso de mi|estoy orgullosa|estoy orgulloso|"
    "que alivio|vaya alivio|menos mal que si|lo mejor que hice|me encanto|"
    "me senti bien|me senti muy bien|me senti genial|me senti orgullosa|"
    "me senti orgulloso|me senti libre|que orgullo|pan comido|facilisimo|"
    "sin despeinarme|a media frase|a mitad de frase|a mitad de la frase|"
    "ya lo tengo hecho|ya la tengo hecha|lo tengo hecho|si y no se acabo el mundo|"
    "no se acabo el mundo|no me mori|y no me mori|no se cayo el cielo|"
    "no paso nada malo|cita hecha|llamada hecha|mensaje mandado|"
    "correo mandado|solicitud enviada|formulario enviado|pregunta hecha|cuenta pagada|"
    "limite puesto|pagina escrita|libro terminado|dos paginas|me costo horrores|"
    "me costo mucho|me costo la vida|me costo lo suyo|me costo un mundo|"
    "me costo trabajo|me costo sudor|me aplaudieron|se rieron de mi chiste|"
    "se rieron con|no me fue mal|no me fue tan mal|no salio mal|no salio tan mal|"
    "no me salio mal|no me salio tan mal|no estuvo mal|no estuvo tan mal|nada mal|"
    "luego bien|luego mejor|despues bien|despues mejor"
)
_NO = (
    "hoy paso|hoy yo paso|ya te dije que no|te dije que no|ya les dije que no|pa nada|"
    "no gracias|nanai|nopi|nopis|ni una|nanay de la china|nombre|nel pastel|nel|nop|"
    "nope|noo|nones|nah|na|n|"
    "para nada|que va|q va|nada|nada de nada|ninguno|"
    "ninguna|todavia nada hoy|hoy nada|negativo|ni hablar|ni loca|ni loco|cero|"
    "en absoluto|al final nada|nanay|no se dio|no se pudo|no se hizo|"
    "no se logro|no se presento|no se me|no se ha|no se habia|no se hablo|"
    "nada lo siento"
)
_OTHERS = (
    "el|ella|ellos|ellas|nadie|todos|todas|todo el mundo|alguien|mi jefe|mi jefa|"
    "el jefe|la jefa|mi companera|mi companero|mi amiga|mi amigo|mi hermana|mi hermano|"
    "mi madre|mi padre|mi mama|mi papa|mi marido|mi esposo|mi esposa|mi pareja|mi hijo|"
    "mi hija|la gente|otro|otra|un companero|una companera|los demas|usted|tu|"
    "mi equipo|el equipo|mi coach|mis companeros|han|habian|mi prima|mi primo|mi tia|"
    "mi tio|mi suegra|mi suegro|mi cunada|mi cunado|mi abuela|mi abuelo|mi vecina|"
    "mi vecino|la vecina|el vecino|la maestra|el maestro|mi maestra|mi profe|la profe|"
    "el profe|la profesora|el profesor|el medico|la doctora|el doctor|mi compa|"
    "un amigo|una amiga|un chico|una chica|la directora|el director|el gerente|"
    "la gerente|el cliente|la clienta|los otros|las otras|los del|las demas|"
    "los compañeros|otra persona|otros|otras|la mayoria|mis amigas|mis amigos|"
    "mis hermanas|mis padres|mis jefes|mi supervisora|mi supervisor|ella sola"
)
_TROUBLE = (
    "robaron la casa|nos robaron|robaron|mataron|se fue de la casa|"
    "me corrio de la casa|muy grave|ataque al corazon|embolia|derrame|se suicido|"
    "lo internaron|la internaron|me dieron malas|resultados malos|quimioterapia|"
    "novio me dejo|novia me dejo|marido me dejo|esposo me dejo|mujer me dejo|"
    "pareja me dejo|me quede sin empleo|falleció|perdimos a|perdimos al|"
    "esta en el hospital|choque|chocó|se quemo mi casa|entraron a robar|"
    "me diagnosticaron|terapia|quimio|aborte|coma|murio|se murio|se nos murio|"
    "ha muerto|ha fallecido|muerto|muerte|funeral|entierro|velorio|hospital|ambulancia|"
    "urgencias|cancer|tumor|accidente|infarto|divorcio|nos divorciamos|me divorcio|"
    "rompimos|terminamos|rompi con|rompio conmigo|termine con mi|termino conmigo|"
    "nos separamos|corte con|me dejo mi|me dejo el|me corto|me despidieron|"
    "me han despedido|me echaron|me corrieron del|me corrieron|perdi el trabajo|"
    "perdi mi trabajo|me quede sin trabajo|perdi a|perdi al|ataque de panico|"
    "ataque de ansiedad|lloro|llorando|llore|no paro de llorar|muy enfermo|muy enferma|"
    "grave|gravemente|esta enfermo|esta enferma|operaron|operan|operacion|cirugia|"
    "me gritaron|me grito|me grito mi|malas noticias|mala noticia|aborto|me asaltaron|"
    "me robaron|me siento sola|me siento solo|no puedo mas|no valgo nada|"
    "diagnosticaron|internaron|ingresaron|ingresado|ingresada|terapia intensiva|"
    "de luto|sacrificar|dormir al perro|me desalojaron|se incendio|choque con|chocamos|"
    "tuve un choque|tragedia|se fue de casa|inundo|se nos inundo|se me inundo|"
    "se inundo|inundacion|inundada|inundado|goteras|se quemo|incendio|"
    "no tengo cabeza para nada|no tengo cabeza|no puedo pensar|me dejo por|"
    "me ha dejado|me puso los cuernos|me engano|me pego|me pegaron|me agredieron|"
    "me amenazo|me amenazaron|en comisaria|detenido|detenida|carcel|deportaron|"
    "deportado|migra|perdi el bebe|perdi al bebe|perdi mi bebe|perdi la casa|"
    "me quede sin casa|en quiebra|me desahuciaron|desahucio|ictus|esta ingresada|"
    "esta ingresado|se puso grave|uci|cuidados intensivos|quirofano|biopsia|metastasis|"
    "enterramos|enterrar|velatorio|pesame|viuda|viudo"
)
_FED_UP = (
    "odio esto|ni fu ni fa|no quiero|ya no quiero|dejame en paz|dejenme en paz|"
    "no me importa|no se|no lo se|ni idea|no estoy segura|no estoy seguro|"
    "no me acuerdo|no recuerdo|quien sabe|lo de siempre|yo que se|si y no|"
    "es complicado|que asco|estoy harta|estoy harto|me da igual|sepa|vete a saber|"
    "me siento mal|me siento fatal|ni bien ni mal|podria ser peor|depende|depende de|"
    "segun se mire|segun se vea|segun como|ahi ahi|mas o menos no se|no sabria decir|"
    "no sabria|no te sabria|no sabria decirte|no lo tengo claro|no esta claro|"
    "es discutible|no se si cuenta|dificil de decir|dificil decirlo|"
    "que te digo|que te puedo decir|que se yo|vaya usted a saber|a saber|ahi la llevo|"
    "ahi voy tirando|tirando|si pero no|como que si y como que no|medio si medio no|"
    "un poco si y un poco no|no del todo pero|no se lo que|no se la verdad"
)
# Not sure of what comes next: "no se si lo hice".
_NOT_SURE = (
    "no se si|no estoy segura de|no estoy segura si|no estoy seguro de|no recuerdo si|"
    "no estoy seguro si|no me acuerdo si|no estoy segura de si|no estoy seguro de si|"
    "no tengo claro si|no sabria decir si|no sabria si|a saber si"
)
# Not as she wished, after what she did not do so: "no lo dije bien".
_NOT_SO = (
    "bien|muy bien|tan bien|nada bien|del todo bien|perfecto|perfecta|perfectamente|"
    "correctamente|como queria|como debia|como esperaba|como lo planee|a la perfeccion"
)
_CORRECTED = (
    "digo|perdon digo|quiero decir|quise decir|mejor dicho|me equivoque|corrijo|"
    "espera|no espera|perdon quise decir|ay no|mas bien"
)
_BREAKS = (
    "y|entonces|luego de|porque|xq|pq|asi que|aunque|sino|cuando|mientras|o|u|"
    "pues entonces|y luego|y despues|y entonces|ya que|y ya|por eso|"
    "al final"
)
_FILLERS = (
    "no manches|no mames|no inventes|no jodas|"
    "esta vez|igual que ayer|como ayer|lo mismo que ayer|aunque no lo creas|"
    "no lo vas a creer|que crees|adivina|adivina que|no sabes|fijate|te cuento que|"
    "se me paso avisar|se me paso avisarte|"
    "se me olvido avisar|"
    "se me olvido avisarte|se me olvido decirte|olvide decirte|olvide avisar|"
    "no te avise|no te dije|perdon por no avisar|se|x fin|ya me|se lo|se la|se les|eh|"
    "em|este|pues|o sea|osea|bueno|a ver|mira|la verdad|la verdad es que|ay|uy|uf|me|"
    "lo|la|le|les|te|nos|ya lo|por la manana|por la tarde|"
    "en la manana|en la tarde|por la noche|hola|gracias|jaja|jajaja|perdon|lo siento|"
    "joder|ostia|hostia|guey|wey|tio|tia|solo|solamente|nomas|tambien lo|yo creo que|"
    "creo que|por fin lo|al menos|por lo menos|bastante|otra vez|de nuevo|aqui|justo|"
    "realmente|sinceramente|fijate que|ok|vale|hasta|sin querer|como|a duras penas|"
    "primero|al fin|por fin|casi no|sin mas|che|boludo|boluda|chavos|chicas|chicos|"
    "amiga|amigo|porfis|fijese|imaginate|te juro|te lo juro|lo juro|de verdad|en serio|"
    "neta|la neta|la pura verdad|para que mentir|sin mentir|para serte sincera|"
    "para serte sincero|honestamente|francamente|total|al menos hoy|ya por fin|"
    "ahi mismo|ahi nomas|asi nomas|de golpe|de sopeton|de repente|de pronto|de una|"
    "con calma|tranquilamente|rapido|rapidito|solita|solito"
)

TAGS = {
    "i": "yo|nosotros|nosotras|yo misma|yo mismo",
    "id": SURE,
    "e": EFFORT,
    "W": BADLY,
    "S": SHAKEN,
    "d": DID,
    "w": WEAK,
    "n": f"{NOT}|no no|no no no",
    "nu": "no salio bien|no me salio bien|no me fue bien|no salio muy bien|"
    "no salio tan bien|no me salio muy bien|no me fue muy bien|no me salio tan bien|"
    "no salio nada bien",
    "v": DENIED,
    "b": BACKED,
    "P": APOLOGISED,
    "m": MISSED,
    "U": NOUGHT,
    "f": _FULL,
    "F": _FLOP,
    "A": _POORLY,
    "u": _OUTCOME,
    "p": PLANNED,
    "s": WISHED,
    "h": HEAD,
    "y": _YES,
    "z": _NO,
    "t": "todavia|aun",
    "nt": "todavia no|aun no|todavia nada|aun nada",
    "k": "quizas|quiza|tal vez|a lo mejor|puede ser|puede|depende|igual",
    "l": _FED_UP,
    "L": _NOT_SURE,
    "Q": _NOT_SO,
    "N": "hoy|esta manana|esta tarde|hace un rato|recien|hoy tambien|hoy otra vez|"
    "hoy de nuevo|tambien hoy",
    "j": _TROUBLE,
    "o": _OTHERS,
    "q": _CORRECTED,
    "c": _BREAKS,
    ",": "pero|sin embargo|solo que|nomas que",
    "D": "no es que no quisiera|no es que no quiera|no es que no quise|no es que|"
    "no era que|no fue que|no es porque|no es tanto que",
    "G": "por una vez|por primera vez|primera vez que|por una vez en la vida",
    "J": "ni de broma|ni de coña|ni de chiste|es broma|era broma|broma|mentira|"
    "es mentira|no es cierto|no es verdad|te la creiste|ya quisiera|eso quisiera|"
    "en mis sueños",
    "C": "menos eso|menos lo que|menos lo|menos el paso|menos esto|excepto eso|"
    "excepto lo que|salvo eso|salvo lo que|menos hablar|menos llamar|menos decirlo",
    "O": "dijo|hizo|quiso|vino|pudo|supo|puso|tuvo|estuvo|trajo|dijeron|hicieron|"
    "quisieron|vinieron|pusieron|contesto|respondio|pregunto|hablo|llamo|pidio|"
    "escucho|atendio|oyo|vio|cayo|leyo|rio|miro|entro|entendio|acepto|nego|grito|"
    "salto|aparecio|murio nadie|contestaron|respondieron|escucharon|hablaron|"
    "preguntaron|pidieron",
    "r": "es|era|fue|estaba|estuvo|esta|estan|son|siendo",
    "E": NEVER_CAME,
    "g": "ayer|anoche|anteayer|antier|antes de ayer|hace dos dias|hace 2 dias|"
    "hace tres dias|hace 3 dias|ayer por la tarde|ayer por la noche|ayer en la noche|"
    "ayer por la manana|hace una semana|la semana pasada|hace cuatro dias|hace 4 dias",
    "a": _FILLERS,
}
_NO_VERB = frozenset(
    {"aquí", "allí", "así", "café", "también", "olvidé", "quedé", "comité", "sé"}
)
_SPELT = 4  # letters; shorter words in é and í are no verbs of doing


# A verb with its accent is of the first person, whatever stands before it.
ACCENTED = {"d": "id", "e": "ie", "P": "iP"}


def by_form(word: str) -> str:
    """Know who did it by an accent: hablé and salí are hers, habló is not."""
    if len(word) < _SPELT or word[-1] not in "éíó":
        return "x"
    if word[-1] == "ó":
        return "O"
    return "x" if word in _NO_VERB else "w"


_SOUNDS = (
    ("ch", "C"), ("h", ""), ("C", "ch"), ("v", "b"), ("qu", "k"), ("ll", "y"),
    ("ce", "se"), ("ci", "si"), ("z", "s"), ("x", "s"), ("q", "k"), ("c", "k"),
)  # fmt: skip


def sound(word: str) -> str:
    """Write a word as it sounds, which is how some spell it: hice, ise; voy, boy."""
    for letters, heard in _SOUNDS:
        word = word.replace(letters, heard)
    return word


ON_A_DAY = (
    r"(?:si )?(?:ya )?(?:lo )?(?:hice|intente|logre|dije)(?: el| este)? (\w+)"
    r"(?: pasado)?(?:(?: pero)? hoy no)?"
    r"|(?:el )?(\w+) (?:si )?(?:lo )?(?:hice|intente|logre|dije|pude)"
)
TODAY = r"\b(hoy|esta manana|esta tarde|hace un rato|recien)\b"
BESIDE = (
    r"\b(que|como|desde|de|lo de|no|a diferencia de|comparado con) (lo (hice|dije) )?"
    r"(ayer|anoche|anteayer|antier)\b(?! (si|lo hice|hable|dije|fui))|"
    r"\blo que (\w+ ){0,3}(ayer|anoche)\b|"
    r"\b(ayer|anoche) y (tambien |otra vez )?(hoy|esta manana)"
    r"( tambien| otra vez| de nuevo)?$|"
    r"^(tanto )?(ayer|anoche) (y|como) (hoy|esta manana)\b|"
    r"\b(ayer|anoche)\b(?=.* (hoy tambien|tambien hoy|hoy otra vez|hoy de nuevo)$)"
)
AGO_HINTS = "ayer anoche anteayer antier hace"
AGO = (
    (7, r"\bhace (una|1) semana\b"),
    (6, r"\bhace (6|seis) dias\b"),
    (5, r"\bhace (5|cinco) dias\b"),
    (4, r"\bhace (4|cuatro) dias\b"),
    (3, r"\bhace (3|tres) dias\b"),
    (2, r"\b(anteayer|antier|antes de ayer|hace (2|dos) dias)\b"),
    (1, r"\b(hice|intente|dije|hecho|pude)( eso| mi paso)? (ayer|anoche)\b"),
    (1, r"(^|\b(pero|y|no) )(\w+ )?(ayer|anoche)\b|\b(ayer|anoche)$"),
)
