"""The Spanish words that mean danger, as reviewed data; see `lexicon`."""
# ruff: noqa: E501 -- a pattern is read whole: a break inside it hides a space

from flows.safety.lexicon import Term

END = r"(?= ,| $)"
PERSONAS = (
    r"(?:el|ella|esposo|esposa|marido|mujer|novio|novia|pareja|papa|padre|padrastro|mama|madre"
    r"|hermano|tio|jefe|ex|alguien|hombre|hijo|companero)"
)

IDIOMS: tuple[str, ...] = (
    r"(?:me muero|muriendo|morirme|morir|muerta?) (?:de|por) (?:la )?(?:risa|hambre|sed|sueno|frio|calor|ganas"
    r"|miedo|verguenza|nervios|empezar|saber|ver|ir|verte|probar|hacerlo|contarte|un \w+|una \w+)",
    r"(?:me mata|esta matando|me esta matando|me matan) (?:este|esta|el|la|los|las) \w+",
    r"(?:este|esta|el|la) (?:trabajo|horario|trafico|calor|espera|jornada|reunion) (?:me )?(?:mata|esta matando"
    r"|me esta matando)(?:me)?",
    r"(?:me )?(?:quiero|voy a|corte|cortar|cortarme) (?:me )?(?:cortar )?el (?:pelo|cabello|flequillo)",
    r"(?:mate|matar|matando) (?:el|unos|algo de) (?:tiempo|minutos|rato)",
    r"me pegue un susto",
    r"quiero vivir (?:mas cerca|en|con)",
    r"suicidio (?:politico|profesional|laboral)",
)

TERMS: tuple[Term, ...] = (
    Term("suicide", r"(?:quiero|quisiera|queria|quiere|ganas de|prefiero|deseo|ojala|me quiero|se quiere) (?:ya )?"
         r"(?:morir|morirme|morirse|muriera|me muera|estar muert[ao])"),
    Term("suicide", r"(?:quiero|quisiera|voy a|quiere|va a|pienso|pensando en|intento|intente|ganas de|trato de"
         r"|me|se) (?:\w+ )?(?:matarme|matarse|me matar|suicidarme|suicidarse|ahorcarme|ahorcarse|colgarme|dispararme)"),
    Term("suicide", r"(?:me|se) (?:quiero|voy a|quisiera|quiere|va a|queria|intento) (?:\w+ )?(?:matar|suicidar|ahorcar|colgar)"),
    Term("suicide", r"suicid\w*|matarme|ahorcarme"),
    Term("suicide", r"(?:no|ya no) (?:quiero|quiere|deseo|puedo|aguanto) (?:seguir )?(?:vivir|viviendo|estar viv[oa]|existir|mas vivir|estar aqui)"),
    Term("suicide", r"(?:acabar|terminar) con (?:mi|su|esta|todo mi) (?:vida|existencia|sufrimiento)|acabar con todo" + END),
    Term("suicide", r"(?:quitarme|quitarse|quitar me|me quite) la vida"),
    Term("suicide", r"ojala (?:\w+ ){0,2}(?:muert[ao]|no despertar\w*|no despierte|no hubiera nacido)"),
    Term("suicide", r"(?:vida )?no vale la pena (?:vivir|seguir)|la vida no vale|no tengo (?:razon|motivos?) (?:para|de) vivir|sin ganas de vivir"),
    Term("suicide", r"(?:tirarme|lanzarme|aventarme|saltar|tirarse|lanzarse) (?:de|del|desde|al|a) (?:\w+ )?(?:puente|tren|metro|balcon|techo|edificio|ventana|vias)"),
    Term("suicide", r"(?:quiero|quisiera) (?:desaparecer para siempre|dormir y no despertar|no despertar)"),
    Term("self_harm", r"me (?:corte|corto|quiero cortar|estoy cortando|cortaria)" + r"(?= ,| $| las (?!palabra)| los (?!costos|gastos)| otra| de nuevo)"),
    Term("self_harm", r"(?:cortarme|cortarse)" + END + r"|(?:cortarme|cortarse|corte|corto|cortado|cortando) (?:las |los )(?:venas|brazos|munecas|piernas)"),
    Term("self_harm", r"(?:hacerme|haciendome|haciendo|hacerse|me hago|me hice|me estoy haciendo) dano(?: a mi mism[ao])?|autolesion\w*|lastimarme"),
    Term("means", r"(?:tome|tomado|trague|tomarme|tomar) (?:\w+ )?(?:todas|muchas|un frasco|un monton|demasiadas|la caja)(?: \w+){0,3}"
         r" ?(?:pastillas|pildoras|medicinas|medicamentos)|sobredosis"),
    Term("means", r"(?:tengo|compre|consegui) (?:un|una|la|el) (?:pistola|arma|soga|cuerda lista)"),
    Term("farewell", r"adios (?:para siempre|mundo|a todos)|este es mi (?:adios|ultimo mensaje)|cuando (?:ya )?no este|nota de despedida|me despido para siempre"),
    Term("burden", r"(?:soy|me siento) (?:como )?una carga|(?:estarian|estaran|estaria) mejor sin mi"),
    Term("abuse", PERSONAS + r"(?P<gap>(?: \w+){0,3}) me (?:pega|pego|golpea|golpeo|maltrata|abusa|violo|viola|ahorco|amenaza|amenazo|lastima|lastimo|estrangulo)"),
    Term("abuse", r"me (?:violaron|violo|golpearon|estan golpeando|quieren matar|va a matar|quiere matar)|abusaron de mi|abuso sexual|no estoy segur[ao] en (?:mi )?casa"),
    Term("violence", r"(?:voy a|quiero|quisiera|pienso) (?:matarl[oae]s?|matar a|apunalar\w*|dispararle\w*|golpearl[oa]|hacerle dano|lastimar a)"),
    Term("medical", r"no puedo respirar|no respira|dolor (?:fuerte )?(?:de|en el) pecho|inconsciente|llam(?:a|en|e|ar) (?:a )?(?:una |la )?(?:ambulancia|emergencias|911)|(?:ataque al corazon|infarto|derrame|convulsion)"),
    Term("third_party", r"(?:mi \w+|el|ella) (?:dice que )?(?:se quiere|quiere|se va a) (?:matar|morir|suicidar)\w*"),
    Term("suicide", r"(?:no|ya no) (?:le |les )?(?:encuentro|veo|tiene) (?:el |ningun |mas )?sentido a? ?(?:a |en )?(?:la vida|vivir|mi vida|seguir)?"),
    Term("suicide", r"me (?:voy a|quiero|quisiera|gustaria) (?:tirar|lanzar|aventar) (?:al|del|de|desde|a) (?:\w+ )?(?:tren|metro|puente|balcon|techo|vacio|edificio|rio|vias|ventana)"),
    Term("distress", r"no puedo mas|ya no (?:puedo|aguanto) mas|sin esperanza|me odio|odio mi vida|no sirvo para nada|no puedo dejar de llorar", False),
)  # fmt: skip
