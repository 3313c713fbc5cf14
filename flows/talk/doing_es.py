"""Words of doing in Spanish: what is a try, what is none, what is denied.

The names are those of `doing_en`; many words are made from their infinitive.
"""

from flows.talk.tagging import phrases

# Verbs of doing: their first person past is a try, their infinitive what is denied.
_REGULAR = (
    "hablar|llamar|preguntar|presentar|intentar|lanzar|empezar|comenzar|terminar|"
    "acabar|lograr|levantar|contar|expresar|comentar|mandar|enviar|contestar|"
    "compartir|escribir|salir|pedir|leer|cantar|caminar|andar|correr|"
    "participar|opinar|proponer|soltar|completar|aplicar|explicar|negar|rechazar|"
    "invitar|saludar|tocar|sacar|pasar|llegar|animar|atrever|apuntar|"
    "ofrecer|responder|defender|cumplir|subir|aguantar|conseguir|repetir|"
    "plantear|sugerir|aclarar|dejar|mencionar|insistir|trabajar|estudiar|meditar|"
    "nadar|bailar|cocinar|dibujar|avisar|ejercitar|entrenar|usar|tomar|tirar|"
    "arriesgar|interrumpir|tartamudear|balbucear|llevar|dirigir|avanzar|probar|"
    "publicar|grabar|firmar|votar|negociar|reclamar|exigir|quedar"
)
_IRREGULAR = (
    "salio mejor|salio mejor de lo que|me fue mejor|fue mejor|salio regular|"
    "salio mal|me fue mal|salio fatal|salio genial|me fue genial|me fue muy bien|"
    "salio muy bien|salio bien|me salio bien|me fue bien|fue bien|estuvo bien|"
    "todo salio bien|acabo de|lo acabo de|la acabo de|acabo de hacerlo|"
    "acabo de llegar de|vengo de|vengo llegando de|regrese de|volvi de|fui capaz de|"
    "fui a hablar|fui a pedir|fui a preguntar|fui a correr|fui a caminar|dije|hice|"
    "pude|puse|di|fui capaz|logre|tuve el valor|propuse|supe decir|pedi|segui|repeti|"
    "consegui|sugeri|me atrevi|me anime|me lance|me avente|me apunte|me puse de pie|"
    "me levante|hicimos|dijimos|pudimos|di mi opinion|di el paso|di la cara|"
    "alce la mano|alce|levante la mano|lo logre|lo dije|lo hice|lo ise|ise|ice|dige|"
    "hize|la hice|la arme|lo solte|solte|me salio la voz|me temblo la voz|"
    "me temblaba la voz|rompi el hielo|rompi el silencio|meti mi idea|meti|"
    "abri la boca|hecho|echo|meti la pata"
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
EFFORT = (
    "intente|lo intente|trate|trate de|lo trate|hice el intento|hice un intento|"
    "hice lo que pude|hice el esfuerzo|he intentado|lo he intentado|probe|intentamos|"
    "me esforce|di lo mejor|hice mi mejor esfuerzo|le heche ganas|le eche ganas|"
    "estuve intentando|al menos lo intente|empece|comence|la lucha le hice|"
    "hice la lucha"
)
WEAK = (
    "la cague|la regue|"
    "practique|escribi el mensaje|marque el numero|abri el documento|"
    "abri el cuaderno|abri la computadora|tome aire|respire|respire hondo|me pare|"
    "me levante|me acerque|llegue a la puerta|tenia la frase|tenia lista|tenia todo|"
    "iba preparada|iba preparado|lo escribi|me vesti|me arregle|me conecte|espere|"
    "espere mi turno|fui|tuve|tenia|llegue|entre|pase|mire|estuve|prepare|planee|"
    "me prepare|me sente|vine|iba lista|iba listo|lleve notas|use"
)
NOT = "no|nunca|jamas|ni|tampoco|ni siquiera|sin"
BASE = (
    "hago|digo|hable|hize|di|pude|tuve|hubo|supe|logre|consegui|alcance|llegue|"
    "alcance a|encontre|he podido|he hecho|e podido|puedo|pudo ser|se pudo|se dio|"
    "me atrevi|me anime|me sali|toco|lo intentara|intentara|quisiera|"
    "lo hiciera|hiciera|lo dijera|dijera|hablara|me dio tiempo|dio tiempo|me dio|"
    "me alcanzo|alcanzo|fui|he tenido|e tenido|tuve tiempo|tengo tiempo|tengo|"
    "me acorde|me sale|me salieron|me llego"
)
DID = f"{_IRREGULAR}|{_PASTS}|{_HAVE_DONE}"
DENIED = f"{BASE}|{_BASES}"
