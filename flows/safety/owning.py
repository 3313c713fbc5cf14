"""The words by which whoever has a number says that it is hers, as reviewed data.

All are in plain small letters, as `consent.clauses` gives them.
"""

# Each is a whole clause: "keep out" and "keep away" are no yes.
COMMANDS = frozenset(
    {"keep", "keep it", "keep them", "keep me", "keep going", "keep them coming"}
    | {"yes keep", "start", "unstop", "quiero", "y"}
)
# With one of these a clause begins that says that the number is hers.
YES = frozenset(
    {"yes", "yeah"}
    | {
        "yep",
        "yup",
        "sure",
        "of course",
        "yes please",
        "yes i do",
        "yes it is",
        "it is",
    }
    | {"its me", "it is me", "yes its me", "still me", "this is me", "its mine"}
    | {"it is mine", "still mine", "its still me", "yes me", "its still mine", "i do"}
    | {"this is my number", "yes this is my number", "it is my number", "its my number"}
    | {"i still want them", "i still want texts", "i am still here", "im still here"}
    | {"still here", "sigo", "seguir", "si sigo", "sigue", "si", "claro", "soy yo"}
    | {"claro que si", "por supuesto", "si soy yo", "sigo siendo yo", "sigo aqui"}
    | {"es mio", "si es mio", "es mi numero", "si es mi numero", "si quiero"}
    | {"si quiero seguir", "quiero seguir", "si claro", "todavia los quiero"}
    | {"aun los quiero", "empezar", "reanudar"}
)
# What may stand beside a yes: words of courtesy and of having been away, and no name.
BESIDE = frozenset(
    {"sorry", "apologies", "thanks", "please", "hi", "hello", "hey", "good", "great"}
    | {"i", "im", "ive", "am", "was", "were", "been", "have", "had", "be", "a", "an"}
    | {"so", "very", "really", "the", "my", "and", "but", "for", "from", "with", "in"}
    | {"at", "on", "to", "of", "it", "its", "that", "this", "long", "late", "silence"}
    | {"quiet", "reply", "delay", "answer", "away", "busy", "back", "ill", "sick"}
    | {"hospital", "holiday", "holidays", "vacation", "travelling", "traveling"}
    | {"here", "still", "again", "week", "weeks", "month", "months", "time", "while"}
    | {"perdon", "perdona", "perdonen", "disculpa", "disculpe", "disculpen", "lo"}
    | {"siento", "estaba", "estuve", "he", "estado", "fuera", "ocupada", "ocupado"}
    | {"enferma", "enfermo", "de", "viaje", "vacaciones", "el", "en", "la", "por"}
    | {"con", "muchas", "ganas", "hola", "gracias", "aqui", "tarde", "silencio"}
    | {"tardanza", "mucho", "muy", "todavia", "ya", "y", "pero", "semanas", "mes"}
    | {"meses", "tiempo"}
)
# And of having tried: what she tells goes on as a try.
TRIED = frozenset(
    {"tried", "did", "done", "said", "spoke", "up", "asked", "it", "one", "once"}
    | {"twice", "today", "yesterday", "monday", "tuesday", "wednesday", "thursday"}
    | {"friday", "saturday", "sunday", "morning", "last", "week", "time", "went"}
    | {"well", "ok", "lo", "hice", "intente", "probe", "dije", "hable", "hoy", "ayer"}
    | {"lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"}
    | {"una", "vez", "dos", "veces", "bien"}
)
# What the questions of a call by text offer; N is a stranger's no as well.
SHORT = frozenset({"d", "t"})
# Before her own name, in a clause of its own.
HERSELF = r"(?:its|it is|this is|yes its|yes this is|soy|si soy|es|habla)"
# With one of these no text is a yes: whoever wrote it may ask, deny, or tell of having
# got the number.
DOUBTS = frozenset(
    {"who", "whos", "whose", "what", "why", "how", "where", "which", "wrong", "not"}
    | {
        "no",
        "nope",
        "never",
        "isnt",
        "aint",
        "dont",
        "doesnt",
        "wasnt",
        "didnt",
        "cant",
    }
    | {"new", "got", "get", "bought", "given", "else", "someone", "somebody", "another"}
    | {"anymore", "longer", "moved", "previous", "remove", "stop", "spam", "block"}
    | {"mistake", "mistaken", "unknown", "stranger", "police", "report", "died", "dead"}
    | {"her", "hers", "his", "she", "he", "son", "daughter", "mom", "husband", "wife"}
    | {"quien", "quienes", "porque", "donde", "cual", "equivocado", "equivocada"}
    | {"equivoco", "nunca", "tampoco", "nuevo", "nueva", "otra", "otro", "acabo"}
    | {"compre", "dieron", "alguien", "desconocido", "policia", "ella", "hijo", "hija"}
    | {"bloquear", "bloqueo", "murio", "fallecio"}
)
# What the question offers in Spanish, a STOP where it may have been asked; of somebody
# who wrote lately it may be an answer like any other.
OFFERED = frozenset({"equivocado", "equivocada"})
# With one of these no text is a try of hers.
STRANGE = frozenset(
    {"who", "whos", "wrong", "number", "phone", "quien", "quienes", "equivocado"}
    | {"equivocada", "equivoco", "numero", "telefono", "celular", "movil"}
    | {"lady", "woman", "text", "texts", "message", "messages", "senora", "mensaje"}
    | {"mensajes"}
)
# Words of four letters and more that stand in anybody's text.
ANYBODYS = frozenset(
    {"when", "with", "that", "this", "then", "than", "they", "them", "from", "have"}
    | {
        "just",
        "some",
        "what",
        "were",
        "will",
        "your",
        "about",
        "after",
        "again",
        "been",
    }
    | {"today", "time", "number", "phone", "text", "texts", "texted", "message", "call"}
    | {"called", "calls", "before", "there", "here", "would", "could", "each", "para"}
    | {"cuando", "como", "esta", "este", "esto", "pero", "porque", "tengo", "numero"}
    | {"telefono", "mensaje", "mensajes", "llamar", "llame", "cada", "sobre", "todo"}
    | {"toda", "todos", "antes", "despues", "desde", "hasta", "estar", "hacer"}
)
