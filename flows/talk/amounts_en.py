"""How people say numbers, lengths, times and days in English, as tables."""

# Whole messages that say how sure, where 0 to 10 is asked.
SCALE = {
    "0": "nil points|none at all|no confidence whatsoever|no confidence today|"
    "not one bit|zero points|nothing at all|not confident|no way i can|"
    "no chance at all|not even slightly|not even a little|not at all|none|"
    "none whatsoever|zilch|nada|nil|nothing|not sure at all|no way|no confidence|"
    "no confidence at all|zero confidence|not a bit|not in the slightest|"
    "not confident at all|no chance|absolutely not|not even a bit|"
    "not sure in the slightest|nought|naught|null|nowhere near|not the least bit",
    "5": "about half|halfway there|half way there|about halfway|roughly half|"
    "somewhere in between|half half|in between|mid|the midpoint|dead centre|50 50|"
    "halfway|half way|half|half and half|in the middle|middle|fifty fifty|"
    "right in the middle|bang in the middle|medium|midway|middling|half sure|"
    "smack in the middle|somewhere in the middle|the middle",
    "10": "100|a hundred|a million percent|100 percent|one hundred|through the roof|"
    "off the scale|off the charts|as sure as anything|absolute certainty|bet my life|"
    "rock solid|no question|beyond sure|sure as hell|sure as anything|100 certain|"
    "a thousand percent|completely|completely sure|totally|totally sure|absolutely|"
    "absolutely sure|certain|absolutely certain|fully|100 sure|max|maximum|"
    "full marks|the max|totally certain|completely certain|dead sure|dead certain|"
    "as sure as can be|couldnt be surer|no doubt|no doubt at all|without a doubt|"
    "to the max|top marks|completely confident|totally confident|fully confident|"
    "super sure 100|hundred percent|one hundred percent|a hundred percent|"
    "a hundred per cent",
}
# The scale, told before the number on it: "from 0 to 10, a 7", "10 being certain, 7".
ENDS = (
    r"\b(?:[01]|zero|one) ?(?:to|a|and|-) ?(?:10|ten)\b(?=.*\w)|"
    r"\b(?:0|1|10|zero|one|ten) ?(?:being|means|meaning|=|is (?=(?:the )?(?:certain|"
    r"sure|most|best|nothing|everything|no|yes|low|high|max|highest|top|totally|very)))"
    r"(?= ?[a-z])(?=\D+\d)"
)
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
MORE_NUMBERS = {
    "nought": 0, "naught": 0, "nil": 0, "zip": 0, "hundred": 100, "fourty": 40,
    "dozen": 12, "sevn": 7, "couple": 2, "pair": 2, "once": 1, "twice": 2,
}  # fmt: skip
# Words around numbers, one letter each for `quantities`.
AROUND = {
    "r": "to|or|through|until|till|and maybe",  # one of two: the lower counts
    "o": "out of|over|of",  # of ten
    "D": "more than|less than|higher than|lower than|better than",
    "d": "not|not at|not at a|not at an|not an|not even|not even a|not even an|"
    "not quite a|rather than|instead of|as opposed to|no longer|no longer a|not a",
    # is left behind
    "e": "from|from a|from an|almost|nearly|under|below",
    "p": "was|were|have said|had said|said|last week|last time|yesterday|before|"
    "used to|on monday|on tuesday|on wednesday|on thursday|on friday|on saturday|"
    "on sunday|this morning|would have|wouldve|previously|earlier|initially|"
    "last month|started|started at|went up from",
    "n": "now|today|more like|turns out|currently|these days|next time|tomorrow|"
    "up to|down to|turned out",
    "q": "i mean|wait|sorry|meant|i meant|scratch that|actually|make that|correction|"
    "no wait|make it|rather|well no|hang on",
    "u": "times|minutes|minute|min|mins|hours|hour|people|person|weeks|week|days|"
    "doubt|doubts|worries|worry|fear|fears|nerves|question|questions|hesitation|"
    "idea|clue|day|years|year|months|month|oclock|am|pm|things|words|sentences|slides|"
    "meetings|points|emails|calls|colleagues|of them|of us|percent more|kids|others",
    "b": "but",
    "c": "no",
    "P": "percent|per cent|pc",
}
# One is a number only by itself or after these.
BEFORE_ONE = (
    "um uh er like a say about just like is its be id maybe only probably around "
    "number at give"
)
DURATION = {
    "H": "half|halfs",
    "Q": "quarter|quarters",
    "&": "and|n|plus",
    "o": "of|a|an|of a|of an",
    "~": "or|to|maybe|or maybe",
    "d": "not",
    "q": "no|i mean|wait|sorry|meant|i meant|actually|make that|make it|correction|"
    "no wait",
    "h": "h|hr|hrs|hour|hours|hourly",
    "m": "m|min|mins|minute|minutes|minuets|mns|mintue|mintues|minites|minuts",
    "s": "s|sec|secs|second|seconds",
}
# Parts of the day, as the hours they lie in.
TIME = {
    "H": "half past|half",
    "Q": "quarter|a quarter",
    "p": "past|after|gone",
    "t": "to|before|til|till|of",
    "c": "oclock|o clock|sharp|h|hrs|hours|ish|on the dot",
    "s": "so|i mean|wait|sorry|actually|make that|make it|rather|no|instead|meant",
    "d": "not",
    "A": "am|a m|in the morning|this morning|morning",
    "P": "pm|p m|in the afternoon|in the evening|this afternoon|this evening|tonight|"
    "afternoon|evening|arvo",
    "N": "at night|night",
    "O": "noon|midday|noontime|noon time",
    "M": "midnight",
}
# What one says first: "ten past nine", but "las nueve y diez".
MINUTES_FIRST = True
# "7, no 8" is an 8; where a "no" is also the word for "not", it may be a 7 as well.
NO_CORRECTS = True
DAYS = (
    "monday mon mondays monda mnday", "tuesday tue tues tuesdays tuesay",
    "wednesday wed weds wednesdays wensday wendesday", "thursday thu thur thurs "
    "thursdays",
    "friday fri fridays firday", "saturday sat saturdays", "sunday sun sundays",
)  # fmt: skip
LETTERS = {
    "m": 0, "tu": 1, "w": 2, "th": 3, "r": 3, "f": 4, "fr": 4, "sa": 5,
    "su": 6, "u": 6, "mo": 0, "we": 2, "t": 1, "s": 5,
}  # fmt: skip
# A letter that stands for a later day once a day has been named: T W T, S S.
SECOND = {"t": (1, 3), "s": (5, 6)}
RUN = r"th|tu|sa|su|[mtwrfsu]"
SPAN = r"m ?[-\u2013] ?f|m to f"
DAY_GROUPS = {
    "0123456": "everyday|daily|all|7|seven|every day|each day|all days|all of them|"
    "every single day|all week|the whole week|all seven|all 7|7 days|seven days|"
    "the lot|every one of them|whole week|all seven days|all 7 days|"
    "every day this week",
    "01234": "all weekdays|every workday|every work day|all the weekdays|"
    "every school day|school days|weekdays|weekday|workdays|every weekday|work days|"
    "working days",
    "56": "weekend|weekends|the weekend|both weekend days",
}
NO_DAYS = (
    "nothing this week|didnt do it this week|i didnt do it this week|didnt do it|"
    "i didnt do it|couldnt this week|not this time|forgot all week|skipped this week|"
    "0|zero|none|no|nope|nah|n|no days|zero days|0 days|not once|never|nothing|nada|"
    "not this week|none this week|not any|no day|o|didnt|none of them|not one|zilch|"
    "not a single one|not a single day|i didnt|didnt try|not at all|none at all|"
    "no days this week|i didnt do any|didnt do any|didnt manage any|not any of them|"
    "nil|zip|not one day|none sorry|no tries|nowt|no sorry|sorry none|sorry no|"
    "none of the days"
)
# As the first word these say that no day will be named.
NO_DAY_FIRST = "none zero 0 nil zilch nada"
DAY_WORDS = {
    "-": "except|except for|but not|besides|minus|without|excluding|apart from|bar|"
    "other than|instead of|rather than",
    "b": "but",
    "q": "i mean|no wait|no sorry|no i mean|make that|scratch that|correction|"
    "i meant|sorry i mean|sorry i meant|wait no",
    "m": "didnt|did not|skipped|missed|forgot|couldnt|could not|didnt do it|"
    "couldnt do it|didnt manage it|didnt do|forgot it|skipped it|missed it|neither",
    "~": "not|nor|no not|never on|meant to|wanted to|"
    "planned to|chickened out|bottled it|wasnt|cant|"
    "failed|failed on|nothing on|except not|hadnt|havent|wouldnt",
    "n": "no|nope|nah|x|0|nothing|zero|none|off|sick|ill|skip|never|no way|naw",
    "y": "yes|yep|yeah|yup|done|y|did|1|tick|check|did it|ok|managed|managed it",
    ">": "to|through|thru|till|until",
    "a": "no others|no other days|no more|none of the others|thats all|and|on|also|"
    "plus|then|i|tried|it|just|both|the|this|week|n|um|uh|too|think|every|each|only|"
    "was|maybe|so|at|day|do|do it|was a|its|for|of",
    "k": "almost all|nearly all|most days|nearly every|almost every|every other|"
    "every second|which|either",
}
# "I sat down with my boss" names no day, "sat and mon" does.
ALSO_VERBS = "sat sun wed"
