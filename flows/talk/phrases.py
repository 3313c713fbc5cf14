"""The words people answer with, as tables: data for `answers`, in English.

Every phrase is written as `answers.normal` leaves it: lower case, no punctuation, no
apostrophes, single spaces.
"""


def _set(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split("|"))


TRIED = _set(
    "d|done|did|did it|did that|did so|i did|i did it|i did that|yes i did|yes done|"
    "done it|all done|got it done|have done|ive done it|done and dusted|made it|"
    "yes|yep|yeah|yup|y|ya|yea|aye|sure did|of course|absolutely|totally|yes it did|"
    "tried|tried it|i tried|i tried it|gave it a go|gave it a try|gave it a shot|"
    "had a go|attempted|attempted it|completed|complete|finished|nailed it|check|"
    "checked|tick|ticked|boom|success|mission accomplished|did it again|"
    "kind of|kinda|sort of|sorta|a bit|a little|a little bit|partly|partially|half|"
    "finally|yay|woohoo|woo hoo|hooray|dne|dobe|donr|fone|100|"
    "half of it|some of it|most of it|almost|nearly|almost did|tiny bit|once|twice"
)
NOT_TRIED = _set(
    "n|no|nah|nope|nay|naw|not today|no not today|nah not today|not really|didnt|"
    "i didnt|didnt do it|i didnt do it|did not|i did not|no i didnt|not this time|"
    "skip|skipped|skipped it|skip today|pass|couldnt|i couldnt|no time|too busy|"
    "missed it|i forgot|forgot|forgot it|chickened out|bailed|none|nothing|"
    "not at all|no sorry|sorry no|nah sorry|no luck|not quite|nothing today|nada|"
    "zero|0|not a chance|cant|cant today|i cant|unable|didnt happen|did not happen|"
    "not done|no go|negative|didnt try|i didnt try|not tonight|never"
)
NOT_YET = _set(
    "t|not yet|no not yet|nope not yet|trying|trying now|trying it now|on it|later|"
    "will do|will do it|in a bit|soon|going to|about to|doing it now|doing it|now|"
    "tonight|tomorrow|later today|after lunch|in a minute|still to come|give me a min"
)
THANKS = _set(
    "thanks|thank you|thanks a lot|thank you so much|many thanks|thx|thnx|ty|tysm|"
    "ok|okay|k|kk|cool|great|nice|lovely|perfect|awesome|lol|haha|hah|cheers|got it|"
    "sure|np|no problem|no worries|good to know|will keep going|ok thanks|"
    "ok thank you|great thanks|cool thanks|sounds good|noted|good night|goodnight|bye"
)
GREETING = _set(
    "hi|hello|hey|hiya|hi there|hello there|hey there|good morning|good evening|"
    "good afternoon|morning|evening|howdy|yo|hello again|hi again"
)
NOTHING = _set(
    "idk|i dont know|dont know|dunno|i dunno|no idea|not sure|im not sure|nothing|"
    "nothing special|nothing really|nothing much|no|nope|nah|n|none|na|not much|"
    "who knows|hard to say|cant say|luck|just luck|pass|skip|same|yes|yep|ok|done|d|t"
)
YES = _set(
    "go|g|yes|y|yep|yeah|yup|ya|yea|aye|sure|ok|okay|k|kk|fine|im in|i am in|in|"
    "count me in|lets go|go ahead|go for it|please|please do|yes please|of course|"
    "absolutely|definitely|join|agree|i agree|agreed|accept|sounds good|lets do it|"
    "go go go|go please|ready|im ready|happy to|why not|sure why not|sign me up"
)
NO = _set(
    "no|nah|nope|n|nay|not now|no thanks|no thank you|not interested|later|not yet|"
    "not today|not for me|maybe later|dont|i dont|no way|rather not|id rather not|"
    "go away|never|decline|i decline|leave me alone|pass|not really"
)
YES_LEADS = _set("yes|yep|yeah|yup|sure|ok|okay|absolutely|definitely")
NO_LEADS = _set("no|nah|nope|nay|naw")
DOUBT = _set("not|dont|no|never|but|if|unless|maybe|isnt|cant|wont|later|away")

TRIED_SIGNS = frozenset("✅✔☑💪🎉🙌🥳💯🏆")
NOT_TRIED_SIGNS = frozenset("❌👎🙅✖✗")
THANKS_SIGNS = frozenset("👍👌🙏❤😊😀🙂😁🫶💚💙♥🤗👏🔥")
YES_SIGNS = frozenset("👍👌✅✔☑🙌💪🎉💯")

# What was missing (#36), the rarer and more telling first: "no time, and I did not
# know how to start" needs know-how.
REASONS = (
    (
        "know_how",
        r"\b(know ?how|knowhow|(know|sure|clue|idea) (how|what|where)|how to\b|"
        r"(dont|didnt|did not|do not) know|what to say|skills?|confus\w+|unclear|"
        r"understand|instructions?|practi[cs]e more|wasnt sure|not sure)",
    ),
    (
        "moment",
        r"\b(no (meeting|stand ?up|class|shift)|"
        r"moments?|right time|good time|no (chance|opening|opportunity)|came up|"
        r"come up|occasion|cancel\w*|nobody asked|no one asked|wrong (time|place)|"
        r"not the (time|place)|opportunit\w+|interrupted|cue|moved on|day off|"
        r"holidays?|vacation)\b",
    ),
    (
        "time",
        r"\b(time|busy|swamped|meetings?|deadlines?|late|overslept|rush(ed|ing)?|"
        r"too much|workload|hectic|slammed|tired|exhausted|ill|sick|unwell|"
        r"headache|crazy day|long day|kids?|energy)\b",
    ),
)

# A carrier takes some words for itself before Handrail sees them; none stands here.
COMMANDS = {
    "why": _set(
        "why|why this|why me|why now|why did you text me|why did you text|"
        "why did i get this|why am i getting this|why this text"
    ),
    "less": _set(
        "less|less please|less often|fewer|fewer texts|fewer please|less texts|"
        "too many texts|too many|text me less|please text less|not so often"
    ),
    "back": _set(
        "back|back please|more please|more texts|more often|text me more|"
        "more reminders|remind me more|more prompts"
    ),
    "pause": _set(
        "pause|pause please|please pause|take a break|i need a break|snooze|"
        "pause texts|pause for now"
    ),
    "go": _set("go|go go|go on|unpause|im back|i am back|resume please|go again"),
}

NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine", "ten",
        )
    )
}  # fmt: skip

DAYS = {
    name: day
    for day, names in enumerate(
        (
            "monday mon mondays", "tuesday tue tues tuesdays",
            "wednesday wed weds wednesdays", "thursday thu thur thurs thursdays",
            "friday fri fridays", "saturday sat saturdays", "sunday sun sundays",
        )
    )
    for name in names.split()
}  # fmt: skip
LETTERS = {
    "m": 0, "tu": 1, "w": 2, "th": 3, "r": 3, "f": 4, "fr": 4, "sa": 5,
    "su": 6, "u": 6, "mo": 0, "we": 2,
}  # fmt: skip
DAY_GROUPS = {
    "weekdays": frozenset(range(5)), "weekday": frozenset(range(5)),
    "workdays": frozenset(range(5)), "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}), "everyday": frozenset(range(7)),
    "daily": frozenset(range(7)), "all": frozenset(range(7)),
    "7": frozenset(range(7)), "seven": frozenset(range(7)),
}  # fmt: skip
ALL_DAYS = _set(
    "every day|each day|all days|all of them|every single day|all week|the whole week"
)
NO_DAYS = _set(
    "0|zero|none|no|nope|nah|n|no days|zero days|0 days|not once|never|nothing|nada|"
    "not this week|none this week|not any|no day|o|didnt|none of them"
)
EXCEPT = _set("except|but|besides|minus|without")
DAY_FILLER = _set("and|on|also|plus|then|i|tried|did|it|just|both|the|this|week|n")
