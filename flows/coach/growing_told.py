"""What she is told of rules about growing: what is weighed, what a coach looks at."""

from collections.abc import Mapping

from flows.coach.spoken import Spoken

GROWING: Mapping[str, Spoken] = {
    "S-begun": Spoken(
        "You have begun, so from here I write less and less.",
        "Ya empezaste, así que desde aquí escribo cada vez menos.",
    ),
    "S-growing": Spoken(
        "You did it four times in a row, so the step may grow.",
        "Lo hiciste cuatro veces seguidas, así que el paso puede crecer.",
    ),
    "S-kept": Spoken(
        "You go on alone, so I look in once a month.",
        "Sigues por tu cuenta, así que escribo una vez al mes.",
    ),
    "S-lapse-keep": Spoken(
        "It had been a harder time, so I look in more often again.",
        "Fue una época más difícil, así que vuelvo a escribir más.",
    ),
    "S-lapse-solidify": Spoken(
        "It had been a harder time, so the place you know comes first.",
        "Fue una época más difícil, así que primero va el lugar que conoces.",
    ),
    "S-settled-fade": Spoken(
        "You have held it for two weeks, so new places come next.",
        "Lo mantuviste dos semanas, así que lo próximo son lugares nuevos.",
    ),
    "S-settled-stretch": Spoken(
        "You have held it for two weeks, so new places come next.",
        "Lo mantuviste dos semanas, así que lo próximo son lugares nuevos.",
    ),
    "TOO-EASY": Spoken(
        "The step seems easy for you by now.",
        "El paso ya parece fácil para ti.",
    ),
    "HARD-fear": Spoken(
        "You told me it was frightening, so I look at making it easier.",
        "Me contaste que daba miedo, así que busco cómo hacerlo más fácil.",
    ),
    "HARD-falling": Spoken(
        "You were less sure than before, so I look at making it easier.",
        "Tenías menos confianza que antes, así que busco hacerlo más fácil.",
    ),
    "HARD-few": Spoken(
        "The step was often too much, so I look at making it easier.",
        "El paso fue demasiado varias veces, así que busco hacerlo más fácil.",
    ),
    "HARD-prompts": Spoken(
        "My prompts did not help much, so I look at the step itself.",
        "Mis avisos ayudaron poco, así que miro el paso mismo.",
    ),
    "UNSURE": Spoken(
        "You were not quite sure of it, so I look at making it easier.",
        "No tenías mucha confianza, así que busco cómo hacerlo más fácil.",
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
    "C-fear": Spoken(
        "It makes you nervous, so your coach looks at it with you.",
        "Te pone nervios, así que tu coach lo mira contigo.",
    ),
    "C-list": Spoken(
        "Something on your list frightens you, so your coach looks at it.",
        "Algo de tu lista te da miedo, así que tu coach lo mira.",
    ),
    "C-tailor": Spoken(
        "What I sent did not fit, so your coach looks at the step with you.",
        "Lo que mandé no encajó, así que tu coach mira el paso contigo.",
    ),
    "C-prompts": Spoken(
        "My prompts did not help much, so your coach looks at the step.",
        "Mis avisos ayudaron poco, así que tu coach mira el paso.",
    ),
    "C-nothing-left": Spoken(
        "The step is small already, so your coach looks at it with you.",
        "El paso ya es pequeño, así que tu coach lo mira contigo.",
    ),
    "offer_over": Spoken(
        "What I had meant to ask about was settled, so I did not ask.",
        "Lo que iba a preguntar ya estaba resuelto, así que no pregunté.",
    ),
    "NEW": Spoken(
        "You took up something new, so I check in a bit more while it is new.",
        "Empezaste algo nuevo, así que escribo un poco más mientras es nuevo.",
    ),
}
