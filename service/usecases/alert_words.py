"""What coaches are told, by text, by e-mail and in a call, each in her language; data.

Laws: no word, name or number of a person is in any of it, only the address of her page;
each language says the same with the same blanks, and what is texted in another language
is no longer than in English (a test tries all of them).
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.coach.spoken import Spoken
from service.store.alerts import Due

HAS_IT = Spoken("Reply OK to say that you have it.", "Responde OK si te encargas.")
# Of each kind: the subject of the e-mail, and what is said; {who} and {where} follow.
SAID: Mapping[str, tuple[Spoken, Spoken]] = {
    "crisis": (
        Spoken(
            "Handrail: someone may not be safe",
            "Handrail: alguien quizá no está a salvo",
        ),
        Spoken(
            "Handrail: {who} may not be safe. Automatic texts are on hold. {where}",
            "Handrail: {who} quizá no está a salvo. Lo automático espera. {where}",
        ),
    ),
    "unclear_stop": (
        Spoken(
            "Handrail: someone may want texts to end",
            "Handrail: alguien quizá no quiere más mensajes",
        ),
        Spoken(
            "Handrail: {who} may want texts to end. They are on hold until you have"
            " looked. {where}",
            "Handrail: {who} quizá no quiere más mensajes. Esperan hasta que mires."
            " {where}",
        ),
    ),
    "whose": (
        Spoken(
            "Handrail: a number may be somebody else's by now",
            "Handrail: quizá un número ya es de otra persona",
        ),
        Spoken(
            "Handrail: the number of {who} may be another person's by now. It is on"
            " hold until you have looked. {where}",
            "Handrail: el número de {who} quizá ya es de otra persona. Espera hasta que"
            " mires. {where}",
        ),
    ),
    "limit": (
        Spoken("Handrail: a limit is reached", "Handrail: se alcanzó un límite"),
        Spoken(
            "Handrail: a limit of messages or money is reached. Nudges wait or stay"
            " here; replies still go. See: handrail organisation limits",
            "Handrail: se alcanzó un límite de mensajes o dinero. Los avisos esperan;"
            " las respuestas salen. Mira: handrail organisation limits",
        ),
    ),
    "hand": (
        Spoken("Handrail: something waits for you", "Handrail: algo te espera"),
        Spoken(
            "Handrail: {who} has something that waits for you. {where}",
            "Handrail: {who} espera algo de ti. {where}",
        ),
    ),
    "stopped": (
        Spoken("Handrail: nothing goes out", "Handrail: no sale nada"),
        Spoken(
            "Handrail: the carrier lets nothing out from our number, so everything"
            " waits. {where}",
            "Handrail: la operadora no deja salir nada de nuestro número; todo espera."
            " {where}",
        ),
    ),
    "restored": (
        Spoken("Handrail: everything waits", "Handrail: todo espera"),
        Spoken(
            "Handrail: the service was put back from a backup. Nothing goes out until"
            " it has been looked at. {where}",
            "Handrail: el servicio se repuso desde una copia. No sale nada hasta que"
            " alguien mire. {where}",
        ),
    ),
    "quarantine": (
        Spoken("Handrail: something was put aside", "Handrail: algo quedó apartado"),
        Spoken(
            "Handrail: a message to {who} broke again and again and was put aside."
            " {where}",
            "Handrail: un mensaje para {who} falló una y otra vez y quedó apartado."
            " {where}",
        ),
    ),
}
# Of a limit of one programme, which is named by its own name.
OF_PROGRAMME = (
    Spoken("Handrail: a budget is reached", "Handrail: fin del presupuesto"),
    Spoken(
        "Handrail: {programme} has reached its budget of the month. Its nudges wait or"
        " stay here; replies still go. See: handrail programme budget",
        "Handrail: {programme} alcanzó su presupuesto del mes. Sus avisos esperan; las"
        " respuestas salen. Mira: handrail programme budget",
    ),
)
SPOKEN: Mapping[str, Spoken] = {
    "crisis": Spoken(
        "This is Handrail, an automated call. {who} may not be safe. Automatic texts to"
        " them are on hold. Please look at the page that we sent to you.",
        "Habla Handrail, en una llamada automática. {who} quizá no está a salvo. Sus"
        " mensajes automáticos están en suspenso. Por favor, mira la página que te"
        " enviamos.",
    ),
    "unclear_stop": Spoken(
        "This is Handrail, an automated call. {who} may want texts to end. Please look"
        " at the page that we sent to you.",
        "Habla Handrail, en una llamada automática. {who} quizá no quiere más mensajes."
        " Por favor, mira la página que te enviamos.",
    ),
    "stopped": Spoken(
        "This is Handrail, an automated call. The carrier lets nothing out from our"
        " number any more, and everything waits. Please look at the page Today.",
        "Habla Handrail, en una llamada automática. La operadora ya no deja salir nada"
        " de nuestro número, y todo espera. Por favor, mira la página Hoy.",
    ),
}
PRESS = Spoken("Press 1 to say that you have it.", "Marca 1 si te encargas.")
THANKS = Spoken(
    "Thank you. You have it. The hold stays until you lift it. Goodbye.",
    "Gracias. Te encargas tú. Lo automático sigue detenido hasta que lo reanudes."
    " Adiós.",
)
GOODBYE = Spoken(
    "Nobody pressed 1, so somebody else is told next. Goodbye.",
    "Nadie marcó 1, así que se avisa a otra persona. Adiós.",
)
NO_MORE = Spoken("Somebody has it already. Goodbye.", "Alguien se encarga ya. Adiós.")
PAGE = Spoken("Please look now: {page}", "Mira ahora: {page}")
GONE = Spoken(
    "They have been erased since, their page and number with them. Only the carrier's"
    " own record can tell more.",
    "Sus datos se borraron desde entonces, con su página y su número. Solo el registro"
    " de la operadora sabe más.",
)
UNKNOWN = Spoken(
    "That number is not enrolled and not kept here. The carrier's record of today's"
    " texts has it.",
    "Ese número no está inscrito ni se guarda aquí. Está en el registro de hoy de la"
    " operadora.",
)
BY_MAIL = Spoken(
    "To say that you have it, {how}type\n"
    "  handrail alerts ack {id} --by YOUR-NAME\n"
    "Until somebody has it, others are told. Having it lifts no hold.",
    "Para decir que te encargas, {how}escribe\n"
    "  handrail alerts ack {id} --by TU-NOMBRE\n"
    "Hasta que alguien se encargue, se avisa a otras personas. Encargarse no reanuda"
    " nada de lo detenido.",
)
BY_PHONE = Spoken(
    "reply OK to the text, press 1 in the call, or ",
    "responde OK al mensaje, marca 1 en la llamada, o ",
)
HAS = Spoken(
    "Handrail: {name} has the alert about {who}. Nothing more is asked of you.",
    "Handrail: {name} se encarga de la alerta de {who}. Nada más para ti.",
)
CLEARED = Spoken(
    "Handrail: {name} has seen to the alert about {who}. Nothing more is asked of you.",
    "Handrail: {name} ya atendió la alerta de {who}. Nada más para ti.",
)
ONE_MORE = Spoken(
    " {count} more waits: reply OK for it too.",
    " Espera {count} más: responde OK también.",
)
HEEDED = Spoken(
    "Noted, you have it. What is held stays held until you lift it: {page}",
    "Anotado: te encargas. Lo retenido espera a que lo levantes: {page}",
)
NOTHING = Spoken(
    "Nothing that you were told of waits for anybody.",
    "Nada de lo que se te avisó espera a nadie.",
)
NOT_READ = Spoken(
    "That did not say that you have it. Reply OK when you do.",
    "Eso no dijo que te encargas. Responde OK si es así.",
)
SOMEONE = Spoken("someone in {where}", "alguien de {where}")
SOMEBODY = Spoken("somebody who wrote to {where}", "alguien que escribe a {where}")


def of(origin: str, organisation: str, due: Due, language: str) -> dict[str, str]:
    """Return what is said of an alert by each channel, in a language."""
    unknown = due.participant_id is None and due.kind == "crisis"
    who = someone(due.programme or organisation, language, known=not unknown)
    how = BY_PHONE.to(language) if due.way in SPOKEN else ""
    own = due.kind == "limit" and due.programme is not None
    both = OF_PROGRAMME if own else SAID[due.way]
    subject, said = (one.to(language) for one in both)
    where = _where(origin, due, language)
    text = said.format(who=who, where=where, programme=due.programme)
    by_mail = BY_MAIL.to(language).format(id=due.id, how=how)
    aloud = SPOKEN.get(due.way, SPOKEN["crisis"]).to(language)
    return {
        "text": f"{text} {HAS_IT.to(language)}",
        "email": f"{subject}\n\n{text}\n\n{by_mail}\n",
        "call": aloud.format(who=who[0].upper() + who[1:]),
    }


def someone(where: str, language: str, *, known: bool = True) -> str:
    """Name nobody, but the programme or the organisation she is in."""
    return (SOMEONE if known else SOMEBODY).to(language).format(where=where)


def page(origin: str, participant: object | None) -> str:
    """Return the address of her page, or of everybody's."""
    return f"{origin}/people/{participant}" if participant else f"{origin}/"


def _where(origin: str, due: Due, language: str) -> str:
    if due.participant_id is None and due.kind == "crisis":
        return UNKNOWN.to(language)
    if due.erased:
        return GONE.to(language)
    # A message that was put aside may be to a coach, and about nobody.
    return PAGE.to(language).format(page=page(origin, due.participant_id))
