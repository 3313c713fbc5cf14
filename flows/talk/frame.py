"""What every call says around a script's own words, per language: data.

A language that is not here speaks the first of each row.
"""

from collections.abc import Mapping

Frame = Mapping[str, str]

AGAIN: Frame = {
    "en": "Sorry, I did not hear an answer.",
    "es": "Perdón, no escuché una respuesta.",
}
NOT_A_KEY: Frame = {
    "en": "That key has no meaning here.",
    "es": "Esa tecla no sirve aquí.",
}
HEARD: Frame = {"en": "I heard {value}.", "es": "Entendí {value}."}
GOODBYE: Frame = {
    "en": "That is fine. I will send you the question as a text. Goodbye.",
    "es": "Está bien. Te mando la pregunta por mensaje de texto. Adiós.",
}

BY_TEXT_THEN: Frame = {
    "en": "I cannot take an answer to that here. I will send it to you as a text.",
    "es": "Aquí no puedo recibir la respuesta. Te mando la pregunta por mensaje.",
}
ONE_MOMENT: Frame = {"en": "One moment, please.", "es": "Un momento, por favor."}
NOT_YET: Frame = {
    "en": "Your recording is kept. I cannot play it back just now.",
    "es": "Tu grabación queda guardada. Ahora mismo no la puedo reproducir.",
}


def spoken(frame: Frame, language: str) -> str:
    """Return the words of `frame` in `language` (`es-MX` is read as `es`)."""
    return frame.get(language.partition("-")[0], next(iter(frame.values())))


NOTHING_NOW: Frame = {
    "en": "This is an automated service, and there is nothing to do just now. Goodbye.",
    "es": "Este es un servicio automático y por ahora no hay nada que hacer. Adiós.",
}
BY_TEXT: Frame = {
    "en": "We are in the middle of something by text. Please go on there. Goodbye.",
    "es": "Tenemos algo a medias por mensaje. Sigamos por ahí. Adiós.",
}
# To whoever calls from a number that may be somebody else's by now; we listen once.
SAY_NOW: Frame = {
    "en": "This is an automated service. A person will get back to you. You can say now"
    " what you call about.",
    "es": "Este es un servicio automático. Una persona se pondrá en contacto. Puedes"
    " decir ahora por qué llamas.",
}
HELD: Frame = {
    "en": "This is an automated service. A person will get back to you. Goodbye.",
    "es": "Este es un servicio automático. Una persona se pondrá en contacto. Adiós.",
}
