"""What is said where no rule stood against a nudge, or another place decided: data.

All of it is English, and so are the dates in it.
"""

from datetime import date

# The last row of the table, said per kind, and per cause where there are several.
SENT: dict[str, tuple[str, str]] = {
    "prompt": (
        "Nothing stood against it and {name} had not reported yet, so the prompt goes.",
        "I had no word from you on that step yet, so I sent one prompt.",
    ),
    "recap": (
        "The weekly question is due and nothing stands against it.",
        "Once a week I ask how it went. It counts tries, not results.",
    ),
    "recap month": (
        "The month in {name}'s own words is due, in place of this week's recap.",
        "Once a month I send your tries in your own words, in place of the recap.",
    ),
    "follow_up": (
        "A follow-up was promised for now and nothing stands against it.",
        "I said I would come back to this, so I did.",
    ),
    "follow_up unreached": (
        "The call did not reach {name}, so this one text goes in its place.",
        "My call did not reach you, so I sent one text in its place.",
    ),
    "follow_up asked": (
        "{name} asked for a call that did not reach them, so one text goes instead.",
        "You asked me to call and I did not reach you, so I sent one text.",
    ),
    "follow_up no_step": (
        "{name} has no step yet, so the intake asks what the first one could be.",
        "You had no step yet, so I asked what the first one could be.",
    ),
    "follow_up offer": (
        "It is a good time to ask {name} about the step; nothing stands against it.",
        "It was a good time to ask you about your step, so I did.",
    ),
    "call": (
        "It is {name}'s time for a call and nothing stood against it, so it is made.",
        "It was the time for our call, so I called.",
    ),
    "call unreached": (
        "The first call did not reach {name}, so this is the one retry.",
        "My first call did not reach you, so I tried once more.",
    ),
    "call asked": (
        "{name} asked for this call.",
        "You asked me to call, so I did.",
    ),
    "invitation": (
        "{name} was invited by a coach and has not answered yet.",
        "Your coach invited you, so I asked if you want this.",
    ),
    "reply": (
        "{name} wrote first, and this is the answer.",
        "You wrote to me, and that was my answer.",
    ),
    "answer": (
        "{name} answered, and this is what comes next.",
        "You answered me, and that was what comes next.",
    ),
    "crisis": (
        "A text from {name} touched on safety, so the reviewed reply goes at once.",
        "Your text touched on safety, so I sent the numbers of people who can help.",
    ),
    "confirmation": (
        "{name} is owed this confirmation.",
        "You asked, and that was the confirmation.",
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
# Rules decided elsewhere: by the Ladder, or between writing and sending.
OTHER_RULES: dict[str, str] = {
    "consent_changed": "You changed what I may send after that was written.",
    "loop_guard": "Too many automatic texts had gone out, so that one stayed here.",
    "crisis": "A person has looked, and texts may go out again.",
    "unclear_stop": "A person has looked, and texts may go out again.",
    "call_again": "I called and did not reach you, so I try once more at {at}.",
    "call_text": "I called and did not reach you, so I write instead.",
    "call_nothing": "I called and did not reach you, and left it at that.",
    "A0-waits": "You did it without a nudge {waits} times running, so I wait first.",
    "A0-tries": "You tried {tries} of the last {of} times, so I wait for you first.",
    "A0-days": "You have had {days} days of prompts, so I wait for you first now.",
    "A1": "You did it without a nudge {tries} of the last {of} times, so I write less.",
    "A2": "You did it without a nudge {tries} times running, so I write less again.",
    "A3": "My prompts helped little, so I write less. Your coach looks at the step.",
    "A4-begin": "It has gone evenly for a while, so I try ten days with fewer prompts.",
    "A4-held": "Ten days with fewer prompts went as well as before, so it stays so.",
    "A4-back": "Ten days with fewer prompts were harder, so I write as before.",
    "L1": "The last few days looked harder, so I check in a bit more for now.",
    "L2": "The week looked harder than usual, so I check in a bit more for now.",
    "L3": "I had no word from you for {days} days, so I check in a bit more for now.",
    "L3-tries": "I had no word of a try for {days} days, so I check in once more.",
    "L3-quiet": "I had no word from you for {days} days, so I write once a week now.",
    "L3-word": "You wrote again, so I go on as before.",
    "L4": "The last two weeks or so looked harder, so I check in a bit more for now.",
    "L5": "You told me you feel less sure, so I check in a bit more for now.",
    "L6": "Your days have changed: {days} days of rest, and then I begin gently.",
    "NEW": "You took up something new, so I check in a bit more while it is new.",
    "LESS": "You asked for fewer prompts.",
    "BACK": "You asked for more prompts.",
    "PAUSE": "You asked for a pause.",
    "GO": "You asked to go on.",
    "COACH": "Your coach set how often I write.",
    "COACH-end": "What your coach had set for a while has ended.",
    "SKIP": "Your coach put that day off.",
    "G3": "You told me about that one already.",
    "G4": "Something changed for you a moment ago, so I check in once.",
    "G1-day": "You have had a prompt that day already.",
    "G1": "You have had as many prompts this week as your coach allows.",
}
# Rules of growing: what is only weighed, and what a coach is asked to look at.
GROWING: dict[str, str] = {
    "S-begun": "You have begun, so from here I write less and less.",
    "S-growing": "You did it four times in a row, so the step may grow.",
    "S-kept": "You go on alone, so I look in once a month.",
    "S-lapse-keep": "It had been a harder time, so I look in more often again.",
    "S-lapse-solidify": "It had been a harder time, so the place you know comes first.",
    "S-settled-fade": "You have held it for two weeks, so new places come next.",
    "S-settled-stretch": "You have held it for two weeks, so new places come next.",
    "TOO-EASY": "The step seems easy for you by now.",
    "HARD-fear": "You told me it was frightening, so I look at making it easier.",
    "HARD-falling": "You were less sure than before, so I look at making it easier.",
    "HARD-few": "The step was often too much, so I look at making it easier.",
    "HARD-prompts": "My prompts did not help much, so I look at the step itself.",
    "UNSURE": "You were not quite sure of it, so I look at making it easier.",
    "STAY": "The step stays as it is for now.",
    "STAY-cost": "A mistake could cost you a lot, so your coach looks at it first.",
    "STAY-fear": "It makes you nervous, so the step stays as it is for now.",
    "STAY-unsure": "You were not quite sure of it, so the step stays as it is for now.",
    "C-fear": "It makes you nervous, so your coach looks at it with you.",
    "C-list": "Something on your list frightens you, so your coach looks at it.",
    "C-tailor": "What I sent did not fit, so your coach looks at the step with you.",
    "C-prompts": "My prompts did not help much, so your coach looks at the step.",
    "C-nothing-left": "The step is small already, so your coach looks at it with you.",
    "offer_over": "What I had meant to ask about was settled, so I did not ask.",
}
# What a sentence calls a nudge of this kind; the rest are texts, and prompts.
NAMED: dict[str, dict[str, str]] = {"call": {"what": "call", "ask": "call"}}
TEXT = {"what": "text", "ask": "prompt"}
UNKNOWN_RULE = "That followed the plan you and your coach have."
_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def day(one: date) -> str:
    """Say a date as one says it: Wednesday 7 October."""
    return f"{_WEEKDAYS[one.weekday()]} {one.day} {_MONTHS[one.month - 1]}"
