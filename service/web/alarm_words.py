"""What each alert asks of a coach, by its kind and the reason it was raised for."""

from __future__ import annotations

from collections.abc import Mapping

from service.web import invite_words
from service.web.tongues import spoken

ALERT: Mapping[tuple[str, str | None], str] = spoken(
    {
        (
            "crisis",
            None,
        ): "A text touched on safety. Please reach out now; automatic texts "
        "are on hold.",
        (
            "unclear_stop",
            None,
        ): "May want texts to end. Automatic texts are on hold until you have looked.",
        (
            "unclear_stop",
            "transcript",
        ): "A machine heard what may be a wish to stop in a "
        "recording. Nothing automatic goes out until you have listened.",
        (
            "unclear_stop",
            "whose",
        ): "Something came from their number, which had been silent for 45 days or "
        "more: it may be somebody else's by now. Everything automatic is on hold. Lift "
        "the hold only if you know that it is theirs.",
        (
            "limit",
            None,
        ): "A limit of messages or money is reached: nudges wait or are not sent.",
        (
            "limit",
            "programme_month",
        ): "A programme's budget of the month is reached: its nudges wait or stay "
        "here.",
        ("quarantine", None): "A planned text could not be made and was put aside.",
        ("quarantine", "message"): "A message could not be sent and was put aside.",
        (
            "quarantine",
            "out_of_reach",
        ): "What was to go to them did not: the carrier could not be reached while it "
        "was of use.",
        (
            "quarantine",
            "stopped",
        ): "The carrier lets nothing out from our number. Whoever runs this has to "
        "mend it; until then everything waits.",
        (
            "quarantine",
            "restored",
        ): "The service was put back from a backup. Whoever runs this looks first; "
        "until then nothing goes out but alerts and safety replies.",
        (
            "quarantine",
            "plan",
        ): "Their coming days could not be planned. It is tried again "
        "later; please tell who runs this.",
        (
            "quarantine",
            "hear",
        ): "A text that came in could not be taken in here. It stands in the carrier's "
        "own log; please tell who runs this.",
        (
            "quarantine",
            "fall_silent",
        ): "A question without an answer could not be ended. "
        "It is tried again later; please tell who runs this.",
        (
            "quarantine",
            "settle_doubts",
        ): "A message in doubt could not be looked up. It is "
        "tried again later; please tell who runs this.",
        (
            "quarantine",
            "fetch_recordings",
        ): "A recording could not be fetched. It is tried "
        "again later; please tell who runs this.",
        ("hand", "watch"): "A text may touch on safety. Please read it.",
        ("hand", "question"): "Asked a question that is for you.",
        (
            "hand",
            "left_open",
        ): "Their last words in a talk with a coach have no answer.",
        ("hand", "news"): "Told you something that a person should read.",
        ("hand", "my_data"): "Asked for what is kept about them.",
        ("hand", "asked"): "Would like to talk to a person.",
        ("hand", "know_how"): "Would like help with how to do the step.",
        ("hand", "unsure"): "Sent something that was not understood.",
        ("hand", "no_words"): "Sent a picture, or a text without words.",
        (
            "hand",
            "no_texts",
        ): "Texts do not reach their line. Please offer calls, or ask for "
        "a mobile number; a text from them ends this.",
        (
            "hand",
            "unconfirmed",
        ): "Silent for 45 days; the number may be somebody else's. One text without a "
        "name asks whose it is. Please reach them another way.",
        ("hand", "no_step"): "Told of a try, and has no step yet.",
        # Tasks of the Ladder (flows.coach.lapses, evidence), by the rule that set them.
        (
            "hand",
            "A3",
        ): "Prompts hardly led to a try. Please make the step smaller together.",
        (
            "hand",
            "L3-quiet",
        ): "No word for a while, so at most one prompt a week goes. Please "
        "look in yourself.",
        (
            "hand",
            "L5",
        ): "Is less sure than before. Please make the step smaller together.",
        (
            "hand",
            "serious",
        ): "A mistake could cost them something serious. Please look at "
        "the step together first.",
        (
            "hand",
            "more_often",
        ): "Would like the step once more a week. Please add the day.",
        (
            "hand",
            "less_often",
        ): "Would like the step once less a week. Please take a day out.",
        ("hand", "accepted_stretch"): "Wanted a notch more, and left it half told.",
        ("hand", "accepted_smaller"): "Wanted a notch less, and left it half told.",
        ("hand", "accepted_more_help"): "Would like more help with the step.",
        ("hand", "accepted_less_help"): "Would like to try the step with less help.",
        (
            "hand",
            "STAY",
        ): "Said yes to a change that could not be made now. Please look at "
        "it together.",
        (
            "hand",
            "STAY-fear",
        ): "Wanted a notch more, and expects a lot of fear. The step "
        "stays as it was until you have looked.",
        (
            "hand",
            "STAY-unsure",
        ): "Wanted a notch more, and is not sure enough of it. The "
        "step stays as it was until you have looked.",
        (
            "hand",
            "C-fear",
        ): "Expects a lot of fear. Please look at the step together first.",
        (
            "hand",
            "C-list",
        ): "Something on their list frightens them a lot. Please look at "
        "it together before any of it is tried.",
        (
            "hand",
            "C-tailor",
        ): "Cards and stories did not bring tries. Please tailor the step.",
        (
            "hand",
            "C-prompts",
        ): "Reminders do not help here. Please make the step smaller.",
        (
            "hand",
            "C-nothing-left",
        ): "It is hard, has the most help and cannot get smaller. "
        "Please talk with them.",
        ("hand", None): "Something here is for you.",
    }
)


def asks(kind: str, reason: str) -> str:
    """Say what an alert of a kind, for a reason, asks of a coach."""
    uninvited = invite_words.asked(reason)
    if uninvited:
        return uninvited
    return ALERT.get((kind, reason)) or ALERT.get((kind, None)) or ALERT["hand", None]
