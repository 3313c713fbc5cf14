"""Replies in Spanish made up for the tests, by the kind of question and the meaning."""

ATTEMPT = {
    "tried": """
sí | si | Sí! | s | d | hecho | Hecho ✅ | listo | lo hice | ya lo hice | lo intenté | lo intente |
hoy lo hice | sí lo hice | claro que sí | dije mi idea | dije que no | le dije que no a mi jefe |
hablé en la junta | hable en la junta | hablé con él | llamé a mi hermana | llame a mi mama |
pregunté en clase | levanté la mano | le pedí ayuda | escribí dos líneas | salí a caminar |
caminé diez minutos | leí dos páginas | lo logré | lo logre | me atreví | me animé a hablar |
me lancé y lo dije | pude hacerlo | hoy sí pude | por fin lo hice | más o menos | un poquito |
a medias | la mitad | solo un poco | lo hice a medias | empecé pero no acabé |
no me salió bien pero lo hice | salió mal pero lo intenté | fue horrible pero lo dije |
temblando pero lo dije | me temblaba la voz pero hablé | nadie me escuchó pero hablé |
casi no lo hago pero al final sí lo dije | no lo hice perfecto pero lo hice |
no pude terminar pero empecé | no, perdón, sí | eh sí pues sí lo hice | o sea sí hablé |
este pues hablé con mi jefa | lo e echo | ise mi tarea | ya quedó | hemos hablado |
he hablado con mi jefe | lo he intentado | le he dicho que no | he llamado a mi madre |
mandé el correo | envié el mensaje en vez de decirlo | lo dije por escrito | canté en público |
me presenté con la vecina | pedí la palabra | propuse mi idea | di mi opinión |
fui al gimnasio | fui a caminar un rato | hice cinco minutos | practiqué con mi amiga y lo dije |
gracias, lo hice | hola, ya lo hice | no es que no quisiera, sí lo intenté | intenté hablar pero me interrumpieron |
se me olvidó en la mañana pero lo hice en la tarde | me costó pero lo conseguí |
Estaba muerta de miedo. Respiré y lo dije. | Me puse roja. Pero levanté la mano. |
""",
    "tried_but": """
lo intenté pero me rajé | lo intenté pero no me salió | intenté hablar pero me bloqueé |
empecé pero me eché para atrás | traté pero me quedé en blanco | lo intenté y no funcionó
""",
    "not_tried": """
no | No. | n | nop | nel | hoy no | no pude | no lo hice | no lo intenté | no lo intente |
no me atreví | no me animé | me rajé | me eché para atrás | me acobardé | se me olvidó |
me olvidé | lo olvidé, perdón | no tuve tiempo | sin tiempo | no hubo reunión | no fui |
cancelaron la junta | se canceló la reunión | estaba enferma | día libre | para nada | nada |
quería pero no pude | iba a hablar pero me callé | quise hacerlo pero no me salió |
pensaba llamarla y no lo hice | me quedé callada | me quedé en silencio | no dije nada |
me callé | no hablé | no llamé | no salí | preferí callarme | lo dejé para mañana |
lo pospuse | muy cansada hoy | demasiado trabajo, no pude | mucho trabajo |
no se dio | no se pudo | no se dio el momento | hoy tampoco | la verdad no |
pues no | eh no la verdad es que no | este no, no pude | no, mañana sí | hoy no pero mañana lo intento |
no hice nada | ni lo intenté | ni siquiera lo intenté | esta vez no | no quise |
me ganó la flojera | me dio pena y no dije nada | me dio miedo | tuve miedo y no hablé |
debí hacerlo pero no | ojalá lo hubiera dicho | casi lo digo pero no | estuve a punto pero no |
fui a la reunión pero no dije nada | todos hablaron, yo no | no encontré el momento |
Tenía la frase lista. El jefe preguntó. Y yo callada. Así que no. | no lo e echo |
no me dio tiempo | nada de nada | no, qué va | imposible hoy |
""",
    "imagined": """
en mi cabeza | solo lo imaginé | lo imaginé en el camión | lo ensayé en mi mente |
lo practiqué mentalmente | me lo imaginé | lo visualicé anoche | lo hice pero en mi cabeza
""",
    "not_yet": """
todavía no | aún no | luego | más tarde | mañana | al rato | ahorita lo hago | lo haré luego |
voy a intentarlo | lo voy a hacer más tarde | en eso estoy | ya casi | esta noche | después de comer |
todavía no pero lo haré | aún no, la reunión es a las 5 | estoy por entrar | en un rato |
lo intentaré en la tarde | t | ya voy |
""",
    "thanks": "gracias | muchas gracias | mil gracias 🙏 | ok | vale | ok gracias | gracias por preguntar | gracias, igualmente | genial",
    "greeting": "hola | buenas | buenos días | hola 👋 | buenas tardes | qué tal | hola buenas noches",
    "question": """
¿qué tengo que hacer? | que tengo que hacer hoy | quién eres? | ¿esto es gratis? | cómo funciona esto |
¿cuenta si lo escribo? | puedo cambiar el paso? | ¿qué significa T? | cuál era mi paso? | ¿quién es? |
¿eres un robot? | no entiendo la pregunta | cuánto cuesta | qué cuenta como intento
""",
    "person": """
quiero hablar con alguien | llámame | llamame por favor | puedo hablar con una persona | quiero hablar con mi coach |
que me llame mi coach | necesito hablar con una persona real | me puede llamar alguien |
pueden llamarme por favor, quiero hablar con mi coach
""",
    "news": """
murió mi abuela | mi papá falleció ayer | mi madre está en el hospital | me despidieron |
terminé con mi novio... rompimos | tuve un accidente | mi hija está muy enferma | perdí mi trabajo
""",
    "unsure": "pues | quizás | jaja | qué día | 🤔 | mmm | no sé | lo de siempre | plátano | 7 | estoy harta | sí y no | a ver",
}
YES_NO = {
    "yes": """
sí | si | Sí! | s | claro | claro que sí | por supuesto | ok | vale | dale | va | bueno | sale |
de acuerdo | adelante | está bien | esta bien | me parece bien | por favor | sí por favor | obvio |
pues sí | eh sí | sí, claro | creo que sí | yo creo que sí | supongo que sí | por qué no | cómo no |
no, perdón, sí | no, digo, sí | sin problema | no hay problema | ningún problema | me apunto |
me encantaría | con gusto | venga | órale | perfecto | sí sí sí | o sea sí | este sí |
sí, me gustaría | dale, sí | 👍 | va, lo hacemos | desde luego | hagámoslo | sip | simón
""",
    "no": """
no | No. | n | nop | nel | no gracias | mejor no | ahora no | hoy no | nunca | para nada | qué va |
creo que no | no creo | pues no | eh no | claro que no | por supuesto que no | prefiero que no |
no quiero | no me interesa | no, gracias, así está bien | paso | ni loca | ni hablar | todavía no |
sí, digo, no | sí... no, mejor no | no puedo | no por ahora | no hace falta | dejémoslo | tampoco |
la verdad no | la verdad es que no | no no no | 👎 | este no | o sea no | de ninguna manera | jamás
""",
    "unsure": "quizás | tal vez | depende | no sé | no estoy segura | sí y no | a lo mejor | puede ser | sí si es gratis | 7 | mmm | déjame pensarlo | sí pero no | plátano | ok pero no por la mañana",
    "question": "¿cuánto cuesta? | ¿quién es? | ¿sí a qué? | ¿para qué? | ¿es gratis? | qué pasa si digo que sí",
    "person": "quiero hablar con mi coach primero | llámame | una persona por favor",
}
WORDS = {
    "words": "respiré hondo | mi hermana me ayudó | lo escribí antes | un café | me acordé de mi abuela | llegué temprano | conté hasta tres | porque lo prometí",
    "nothing": "no sé | ni idea | nada | nada especial | no lo sé | quién sabe | no se me ocurre nada | 🤷 | no me acuerdo",
    "question": "¿por qué preguntas? | ¿qué quieres decir? | ¿cómo respondo esto?",
    "person": "prefiero hablarlo con mi coach | llámame",
    "news": "mi mamá murió ayer | me despidieron hoy",
}
SCALE = {
    0: "0 | cero | nada | para nada | nada segura | ninguna confianza",
    1: "1 | uno | un uno | un 1 | 1 de 10",
    2: "2 | dos | dos o tres | muerta de miedo, 2 | 20%",
    3: "3 | tres | un tres | 3 o 4 | como un 3 | no más de 3",
    4: "4 | cuatro | cuatrro | era un 2, ahora un 4",
    5: "5 | cinco | la mitad | 50/50 | un cinco | mitad y mitad | 50 %",
    6: "6 | seis | 6,5 | 6.5 | seis y medio | seis o siete | entre 6 y 7 | un 6 más o menos",
    7: "7 | siete | un 7 | un siete | 7/10 | 7 de 10 | 7 sobre 10 | siete de diez | pues un 7 | eh como un siete | creo que 7 | le doy un 7 | ocho, digo, siete | ayer un 4, hoy un 7 | la semana pasada 5 pero ahora 7 | 70% | sí, un 7 | siete 👍",
    8: "8 | ocho | un ocho | unos 8 | subí de 5 a 8 | 8 gracias | un 8 porque ya lo hice dos veces",
    9: "9 | nueve | nuebe | un 9 | noventa por ciento",
    10: "10 | diez | un diez | 10/10 | 100% | cien por ciento | al cien | totalmente segura | completamente | segurísima | 11/10",
}
SCALE_ELSE = {
    "unsure": "mucho | bastante | más que ayer | no sé | plátano | 25 | muy segura | 🤔",
    "question": "¿segura de qué? | ¿qué significa 10? | ¿el 10 es lo máximo?",
    "person": "llámame",
}
DURATION = {
    1: "1 | un minuto | un minutito | 1 minuto | 30 segundos",
    2: "2 | dos minutos | un par de minutos | 2 min",
    5: "5 | cinco minutos | 5 minutos | unos cinco minutos | entre 5 y 10 minutos | de 5 a 10 minutos | cinco o diez minutos | 5 minutitos",
    10: "10 | diez minutos | unos diez | 10 minutos más o menos | no 20, 10",
    15: "15 | un cuarto de hora | cuarto de hora | quince minutos",
    20: "20 | veinte minutos | 30, digo 20",
    25: "veinticinco minutos | 25",
    30: "media hora | 30 | media horita | treinta minutos",
    35: "treinta y cinco minutos | 35",
    45: "45 | tres cuartos de hora | cuarenta y cinco minutos",
    60: "una hora | 1 hora | 60 minutos | una horita | 1h",
    75: "una hora y cuarto | una hora y quince minutos",
    90: "hora y media | una hora y media | 1 hora y media | 90 minutos",
    120: "dos horas | 2 horas | 120",
}
TIME = {
    "00:00": "medianoche | a medianoche | las 12 de la noche",
    "06:30": "seis y media | 6:30 | las seis y media de la mañana | 6 y media",
    "07:00": "7 | a las 7 | las siete | siete de la mañana | 7 am | como a las 7 | a las siete en punto",
    "08:45": "nueve menos cuarto | 8:45 | las nueve menos cuarto de la mañana",
    "09:10": "nueve y diez | las 9 y 10 | 9:10",
    "10:15": "diez y cuarto | 10:15 | las diez y cuarto",
    "12:00": "mediodía | al mediodía | 12 | las doce | las 12 del mediodía",
    "13:00": "1 de la tarde | la una de la tarde | 13:00 | 1 pm",
    "17:30": "5:30 de la tarde | cinco y media de la tarde | 17:30 | 5.30 pm",
    "18:00": "6 de la tarde | 18:00 | las 18 | seis de la tarde | a las 5, digo, a las 6 de la tarde | 18h",
    "20:00": "8 de la noche | 8pm | ocho de la noche | 20:00 | a las 8 de la noche porfa",
    "21:15": "nueve y cuarto de la noche | 21:15 | 9:15 pm",
}
TIME_ELSE = {
    "unsure": "por la mañana | después de comer | cuando sea | temprano",
    "question": "¿a qué hora llaman? | ¿qué hora es?",
    "person": "llámame",
}
DAYS = {
    "024": "L X V | lunes, miércoles y viernes | lunes miercoles viernes | lun mie vie | LXV",
    "01234": "de lunes a viernes | entre semana | L-V | lunes a viernes",
    "13": "martes y jueves | el martes y el jueves | mar y jue | ma j | eh el martes y este el jueves",
    "56": "sábado y domingo | el finde | fin de semana | sabado y domingo | el fin de semana",
    "0": "lunes | el lunes | solo el lunes | lunes sí, martes no",
    "0123456": "todos | todos los días | cada día | diario | toda la semana",
    "012345": "todos menos el domingo | todos los días menos domingo | todos excepto el domingo",
    "": "ninguno | 0 | cero | ningún día | nada | esta semana no | ninguno, perdón",
}
DAYS_ELSE = {
    "unsure": "5 | dos veces | no me acuerdo | algunos | plátano",
    "question": "¿qué semana? | ¿cuáles días cuentan?",
}
REASON = {
    "time": "tiempo | el tiempo | no tuve tiempo | 1 | mucho trabajo | estuve muy ocupada | la primera | falta de tiempo",
    "know_how": "saber cómo | no sabía cómo | no supe qué decir | 2 | no sé cómo empezar | la segunda | el cómo",
    "moment": "el momento | momento | no era el momento | 3 | no hubo ocasión | la tercera | no encontré el momento | cancelaron la junta | la oportunidad",
    "other": "miedo | los nervios | me dio pena | no sé | 🤷 | flojera | vergüenza | otra cosa",
    "tried": "sí lo hice | lo hice | al final sí lo intenté | hecho",
    "question": "¿por qué preguntas? | ¿qué quieres decir?",
    "person": "llámame | quiero hablar con mi coach",
}
CHOICE = {
    "keep": "mantener | mantenerlo | igual | dejarlo así | déjalo como está | así está bien | lo mismo | sin cambios",
    "longer": "más largo | mas largo | más tiempo | que sea más largo | un poco más largo",
    "more_often": "más a menudo | más veces | mas seguido | todos los días | más frecuente | no más largo, más a menudo",
    "tougher": "más difícil | mas dificil | algo más difícil | un reto más difícil | la última",
    "unsure": "1 | la segunda | plátano | tú decides | más largo o más difícil",
    "question": "¿cuál es más fácil? | ¿qué significa más difícil? | ¿puedo cambiar luego?",
}
OFFER = {
    "accept": "sí | ok | dale | va | acepto | probemos | vale | claro | me animo | sí por favor | por qué no",
    "keep": "no | no gracias | déjalo así | como está | mejor no | igual | prefiero así | no, déjalo así",
    "later": "luego | ahora no | más tarde | la próxima semana | otro día | más adelante | todavía no | pregúntame luego",
    "unsure": "quizás | plátano | 7 | depende",
    "question": "¿qué es? | ¿cómo funciona?",
    "person": "llámame",
}
