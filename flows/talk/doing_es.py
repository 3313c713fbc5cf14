"""Words of doing in Spanish: what is a try, what is none, what is denied.

The names are those of `doing_en`; many words are made from their infinitive.
"""

from flows.talk.tagging import phrases

# Verbs of doing: their first person past is a try, their infinitive what is denied.
_REGULAR = (
    "hablar|llamar|preguntar|presentar|intentar|lanzar|empezar|comenzar|terminar|"
    "acabar|lograr|levantar|contar|expresar|comentar|mandar|enviar|contestar|compartir|"
    "escribir|salir|pedir|leer|cantar|caminar|andar|correr|participar|opinar|soltar|"
    "completar|aplicar|explicar|negar|rechazar|invitar|saludar|tocar|sacar|pasar|"
    "animar|atrever|apuntar|ofrecer|responder|defender|cumplir|subir|aguantar|"
    "conseguir|repetir|plantear|sugerir|aclarar|dejar|mencionar|insistir|trabajar|"
    "estudiar|meditar|nadar|bailar|cocinar|dibujar|avisar|ejercitar|entrenar|usar|"
    "tomar|tirar|arriesgar|interrumpir|tartamudear|balbucear|llevar|dirigir|avanzar|"
    "probar|publicar|grabar|firmar|votar|negociar|reclamar|exigir|quedar|marcar|"
    "platicar|charlar|conversar|dialogar|discutir|argumentar|alegar|protestar|moderar|"
    "coordinar|organizar|liderar|arrancar|abordar|afrontar|encarar|confrontar|plantar|"
    "acercar|colar|meter|aventar|entregar|anunciar|declarar|confesar|admitir|reconocer|"
    "revelar|gritar|susurrar|murmurar|pronunciar|recitar|narrar|relatar|describir|"
    "resumir|redactar|anotar|registrar|inscribir|solicitar|postular|demandar|rogar|"
    "consultar|averiguar|investigar|llenar|rellenar|pagar|vender|reservar|agendar|"
    "concertar|citar|visitar|atender|entrevistar|telefonear|textear|"
    "mensajear|replicar|rebatir|objetar|corregir|criticar|felicitar|agradecer|abrazar|"
    "besar|disculpar|apoyar|ayudar|ensenar|pedalear|trotar|saltar|brincar|estirar|"
    "cargar|mover|pintar|coser|tejer|hornear|limpiar|barrer|lavar|fregar|trapear|"
    "ordenar|recoger|arreglar|reparar|regar|sembrar|filmar|postear|aportar|contribuir|"
    "colaborar|cuestionar|indagar|persistir|resistir|superar|vencer|conquistar|"
    "sobrevivir|concretar|finalizar|concluir|rematar|resolver|solucionar|tramitar|"
    "gestionar|sellar|imprimir|rezar|actuar|interpretar|imitar|competir|apostar|elegir|"
    "escoger|rehusar|declinar|cruzar|recorrer|escalar|trepar|manejar|desahogar|"
    "sincerar|abrir|transmitir|comunicar|notificar|advertir|prestar|convidar|convocar|"
    "reunir|encabezar|encargar|asegurar|afirmar|exagerar|descolgar|contactar|conectar|"
    "adjuntar|teclear|digitar|pulsar|apretar|retar|desafiar|armar|esquiar|remar|patinar"
)
# Of the first person in any spelling, whatever stands before.
SURE = (
    "dije|le dije|les dije|lo dije|se lo dije|se los dije|hice|lo hice|la hice|"
    "las hice|los hice|puse|le puse|propuse|expuse|pude decir|pude hablar|pude hacerlo|"
    "fui y le|dijimos|hicimos|me atrevi|me anime|me lance|me arme de valor|lo logre|"
    "lo consegui"
)
_IRREGULAR = (
    "no me deje|salio mejor|salio mejor de lo que|me fue mejor|fue mejor|salio regular|"
    "salio genial|me fue genial|me fue muy bien|salio muy bien|"
    "salio bien|me salio bien|me fue bien|fue bien|estuvo bien|todo salio bien|"
    "acabo de|lo acabo de|la acabo de|acabo de hacerlo|acabo de llegar de|vengo de|"
    "vengo llegando de|regrese de|volvi de|fui capaz de|fui a hablar|fui a pedir|"
    "fui a preguntar|fui a correr|fui a caminar|dije|hice|pude|puse|di|fui capaz|logre|"
    "tuve el valor|propuse|supe decir|pedi|segui|repeti|consegui|sugeri|me atrevi|"
    "me anime|me lance|me avente|me apunte|me puse de pie|me levante|hicimos|dijimos|"
    "pudimos|di mi opinion|di el paso|di la cara|alce la mano|alce|levante la mano|"
    "lo logre|lo dije|lo hice|lo ise|ise|ice|dige|hize|la hice|la arme|lo solte|solte|"
    "me salio la voz|rompi el hielo|"
    "rompi el silencio|meti mi idea|meti|hecho|echo|"
    "tuve el coraje|tuve las agallas|tuve el detalle|tuve la conversacion|"
    "tuve la platica|tuve la charla|tuve la llamada|tuve que decirlo y|"
    "supe decir que no|supe decirle|supe poner|expuse|me expuse|compuse|interpuse|"
    "intervine|conduje|conclui|introduje|me introduje|traduje|sostuve|mantuve|"
    "me mantuve firme|me mantuve|detuve|contuve la|obtuve|retuve|fui yo|fui yo quien|"
    "fui yo la que|fui yo el que|me toco a mi y|me toco a mi sola|me toco a mi solo|"
    "me queje|me plante|me le plante|me planté delante|me cole|me mande|me mande nomas|"
    "me tire a la piscina|me tire al agua|me tire al ruedo|me eche al agua|"
    "me avente al ruedo|me atrevi y|me arme de valor|me arme de valor y|arme de valor|"
    "agarre valor|agarre valor y|saque valor|saque fuerzas|saque pecho|saque el tema|"
    "saque la voz|saque la casta|saque las garras|tome la palabra|tome el microfono|"
    "tome la iniciativa|tome el toro|tome las riendas|tome coraje|tome valor|"
    "pedi la palabra|pedi permiso|pedi ayuda|pedi cita|"
    "pedi el dia|meti cuchara|meti mi cuchara|meti baza|meti la cuchara|solte la bomba|"
    "solte prenda|solte la lengua|solte el rollo|solte todo|eche pa lante|eche palante|"
    "eche para adelante|me eche pa lante|me eche palante|le eche valor|le eche cara|"
    "le eche huevos|le eche un par|le eche coraje|hice de tripas corazon|hice acopio|"
    "hice la llamada|hice la pregunta|hice la tarea|hice el ejercicio|hice el paso|"
    "hice mi paso|hice mi parte|hice lo mio|hice lo que tocaba|hice lo que pude|"
    "hice una pregunta|hice un comentario|hice un chiste|hice una broma|"
    "hice el ridiculo|hice el oso|hice oir mi voz|me hice oir|me hice escuchar|"
    "me hice notar|me hice valer|hice valer|me hice respetar|puse limites|"
    "puse un limite|puse el limite|puse un alto|puse las cartas|puse los puntos|"
    "puse en su sitio|puse en su lugar|puse mi granito|me puse a escribir|"
    "me puse a hablar|me puse a leer|me puse a hacerlo|me puse a caminar|"
    "me puse a correr|me puse a cantar|me puse a estudiar|me puse con|me puse en pie|"
    "me puse firme|me puse las pilas|me puse de acuerdo|me puse en contacto|"
    "me puse manos|me puse y|di un paso|di mi punto|di un discurso|di el discurso|"
    "di la charla|di una charla|di la noticia|di la nota|di las gracias|"
    "di los buenos dias|di guerra|di pelea|di la batalla|di senales|di mi palabra|"
    "di con el valor|di un primer paso|di el primer paso|di el do de pecho|"
    "di un sermon|di clase|di la clase|di una vuelta|le di las gracias|"
    "le di mi opinion|le di los papeles|le di la carta|le di la noticia|"
    "le di una respuesta|le di el si|cante las cuarenta|le cante las cuarenta|"
    "dije las cosas|dije lo que pensaba|dije mi parte|dije mi frase|dije algo|"
    "dije todo|dije la verdad|dije que no|le dije que no|les dije que no|dije no|"
    "dije basta|dije hasta aqui|le dije|les dije|se lo dije|lo dije todo|alce la voz|"
    "levante la voz|levante el telefono|agarre el telefono|agarre el micro|"
    "coji el telefono|cogi el telefono|cogi el toro|cogi aire y|agarre y|cogi y|"
    "fui y le|fui hasta|fui a verla|fui a verlo|"
    "fui al gimnasio|fui a la clase|fui a clase|fui a nadar|fui a la entrevista|"
    "fui a la cita|fui al dentista|fui al medico|fui directo|fui directa|fui de frente|"
    "fui por ella|fui a por ello|lo deje claro|se lo deje claro|deje claro|"
    "les deje claro|le deje claro|lo deje bien claro|deje las cosas claras|"
    "le deje las cosas claras|deje mi mensaje|deje un mensaje|deje recado|"
    "deje que sonara|lo deje sonar|no me quede callada|no me quede callado|no me raje|"
    "no me calle|no me acobarde|no me eche para atras|no me eche atras|"
    "me salio del alma|me salio decir|me salio la frase|me salio algo|me salieron tres|"
    "me salieron dos|me salieron las palabras|salio solo|me salio solo|"
    "me salio natural|sali viva|sali vivo|sali adelante|sali a correr|sali a caminar|"
    "sali bien parada|sali bien parado|sali airosa|sali airoso|sali del paso|sobrevivi|"
    "vivi para contarlo|rompi la barrera|rompi la rutina|venci el miedo|venci la pena|"
    "venci la verguenza|venci mi miedo|le gane al miedo|le gane a la pena|pude con|"
    "pude con ello|pude hacerlo|pude decirlo|pude decirle|pude hablar|si pude|"
    "logre decir|logre hacerlo|logre hablar|logre decirlo|alcance a decir|"
    "alcance a decirle|alcance a hacer|alcance a hablar|alcance a preguntar|"
    "llegue a decir|llegue a decirle|llegue a hablar|llegue a preguntar|"
    "llegue a soltar|llegue a pedir|termine diciendole|termine hablando|"
    "termine pidiendo|termine preguntando|termine haciendolo|termine contando|"
    "termine contandole|acabe diciendole|acabe hablando|acabe pidiendo|"
    "acabe preguntando|acabe haciendolo|acabe contandole|acabe contando|"
    "acabe diciendoselo|termine diciendoselo|terminamos hablando|acabamos hablando|"
    "volvi a intentarlo|volvi a intentar|volvi a llamar|volvi a pedir|volvi a decir|"
    "lo volvi a intentar|segui adelante|segui intentando|segui hablando|segui leyendo|"
    "segui escribiendo|acabo de llamar|acabo de mandar|acabo de hablar|acabo de decir|"
    "vengo de hablar|vengo de la|vengo saliendo de|estuve hablando|estuve escribiendo|"
    "estuve practicando con|estuve platicando|estuve charlando|estuve caminando|"
    "estuve meditando|estuve corriendo|estuve entrenando|estuve leyendo|estuve tocando|"
    "estuve pintando|estuve diez minutos|estuve 10 minutos|lleve la voz|"
    "lleve la reunion|lleve la contraria|le lleve la contraria|quede con|"
    "quede como una|quede como un|me quede a hablar|me quede hablando|me quede firme|"
    "me lie la manta|me arriesgue|me la jugue|la jugue|me la rife|me la aventé|"
    "me desahogue|me sincere|me abri con|me abri a|me pronuncie|me impuse|me presente|"
    "me ofreci|me inscribi|me registre|me postule|me despedi|me enfrente|"
    "me enfrente a|me negue|me opuse|me resisti|me defendi|me explique|me exprese|"
    "me comunique|me comprometi|me acerque a|me acerque y|me dirigi|me decidi y|"
    "me esforce|me obligue|me obligue a|me force|me motive|me tropece con las palabras|"
    "me equivoque al|me trabe pero|"
    "me sudaron las manos y|me tembló todo|"
    "con la voz temblando|temblando pero|con voz temblorosa|casi me echo para atras|"
    "casi me echo atras|casi me rajo|casi me arrepiento|casi me acobardo|"
    "casi salgo corriendo|casi me callo|casi me rindo|casi no lo hago|casi no lo digo|"
    "por poco me rajo|por poco me echo para atras|por poco no lo hago|"
    "quedamos en hablarlo|hemos quedado|quedamos en|alcance a|me pare a hablar|"
    "me pare y hable|me pare y dije|me levante y dije|me levante y hable|"
    "me levante a hablar"
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
_HAD_DONE = "|".join(
    f"{had} {done}"
    for had in (
        "ya lo habia",
        "ya la habia",
        "ya se lo habia",
        "lo habia",
        "se lo habia",
    )
    for done in [*map(_done, _DOING), "hecho", "dicho", "puesto", "escrito", "echo"]
)
_BASES = "|".join(
    f"{verb}{tail}"
    for verb in [*phrases(_REGULAR), "decir", "hacer"]
    for tail in ("", "lo", "la", "le", "me")
)
# Did it, and says herself that it went badly.
BADLY = (
    "salio mal|me fue mal|salio fatal|meti la pata|me salio mal|me salio fatal|"
    "salio horrible|me salio horrible|me fue fatal|me fue muy mal|me fue horrible|"
    "salio muy mal|me salio muy mal|salio todo mal|me salio todo mal|todo salio mal|"
    "todo me salio mal|salio bastante mal|lo hice mal|lo hice fatal|lo hice muy mal|"
    "lo hice horrible|me equivoque en todo"
)
# Did it shaking: how it felt, and no word on how it went.
SHAKEN = (
    "me temblo la voz|me temblaba la voz|me temblaban las manos|me temblaron las manos|"
    "me temblaban las piernas"
)
EFFORT = (
    "intente|lo intente|trate|trate de|lo trate|hice el intento|hice un intento|"
    "hice lo que pude|hice el esfuerzo|he intentado|lo he intentado|probe|intentamos|"
    "me esforce|di lo mejor|hice mi mejor esfuerzo|le heche ganas|le eche ganas|"
    "estuve intentando|al menos lo intente|empece|comence|la lucha le hice|"
    "hice la lucha|lo intente de nuevo|lo volvi a intentar|hice la prueba|"
    "hice mi lucha|hice por|hice todo lo posible|hice lo posible|puse de mi parte|"
    "puse todo de mi parte|puse empeno|puse mi empeno|puse ganas|le puse ganas|"
    "le puse empeno|le meti ganas|le di con todo|le di una oportunidad|"
    "le hice la lucha|intente un poco|intente decir|intente decirle|intente hablar|"
    "intente llamar|intente hacerlo|trate de hablar|trate de decir|trate de hacerlo|"
    "empece a hablar|empece a decir|empece a escribir|empece a leer|comence a hablar|"
    "comence a decir|arranque|arranque con|arranque a hablar|le heche un intento|"
    "le di un intento|me dispuse a|tente|lo tente|procure|procure hacerlo|amague|"
    "hice amago de|"
    "abri la boca"
)
WEAK = (
    "asisti|acudi|la cague|la regue|practique|escribi el mensaje|marque el numero|"
    "abri el documento|abri el cuaderno|abri la computadora|tome aire|respire|"
    "respire hondo|me pare|"
    "me levante|me acerque|llegue a la puerta|lo escribi|me vesti|me arregle|"
    "me conecte|espere|espere mi turno|fui|tuve|tenia|llegue|entre|pase|mire|estuve|"
    "prepare|planee|me prepare|me sente|vine|lleve notas|use|me plante en la puerta|"
    "di vueltas|me asome|asome la cabeza|estuve ahi|estuve alli|estuve presente|"
    "estuve en la reunion|me presente en|hice acto de presencia|me uni|me conecte a|"
    "me meti a la|me forme|hice cola|hice fila|aparque|estacione|toque el timbre y"
)
NOT = (
    "no|mejor no lo|mejor no la|mejor no le|mejor no se lo|mejor no se la|no se lo|"
    "no se la|no se los|no se las|no me lo|nunca|jamas|ni|tampoco|"
    "hoy tampoco|ni siquiera|sin|"
    "ni una vez|ni un dia|ni por asomo|en ningun momento|no llegue a|"
    "no alcance a|no logre|no consegui|no pude ni|"
    "no fui capaz de|incapaz de|fui incapaz de|no supe|no termine de|no acabe de|"
    "sin llegar a|sin atreverme a|sin animarme a|no me atrevi a|no me anime a|"
    "no me decidi a|no me vi capaz|no me dio para|no quise ni|dejé de|sin poder"
)
BASE = (
    "asistir|acudir|hago|digo|hable|hize|di|pude|tuve|hubo|supe|logre|consegui|alcance|"
    "llegue|encontre|he podido|he hecho|e podido|puedo|pudo ser|se pudo|se dio|"
    "me atrevi|"
    "me anime|me sali|toco|lo intentara|intentara|quisiera|lo hiciera|hiciera|"
    "lo dijera|dijera|hablara|me dio tiempo|dio tiempo|me dio|me alcanzo|alcanzo|fui|"
    "he tenido|e tenido|tuve tiempo|tengo tiempo|tengo|me acorde|me sale|me salieron|"
    "me llego|dije|hice|llamo|llame|pedi|pregunte|mande|envie|escribi|sali|sali de|"
    "abri|abri la boca|vi|vi a|lo vi|la vi|coincidi|coincidimos|me decidi|me lance|"
    "me acerque|me presente|me apunte|me conecte|entre|participe|opine|conteste|"
    "respondi|di el paso|puse|encontre el|encontre la|tenia tiempo|hubo tiempo|"
    "hubo chance|hubo oportunidad|habia oportunidad|me vi|estuve|era el momento|"
    "fue posible|me fue posible|pudo|pudimos|hicimos|fuimos|tuvimos|me salia|me nacio|"
    "me apetecio|me apetecia|me cuadro|me coincidio|me toco hablar|levante|"
    "levante la mano|alcanzo el|di con|llego el momento|llego mi turno|llego la"
)
DID = f"{_IRREGULAR}|{_PASTS}|{_HAVE_DONE}|{_HAD_DONE}"
DENIED = f"{BASE}|{_BASES}"
# To keep from it is a step for one, and to do it for another.
APOLOGISED = (
    "pedi perdon|pedi disculpas|me disculpe|he pedido perdon|he pedido disculpas|"
    "me he disculpado"
)
