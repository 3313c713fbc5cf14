"""What is said where no rule stood against a nudge, or another place decided: data.

The coach's sentence stands first and is English; hers is in each language.
"""

from flows.coach.spoken import Spoken

# The last row of the table, said per kind, and per cause where there are several.
SENT: dict[str, tuple[str, Spoken]] = {
    "prompt": (
        "Nothing stood against it and {name} had not reported yet, so the prompt goes.",
        Spoken(
            "I had no word from you on that step yet, so I sent one prompt.",
            "Aún no sabía nada de ese paso, así que te envié un aviso.",
        ),
    ),
    "recap": (
        "The weekly question is due and nothing stands against it.",
        Spoken(
            "Once a week I ask how it went, and I count tries, not results.",
            "Una vez por semana pregunto cómo fue, y cuento intentos, no resultados.",
        ),
    ),
    "recap month": (
        "The month in {name}'s own words is due, in place of this week's recap.",
        Spoken(
            "Once a month I send your tries in your own words, in place of the recap.",
            "Una vez al mes te envío tus intentos en tus palabras, no el resumen.",
        ),
    ),
    "follow_up": (
        "A follow-up was promised for now and nothing stands against it.",
        Spoken(
            "I said I would come back to this, so I did.",
            "Dije que volvería a esto, y eso hice.",
        ),
    ),
    "follow_up unreached": (
        "The call did not reach {name}, so this one text goes in its place.",
        Spoken(
            "My call did not reach you, so I sent one text in its place.",
            "Mi llamada no te encontró, así que te envié un mensaje en su lugar.",
        ),
    ),
    "follow_up asked": (
        "{name} asked for a call that did not reach them, so one text goes instead.",
        Spoken(
            "You asked me to call and I did not reach you, so I sent one text.",
            "Me pediste una llamada y no te encontré, así que te envié un mensaje.",
        ),
    ),
    "follow_up no_step": (
        "{name} has no step yet, so the intake asks what the first one could be.",
        Spoken(
            "You had no step yet, so I asked what the first one could be.",
            "Aún no tenías un paso, así que pregunté cuál podría ser el primero.",
        ),
    ),
    "follow_up offer": (
        "It is a good time to ask {name} about the step; nothing stands against it.",
        Spoken(
            "It was a good time to ask you about your step, so I did.",
            "Era buen momento para preguntarte por tu paso, y lo hice.",
        ),
    ),
    "follow_up whose": (
        "No word from {name} for long, so one text without a name asks whose number it"
        " is.",
        Spoken(
            "No word had come from you for long, so I asked if the number is yours.",
            "Hacía mucho que no sabía de ti, así que pregunté si el número es tuyo.",
        ),
    ),
    "call": (
        "It is {name}'s time for a call and nothing stood against it, so it is made.",
        Spoken(
            "It was the time for our call, so I called.",
            "Era la hora de nuestra llamada, así que te llamé.",
        ),
    ),
    "call unreached": (
        "The first call did not reach {name}, so this is the one retry.",
        Spoken(
            "My first call did not reach you, so I tried once more.",
            "Mi primera llamada no te encontró, así que probé una vez más.",
        ),
    ),
    "call asked": (
        "{name} asked for this call.",
        Spoken(
            "You asked me to call, so I did.",
            "Me pediste una llamada, y te llamé.",
        ),
    ),
    "invitation": (
        "{name} was invited by a coach, and this asks for a yes.",
        Spoken(
            "Your coach invited you, so I asked if you want this.",
            "Tu coach te invitó, así que pregunté si quieres esto.",
        ),
    ),
    "reply": (
        "{name} wrote first, and this is the answer.",
        Spoken(
            "You wrote to me, and that was my answer.",
            "Me escribiste, y esa fue mi respuesta.",
        ),
    ),
    "answer": (
        "{name} answered, and this is what comes next.",
        Spoken(
            "You answered me, and that was what comes next.",
            "Me respondiste, y eso era lo que sigue.",
        ),
    ),
    "personal": (
        "A coach wrote this to {name} in their own words.",
        Spoken(
            "Your coach wrote that to you.",
            "Eso te lo escribió tu coach.",
        ),
    ),
    "bridge": (
        "A coach calls {name} in person, and nothing stands against it.",
        Spoken(
            "Your coach called you in person.",
            "Tu coach te llamó en persona.",
        ),
    ),
    "crisis": (
        "A text from {name} touched on safety, so the reviewed reply goes at once.",
        Spoken(
            "Your text touched on safety, so I sent numbers of people who can help.",
            "Tu mensaje tocaba tu seguridad, y envié los números de quienes ayudan.",
        ),
    ),
    "confirmation": (
        "{name} is owed this confirmation.",
        Spoken(
            "You asked, and that was the confirmation.",
            "Lo pediste, y esa fue la confirmación.",
        ),
    ),
}
# Why an answer went that followed no text of hers, by what it followed.
FOLLOWED: dict[str, str] = {
    "broken_off": "The call ended with its question still open, so it goes on by text.",
    "call": "The call could not go on with this, so it goes on by text.",
    "silence": "No answer came to the open question, and this is what comes next.",
}
# Said of a planned nudge that a stop overtook.
OVERTAKEN = "Texts to {name} were stopped before this one went out."
# Said to her of a rule that nobody has words for, and behind what was moved.
UNKNOWN_RULE = Spoken(
    "That followed the plan you and your coach have.",
    "Eso siguió el plan que tienes con tu coach.",
)
WAITS = Spoken("It waits until {moved_to}.", "Espera hasta las {moved_to}.")
# Said to her before anything was decided about a nudge.
NO_DECISION = Spoken(
    "So far I have answered your own texts, and that is all.",
    "Hasta ahora respondí a tus propios mensajes, y nada más.",
)
