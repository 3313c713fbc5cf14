"""How people say numbers, lengths, times and days in Spanish, as tables.

The names are those of `amounts_en`, which says what each table is for.
"""

SCALE = {
    "0": "nada de confianza|nada de seguridad|cero absoluto|cero segura|cero seguro|"
    "nula confianza|ni poquito|ni un poquito|nada|nada de nada|para nada|nada segura|"
    "nada seguro|cero|ninguna|ninguno|en absoluto|nula|nulo|ni tantito|"
    "ninguna confianza|cero confianza|ni un poco|nadita|ni pizca|"
    "no estoy nada segura|no estoy nada seguro|cero patatero",
    "5": "por la mitad|a mitad|mitad|medio|a mitad de camino|ni mucho ni poco|"
    "justo a la mitad|mitad de camino|equilibrado|a la mitad|la mitad|a medias|"
    "en medio|en el medio|mitad y mitad|50 50|cincuenta cincuenta|intermedio|"
    "más o menos a la mitad|ni fu ni fa|mitad mitad|en la mitad|"
    "cincuenta y cincuenta|término medio|justo en medio",
    "10": "100|cien|mil por ciento|mil|al 1000|cien por cien segura|"
    "cien por cien seguro|súper segura 100|sin dudarlo|con toda seguridad|"
    "absolutamente|lo más segura|a full|al cien por|toda la del mundo|cien de cien|"
    "completamente|completamente segura|completamente seguro|totalmente|"
    "totalmente segura|totalmente seguro|segurísima|segurísimo|al cien|al 100|"
    "al máximo|a tope|el máximo|absolutamente segura|absolutamente seguro|sin duda|"
    "sin dudas|sin ninguna duda|cien por cien|cien por ciento|al cien por ciento|"
    "al cien por cien|máximo|al mil|lo máximo|ciento por ciento",
}
ENDS = (
    r"\b(?:[01]|cero|uno) ?(?:to|a|al|y|-) ?(?:10|diez)\b(?=.*\w)|"
    r"\b(?:0|1|10|cero|uno|diez) ?(?:siendo|significa|quiere decir|=|es "
    r"(?=(?:la |el |lo )?(?:mas|segur|mejor|nada|todo|maxim|no|si)))"
    r"(?= ?[a-z])(?=\D+\d)|"
    r"\bsiendo (?:el )?(?:0|1|10|diez|cero)(?=\D+\d)"
)
NUMBERS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece "
    "catorce quince dieciseis diecisiete dieciocho diecinueve"
)
TENS = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
MORE_NUMBERS = {
    "veintiuno": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24,
    "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29, "cien": 100, "nuebe": 9, "sinco": 5, "kinse": 15,
    "seiz": 6, "par": 2, "dies": 10, "sero": 0, "quatro": 4, "sincuenta": 50,
}  # fmt: skip
AROUND = {
    "r": "o|u|a|y quizas",
    "o": "sobre|de|entre",
    "D": "mas que|menos que|arriba de|mejor que",
    "d": "no un|no es un|no soy un|no es|no al|no estoy al|no estoy a|no llego a|"
    "no llega a|no llego al|no llego a un|ni un|ni|en vez de|en vez de un|en lugar de|"
    "en lugar de un",
    "e": "del|subi de|pase de|baje de|sube de|paso de|subi del|subi de un|pase de un|"
    "casi|menos de|desde",
    "p": "era|estaba|antes|la semana pasada|ayer|el lunes|el martes|el miercoles|"
    "el jueves|el viernes|habria dicho|hubiera dicho|hubiese dicho|la vez pasada|"
    "la ultima vez|decia|esta manana|al principio|empece|hace una semana|el otro dia|"
    "fue",
    "n": "ahora|hoy|mas bien|ahorita|la proxima|manana|resulta|actualmente|subi a|"
    "baje a|subo a|ya voy por",
    "q": "digo|perdon|quiero decir|mejor dicho|espera|corrijo|bueno no|pongamos mejor|"
    "mejor",
    "u": "veces|minutos|minuto|horas|hora|personas|persona|semanas|semana|dias|dia|"
    "duda|dudas|miedo|miedos|nervios|pena|problema|problemas|idea|anos|ano|meses|mes|"
    "de la manana|de la tarde|palabras|frases|laminas|companeros|reuniones|hijos|ninos",
    "b": "pero|sino|si no",
    "c": "no",
    "P": "por ciento|porciento|por cien",
}
BEFORE_ONE = "eh pues um un como es solo unos quizas casi pongo diria el nivel doy"
DURATION = {
    "H": "media|medio",
    "Q": "cuarto|cuartos|cuartito|cuarta",
    "&": "y|con|mas",
    "o": "de|un|una|la|el|unos|unas|de una|de un",
    "~": "o|u|a",
    "d": "no|ni",
    "q": "digo|perdon|quiero decir|mejor dicho|mejor|espera|corrijo",
    "h": "h|hr|hrs|hora|horas|horita|horitas|ora|oras",
    "m": "m|min|mins|minuto|minutos|minutito|minutitos|minutillos|minutico",
    "s": "s|seg|segs|segundo|segundos|segunditos",
}
TIME = {
    "H": "media",
    "Q": "cuarto",
    "p": "y|con",
    "t": "menos",
    "v": "para las|para la",
    "c": "en punto|h|hrs|horas|hora",
    "s": "asi que|digo|perdon|mejor|entonces|quiero decir|espera",
    "d": "no",
    "A": "am|a m|de la manana|por la manana|en la manana|de la madrugada|esta manana|"
    "de madrugada|de la mananita",
    "P": "pm|p m|de la tarde|por la tarde|en la tarde|esta tarde|de la tardecita",
    "N": "de la noche|por la noche|en la noche|esta noche|noche",
    "O": "mediodia|medio dia|al mediodia|del mediodia",
    "M": "medianoche|media noche",
}
MINUTES_FIRST = False
NO_CORRECTS = False
DAYS = (
    "lunes lun luness", "martes mar marte", "miercoles mie mier miercole",
    "jueves jue juev juebes", "viernes vie vier biernes bierne", "sabado sab sabados "
    "savado",
    "domingo dom domingos",
)  # fmt: skip
LETTERS = {
    "l": 0, "m": 1, "ma": 1, "x": 2, "mi": 2, "j": 3, "v": 4, "s": 5, "d": 6,
    "lu": 0, "ju": 3, "vi": 4, "sa": 5, "do": 6,
}  # fmt: skip
SECOND = {"m": (1, 2)}
RUN = r"ma|mi|[lmxjvsd]"
SPAN = r"l ?[-\u2013] ?v|l a v"
DAY_GROUPS = {
    "0123456": "todos|todos los dias|cada dia|a diario|diario|diariamente|"
    "toda la semana|los siete|los 7|los siete dias|los 7 dias|7|siete|todos ellos|"
    "la semana entera|la semana completa|todititos|todo los dias|"
    "todos los dias de la semana",
    "01234": "entre semana|dias laborables|laborables|dias habiles|"
    "los dias de trabajo|los dias de entre semana",
    "56": "el finde|finde|fin de semana|el fin de semana|los findes|"
    "los fines de semana",
}
NO_DAYS = (
    "nada esta vez|no hice nada|no hice nada esta semana|no lo hice esta semana|"
    "no pude esta semana|esta semana no pude|0|cero|ninguno|ningun dia|"
    "no lo hice ningun dia|no hice ninguno|nada|no|nunca|ni uno|ni un dia|"
    "esta semana no|esta semana ninguno|esta semana nada|nel|cero dias|0 dias|"
    "ninguna|no lo intente|no pude|ni una vez|nada esta semana|ninguno esta semana|"
    "no lo hice|ninguno perdon|nada de nada|ni uno solo|ninguna vez|"
    "ningun dia esta semana|perdon ninguno"
)
NO_DAY_FIRST = "ninguno ningun cero 0 nada ninguna"
DAY_WORDS = {
    "-": "menos|excepto|salvo|quitando|a excepcion de|menos el|pero no|pero no el|"
    "en vez de|en vez del|en lugar de|en lugar del",
    "b": "pero|sino|si no",
    "q": "digo|quiero decir|mejor dicho|perdon digo|no perdon|no espera|corrijo",
    "m": "salte|falle|olvide|falte|no lo hice|no la hice|no hice|no lo intente|"
    "no intente|se me olvido|se me paso|me olvide|me salte|no logre|no lo logre|"
    "no alcance|no consegui|no me dio tiempo|no tuve tiempo|no me anime|no me atrevi|"
    "no hable|no dije nada|no hice nada|perdi|fallo|no cumpli|no lo dije|no pude|ni",
    "~": "no fue|no fui|sin|queria|pensaba|iba a|no me toco|no hubo|no habia|"
    "no estuve|no trabajo|no trabaje",
    "n": "no|nel|nada|nop|nope|tampoco|0|cero|nunca|descanse|libre|enferma|enfermo",
    "y": "sí|si|hecho|listo|lista|1|lo hice|cumpli|sip",
    ">": "a|al|hasta",
    "a": "y|e|el|los|de|la|tambien|este|eh|pues|creo|que|solo|solamente|lo|hice|"
    "intente|fue|fueron|luego|despues|o sea|esta|semana|todo|dia|nomas|nada mas|un",
    "k": "casi todos|casi todas|la mayoria|casi diario|un dia si|cada dos dias|cual",
}
ALSO_VERBS = "mar dom vie"
