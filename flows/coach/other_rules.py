"""What she is told of rules that are decided elsewhere than at sending: data.

By the Ladder or a preset, while her days are laid out, between writing and sending, and
in the tables about how hard a step is. Rows of offers have their own beside them.
"""

from flows.coach.spoken import Spoken

# What is told of a coach's word by its lever, where more is true than of each: "COACH".
BY_LEVER: dict[str, Spoken] = {
    "hold": Spoken(
        "Your coach leaves my texts to you as they are for now.",
        "Tu coach deja mis mensajes como están por ahora.",
    ),
}
OTHER_RULES: dict[str, Spoken] = {
    # Between writing and sending, and after a call.
    "consent_changed": Spoken(
        "You changed what I may send after that was written.",
        "Ya estaba escrito cuando cambiaste lo que puedo enviarte.",
    ),
    "loop_guard": Spoken(
        "Too many automatic texts had gone out, so that one stayed here.",
        "Ya habían salido muchos mensajes automáticos, así que ese se quedó aquí.",
    ),
    "restored": Spoken(
        "I may have sent you that before, so it stayed here.",
        "Quizá ya te lo había enviado, así que se quedó aquí.",
    ),
    "out_of_reach": Spoken(
        "The phone network could not be reached in time, so that did not go out.",
        "No se pudo conectar con la red telefónica a tiempo, así que eso no salió.",
    ),
    "once_more": Spoken(
        "A text did not reach your phone, so I try it once more at {at}.",
        "Un mensaje no llegó a tu teléfono, así que lo intento otra vez a las {at}.",
    ),
    "arrived": Spoken(
        "That text had reached you after all, so I did not send it again.",
        "Ese mensaje sí te había llegado, así que no lo envié otra vez.",
    ),
    "overtaken": Spoken(
        "You had written in the meantime, so I did not send that text again.",
        "Me habías escrito entretanto, así que no envié ese mensaje otra vez.",
    ),
    "talked": Spoken(
        "You and your coach were talking and that is over, so my texts go on.",
        "Tu coach y tú estaban hablando y eso terminó, así que mis mensajes siguen.",
    ),
    "stated": Spoken(
        "Your coach said why a call was right then, and called you.",
        "Tu coach dijo por qué convenía llamarte entonces, y te llamó.",
    ),
    "crisis": Spoken(
        "A person has looked, and texts may go out again.",
        "Una persona ya lo miró, y los mensajes pueden salir otra vez.",
    ),
    "unclear_stop": Spoken(
        "A person has looked, and texts may go out again.",
        "Una persona ya lo miró, y los mensajes pueden salir otra vez.",
    ),
    "by_coach": Spoken(
        "You and your coach agreed on that change to your step.",
        "Tú y tu coach acordaron ese cambio en tu paso.",
    ),
    "coach_pause": Spoken(
        "Your coach changed your pause.", "Tu coach cambió tu pausa."
    ),
    "call_again": Spoken(
        "I called and did not reach you, so I try once more at {at}.",
        "Te llamé sin encontrarte, así que pruebo una vez más a las {at}.",
    ),
    "call_text": Spoken(
        "I called and did not reach you, so I write instead.",
        "Te llamé sin encontrarte, así que te escribo.",
    ),
    "call_nothing": Spoken(
        "I called and did not reach you, and left it at that.",
        "Te llamé sin encontrarte, y ahí lo dejé.",
    ),
    # The Ladder, when it thins.
    "A0-waits": Spoken(
        "You did it without a nudge {waits} times running, so I wait first.",
        "Lo hiciste sin aviso {waits} veces seguidas, así que ahora espero primero.",
    ),
    "A0-tries": Spoken(
        "You tried {tries} of the last {of} times, so I wait for you first.",
        "Lo intentaste {tries} de las últimas {of} veces, así que espero primero.",
    ),
    "A0-days": Spoken(
        "You have had {days} days of prompts, so I wait for you first now.",
        "Llevas {days} días con avisos, así que ahora espero primero.",
    ),
    "A1": Spoken(
        "You did it without a nudge {tries} of the last {of} times, so I write less.",
        "Lo hiciste sin aviso {tries} de las últimas {of} veces, y te escribo menos.",
    ),
    "A2": Spoken(
        "You did it without a nudge {tries} times running, so I write less again.",
        "Lo hiciste sin aviso {tries} veces seguidas, así que vuelvo a escribir menos.",
    ),
    "NEW": Spoken(
        "You took up something new, so I check in a bit more while it is new.",
        "Empezaste algo nuevo, así que escribo un poco más mientras es nuevo.",
    ),
    "STAY": Spoken(
        "The step stays as it is for now.",
        "El paso se queda como está por ahora.",
    ),
    "STAY-cost": Spoken(
        "A mistake could cost you a lot, so your coach looks at it first.",
        "Un error podría costarte mucho, así que tu coach lo mira primero.",
    ),
    "STAY-fear": Spoken(
        "It makes you nervous, so the step stays as it is for now.",
        "Te pone nervios, así que el paso se queda como está por ahora.",
    ),
    "STAY-unsure": Spoken(
        "You were not quite sure of it, so the step stays as it is for now.",
        "No tenías mucha confianza, así que el paso se queda como está por ahora.",
    ),
    "offer_over": Spoken(
        "What I had meant to ask about was settled, so I did not ask.",
        "Lo que iba a preguntar ya estaba resuelto, así que no pregunté.",
    ),
    "POLICY": Spoken(
        "Your coach chose another way for how often I write.",
        "Tu coach eligió otra forma para cuánto te escribo.",
    ),
    "A2-usual": Spoken(
        "You are back to as many tries as before, so I write less again.",
        "Vuelves a intentarlo tanto como antes, así que vuelvo a escribir menos.",
    ),
    "A3": Spoken(
        "My prompts helped little, so I write less and your coach looks at the step.",
        "Mis avisos ayudaron poco, así que escribo menos y tu coach mira el paso.",
    ),
    "A4-begin": Spoken(
        "It has gone evenly for a while, so I try ten days with fewer prompts.",
        "Hace tiempo que va parejo, así que pruebo diez días con menos avisos.",
    ),
    "A4-rests": Spoken(
        "With a prompt first you tried more often, so I write as before for now.",
        "Con aviso antes lo intentaste más a menudo, así que de momento sigo igual.",
    ),
    "A4-held": Spoken(
        "Ten days with fewer prompts went as well as before, so it stays so.",
        "Diez días con menos avisos fueron tan bien como antes, así que sigue así.",
    ),
    "A4-back": Spoken(
        "Ten days with fewer prompts were harder, so I write as before.",
        "Diez días con menos avisos fueron más difíciles, así que escribo como antes.",
    ),
    # The Ladder, when it comes back.
    "L1": Spoken(
        "The last few days looked harder, so I check in a bit more for now.",
        "Los últimos días parecían más difíciles, así que por ahora escribo más.",
    ),
    "L2": Spoken(
        "The week looked harder than usual, so I check in a bit more for now.",
        "La semana parecía más difícil que otras, así que por ahora escribo más.",
    ),
    "L3": Spoken(
        "I had no word from you for {days} days, so I check in a bit more for now.",
        "No supe de ti en {days} días, así que por ahora escribo un poco más.",
    ),
    "L3-tries": Spoken(
        "I had no word of a try for {days} days, so I check in once more.",
        "En {days} días no supe de ningún intento, así que pregunto una vez más.",
    ),
    "L3-quiet": Spoken(
        "I had no word from you for {days} days, so I write once a week now.",
        "No supe de ti en {days} días, así que ahora escribo una vez por semana.",
    ),
    "L3-word": Spoken(
        "I heard from you again, so I go on as before.",
        "Volví a saber de ti, así que sigo como antes.",
    ),
    "L4": Spoken(
        "The last two weeks or so looked harder, so I check in a bit more for now.",
        "Las últimas dos semanas parecían más difíciles, así que ahora escribo más.",
    ),
    "L5": Spoken(
        "You told me you feel less sure, so I check in a bit more for now.",
        "Me contaste que sientes menos seguridad, así que por ahora escribo más.",
    ),
    "L6": Spoken(
        "Your days have changed, so you get some rest and then I begin gently.",
        "Tus días cambiaron, así que te dejo descansar y después empiezo despacio.",
    ),
    # Her own word, and her coach's.
    "LESS": Spoken("You asked for fewer prompts.", "Pediste menos avisos."),
    "BACK": Spoken("You asked for more prompts.", "Pediste más avisos."),
    "PAUSE": Spoken("You asked for a pause.", "Pediste una pausa."),
    "GO": Spoken("You asked to go on.", "Pediste seguir."),
    "COACH": Spoken(
        "Your coach changed when I write to you.",
        "Tu coach cambió cuándo te escribo.",
    ),
    "COACH-end": Spoken(
        "What your coach had set for a while has ended.",
        "Terminó lo que tu coach había puesto por un tiempo.",
    ),
    # Why a chance gets no prompt, or one at once.
    "SKIP": Spoken(
        "Your coach kept that day free.",
        "Tu coach dejó libre ese día.",
    ),
    "G1-day": Spoken(
        "You have had the prompts of that day already.",
        "Ya tuviste los avisos de ese día.",
    ),
    "G1": Spoken(
        "You have had as many prompts in 7 days as your coach allows.",
        "En 7 días ya tuviste todos los avisos que permite tu coach.",
    ),
    "G3": Spoken(
        "You told me about that one already.",
        "Ya me habías contado esa vez.",
    ),
    "G4": Spoken(
        "Something changed for you lately, so I check in once.",
        "Algo cambió para ti hace poco, así que te escribo una vez.",
    ),
    # What became of a chance when her clock or her days changed.
    "plan_over": Spoken(
        "On your clock that time was over already, so I left it out.",
        "En tu reloj esa hora ya había pasado, así que la dejé fuera.",
    ),
    "plan_dropped": Spoken(
        "Your days have changed, and that one is no longer among them.",
        "Tus días cambiaron, y ese ya no está entre ellos.",
    ),
    "plan_none": Spoken(
        "My plan for you changed before its time, so I left that one out.",
        "Mi plan contigo cambió antes de esa hora, así que lo dejé fuera.",
    ),
    # Why a day has no chance.
    "skip": Spoken(
        "You have that day off, so I ask nothing.",
        "Ese día lo tienes libre, así que no pregunto nada.",
    ),
    "holiday": Spoken(
        "That day is a holiday for you, so I ask nothing.",
        "Ese día es festivo para ti, así que no pregunto nada.",
    ),
    "pause": Spoken(
        "You are on a pause that day, so I ask nothing.",
        "Ese día estás en pausa, así que no pregunto nada.",
    ),
    "illness": Spoken(
        "That day is there to get well, so I ask nothing.",
        "Ese día es para que te mejores, así que no pregunto nada.",
    ),
    "no_date": Spoken(
        "Your days count from a date that is not set yet.",
        "Tus días se cuentan desde una fecha que aún no está puesta.",
    ),
    # Presets.
    "fixed": Spoken(
        "You and your coach have a plan of one prompt before each time.",
        "Tu plan con tu coach es un aviso antes de cada vez.",
    ),
    "every_2": Spoken(
        "You and your coach have a plan of a prompt before every 2nd time.",
        "Tu plan con tu coach es un aviso antes de una de cada 2 veces.",
    ),
    "every_3": Spoken(
        "You and your coach have a plan of a prompt before every 3rd time.",
        "Tu plan con tu coach es un aviso antes de una de cada 3 veces.",
    ),
    "every_7": Spoken(
        "You and your coach have a plan of a prompt before every 7th time.",
        "Tu plan con tu coach es un aviso antes de una de cada 7 veces.",
    ),
    "three_a_week": Spoken(
        "You and your coach have a plan of prompts before 3 of 7 times.",
        "Tu plan con tu coach es un aviso antes de 3 de cada 7 veces.",
    ),
    "linear": Spoken(
        "You and your coach have a plan of fewer prompts bit by bit.",
        "Tu plan con tu coach es que los avisos bajen poco a poco.",
    ),
    "step": Spoken(
        "You and your coach have a plan of half as many prompts every four weeks.",
        "Tu plan con tu coach es la mitad de avisos cada cuatro semanas.",
    ),
    "leitner": Spoken(
        "The more you try, the more days I leave between prompts.",
        "Cuanto más lo intentas, más días dejo entre avisos.",
    ),
    "late_only": Spoken(
        "I wait for your word, and send a prompt when none has come.",
        "Espero tu palabra, y envío un aviso si no llegó ninguna.",
    ),
    "late_linear": Spoken(
        "I wait for your word first, and write less bit by bit.",
        "Primero espero tu palabra, y poco a poco escribo menos.",
    ),
    "late_leitner": Spoken(
        "The more you do without a prompt, the more days I leave between them.",
        "Cuanto más haces sin aviso, más días dejo entre avisos.",
    ),
    "coach_locked": Spoken(
        "Your coach has set how often I write.",
        "Tu coach decidió cada cuánto te escribo.",
    ),
    # How hard the step is.
    "TOO-EASY": Spoken(
        "It went as you planned several times, and cost you little.",
        "Varias veces salió como querías, y te costó poco.",
    ),
    "HARD-fear": Spoken(
        "You told me the last try was scary, so the step may get smaller.",
        "Me contaste que la última vez dio miedo, así que el paso puede achicarse.",
    ),
    "HARD-falling": Spoken(
        "You told me you feel less sure, so the step may get smaller.",
        "Me contaste que sientes menos seguridad, así que el paso puede achicarse.",
    ),
    "HARD-few": Spoken(
        "The last few times looked hard, so the step may get smaller.",
        "Las últimas veces parecían difíciles, así que el paso puede achicarse.",
    ),
    "HARD-prompts": Spoken(
        "My prompts helped little, so the step may get smaller.",
        "Mis avisos ayudaron poco, así que el paso puede achicarse.",
    ),
    "UNSURE": Spoken(
        "You told me how sure you are, and a smaller step may sit better.",
        "Me contaste cuánta seguridad sientes, y un paso más pequeño puede ir mejor.",
    ),
    # What is done with the step at the time.
    "S-lapse-keep": Spoken(
        "It looked harder lately, so I look in more than once a month.",
        "Últimamente parecía más difícil, así que escribo más de una vez al mes.",
    ),
    "S-lapse-solidify": Spoken(
        "It looked harder lately, so the place you know comes first again.",
        "Últimamente parecía más difícil, así que vuelve primero el lugar conocido.",
    ),
    "S-kept": Spoken(
        "You go on without me, so I look in once a month.",
        "Sigues por tu cuenta, así que te escribo una vez al mes.",
    ),
    "S-begun": Spoken(
        "You have begun, so from here I write less.",
        "Ya empezaste, así que desde aquí escribo menos.",
    ),
    "S-growing": Spoken(
        "You did it several times in a row, so the step may grow.",
        "Lo hiciste varias veces seguidas, así que el paso puede crecer.",
    ),
    "S-settled-fade": Spoken(
        "It has held for two weeks, so new places come next.",
        "Lleva dos semanas firme, así que ahora vienen lugares nuevos.",
    ),
    "S-settled-stretch": Spoken(
        "It has held for two weeks at the size you wanted, so new places come next.",
        "Lleva dos semanas firme y del tamaño que querías: ahora, lugares nuevos.",
    ),
    # What a coach looks at with her.
    "C-fear": Spoken(
        "You expect some fear, so your coach looks at the step with you first.",
        "Esperas sentir miedo, así que tu coach mira antes el paso contigo.",
    ),
    "C-list": Spoken(
        "Something on your list is scary, so your coach looks at it with you first.",
        "Algo de tu lista da miedo, así que tu coach lo mira antes contigo.",
    ),
    "C-tailor": Spoken(
        "My examples helped little, so your coach looks for what fits you.",
        "Mis ejemplos ayudaron poco, así que tu coach busca lo que va contigo.",
    ),
    "C-prompts": Spoken(
        "My prompts helped little, so your coach looks at the step with you.",
        "Mis avisos ayudaron poco, así que tu coach mira el paso contigo.",
    ),
    "C-nothing-left": Spoken(
        "The step is small and has much help, so your coach will talk with you.",
        "El paso es pequeño y tiene mucha ayuda, así que tu coach hablará contigo.",
    ),
}
