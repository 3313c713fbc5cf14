"""How people tell in English what became of a chance: phrases, by what they do.

`stories` says what the letters mean. Apostrophes are left out, as `spelling` does.
"""

import re

from flows.talk.doing_en import BASE, DID, EFFORT, NOT, WEAK
from flows.talk.missing_en import BACKED, MISSED, NEVER_CAME
from flows.talk.tagging import phrases

_FULL = (
    "finish|finished|finish it|the whole|whole thing|whole lot|all of it|everything|"
    "entire|entirely|fully|completely|perfect|perfectly|complete|all the way|"
    "very well|very good|great|brilliant|amazing|pretty|smooth|smoothly|elegant|easy|"
    "long|as planned|the end|to the end|as long|very long|much|loud|clearly|as well as|"
    "my best|exactly|for long|properly|a lot|loudly|well enough|the full|"
    "get far|get very far|make it all|a disaster|bad|too bad|terrible|quite"
)
_OUTCOME = (
    ""
    ""
    ""
    "work|worked|work out|worked out|go well|go to plan|"
    "go as planned|come off|help|pay off|land|turn out|go down well|come out right|"
    "go great|go as i hoped|did it work|did that work|did it help|"
    "did it go well|get anywhere|go anywhere|like it"
)
_PLANNED = (
    "im next|my turn next|going for it|days not over|day isnt over|day is not over|"
    "still time|still got time|theres still time|ask me at|text me at|try me|"
    "before bed|at lunchtime|see you after|wait for it|any minute now|in the next|"
    "currently|just waiting|just starting|about half an hour|right now|doing it|"
    "doing it right now|about to start|is at|meetings at|its at|not until|not till|"
    "wait till|wait until|in 5|in 10|in 15|in 20|in 30|in two hours|in 2 hours|"
    "in an hour or so|in half an hour|just about to|let you know|tell you tonight|"
    "tell you later|meetings later|later on|not just yet|this afternoon hopefully|"
    "starting now|getting started|gearing up|will|ill|i will|im going to|"
    "i am going to|im gonna|gonna|going to|planning to|plan to|intend to|im planning|"
    "about to|trying now|trying it now|im trying|still trying|trying later|tryna|"
    "trying to|later|later today|after lunch|after work|after dinner|tomorrow|tmrw|"
    "tmw|tomoz|tonight|next week|next time|walking in now|walking in|heading in|"
    "heading into|heading to|going into|going in|going in now|wish me luck|"
    "in the meeting now|in a meeting now|in a meeting|waiting for|waiting on|"
    "waiting to|ask me again|ask me later|ask again|ask later|check back|"
    "check in later|give me an hour|give me a minute|give me|in an hour|in a bit|"
    "in a minute|soon|on it|on my way|want to|i want to|fingers crossed|maybe later|"
    "maybe tonight|maybe tomorrow|hopefully|wanna|doing it now|starts at|starts in|"
    "havent started|hasnt started|hasnt happened yet|not started|nothing yet|"
    "still to come|still to do|to be done|coming up|id like to|getting ready to"
)
_WISHED = (
    "told myself i would|told myself tomorrow|told myself id|promised myself|"
    "promised myself i would|promised myself id|was all set to|had every intention|"
    "had my mind made up|psyched myself up|was determined to|could not bring|"
    "kept meaning to|wish i|wish id|i wish|should have|shouldve|should of|could have|"
    "couldve|could of|would have|wouldve|would of|if id|if i had|if only|"
    "was going to|were going to|was gonna|was about to|was just about to|"
    "was this close to|wanted to|meant to|had planned to|had meant to|planned to|"
    "was planning to|was meaning to|said id|said i would|said i will|promised to|"
    "promised id|promised i|told you id|swore id|was supposed to|was hoping to|"
    "hoped to|intended to|had wanted to|ought to have|so wanted to|"
    "thought about saying|thought about doing|thought about it|thought of saying|"
    "considered|considered it|needed to|was ready to|was meant to"
)
_HEAD = (
    "picture it thing|picturing it|over and over in my mind|to myself in the mirror|"
    "through my mind|played it in my head|did the imagining|"
    "thought it through in my head|acted it out in my head|"
    "walked through it in my head|practised it in the mirror|"
    "practiced it in the mirror|in my head|in my mind|in the head|in me head|"
    "in my imagination|imagined|imagining|imagine|pictured|picturing|visualised|"
    "visualized|visualising|visualizing|mentally|rehearsed|rehearsing|daydreamed|"
    "mind only|played it out|head only|mental rehearsal|"
    "practised in front of the mirror|practiced in front of the mirror|saw myself|"
    "ran it through"
)
_YES = (
    "only for|for two minutes|only two|only three|only five|"
    "barely|just barely|skin of my teeth|by the skin of my teeth|eventually|big win|"
    "big win today|small win|a win|win today|win|thing done|job done|it was me|"
    "sorted|all sorted|ticked off|guess what yes|mostly|its a yes|thats a yes|"
    "a yes from me|a yes|yes to|just about|mission done|step done|walk done|"
    "min walk done|page done|call done|task done|homework done|minutes done|oh yeah|"
    "did one|one small one|just once|only once|heck yes|damn right|sure thing|"
    "too right i did|most of it|two out of three|yes|yess|yse|yeh|yh|yep|yeah|yup|ya|"
    "yea|ye|aye|y|sure did|yas|yesh|check|success|of course|absolutely|definitely|"
    "totally|kind of|kinda|sort of|sorta|a bit|a little|a little bit|a tiny bit|"
    "tiny bit|only a bit|partly|partially|half|half of it|some of it|part of it|"
    "bits of it|finally|mission accomplished|just the first|just one|only one|"
    "only the first|just a|only a|one sentence|d|indeed|affirmative|yay|woohoo|"
    "woo hoo|hooray|boom|once|twice|almost all|it happened|all done|counts|it counts|"
    "oh yes|hell yeah|hell yes|i have|did i ever|three times|ish|yeah baby|you bet|"
    "too right"
)
_NO = (
    "no|nah|nope|nay|naw|na|noo|nop|noep|n|not today|not really|not this time|"
    "not tonight|not at all|not a chance|not quite|not this week|not even close|none|"
    "nothing|nada|zero|zilch|nowt|no way|negative|nothing today|nothing to report|"
    "hell no|no such luck|not happening|not even|not once|no go|not one bit|not me|"
    "no no|no sir|not now|nuh uh|nuh|nope nope|not exactly|nearly but no"
)
_OTHERS = (
    "he|she|they|it|you|nobody|no one|noone|none of them|someone|somebody|everyone|"
    "everybody|people|boss|the boss|my boss|manager|my manager|others|"
    "someone else|my friend|my sister|my brother|my mum|my mom|my dad|my mother|"
    "my father|my husband|my wife|my partner|my son|my daughter|my colleague|"
    "my coworker|colleague|my team|the team|the meeting|meeting|my kid|my kids|"
    "the kids|the others|hes|shes|theyre|its|youre|that|who|which|my coach|one of them"
)
_TROUBLE = (
    "is really ill|is so ill|is really poorly|in a bad way|broke into|was killed|"
    "got killed|been killed|in the icu|lost his job|lost her job|kicked out|"
    "kicked me out|thrown out|homeless|walked out on me|had a stroke|had a fall|"
    "rushed to|rushed in|had a miscarriage|scan results|bad scan|fallen out|big row|"
    "falling out|car crash|in a crash|crash|losing my job|a and e|in a e|"
    "emergency room|husband left|my husband left|my wife left|wife left|"
    "boyfriend left|girlfriend left|partner left|lost our dog|lost our cat|"
    "lost our baby|lost my grandad|lost my brother|lost my sister|broken into|"
    "passed this morning|in intensive care|is in a coma|suicide|died this|hospital|"
    "in hospital|ambulance|funeral|cancer|died|dying|dead|passed away|passed this|"
    "divorce|divorced|divorcing|accident|cried all|cried|crying|cry all|worthless|"
    "hopeless|lonely|so alone|grieving|grief|heart attack|stroke|got fired|"
    "been fired|was fired|got sacked|got laid off|laid off|made redundant|"
    "lost my job|lost my mum|lost my dad|lost my mom|lost my friend|lost my baby|"
    "lost the baby|lost my dog|lost my cat|lost my nan|lost my grandma|panic attack|"
    "yelled at me|shouted at me|screamed at me|put the dog down|put our dog down|"
    "put the cat down|put my dog down|put him down|bad news|terrible news|awful news|"
    "broke up|broke up with|dumped me|left me|split up|moved out on me|miscarriage|"
    "surgery|operation|diagnosed|diagnosis|icu|evicted|burgled|robbed|mugged|"
    "assaulted|house fire|flooded|falling apart|fell apart|mum is ill|mom is ill|"
    "dad is ill|dad is sick|mum is sick|mom is sick|is very ill|is really sick|"
    "is dying|is very sick|is seriously ill|cant stop crying|dog died|lost someone|"
    "breaking down|breakdown|everything is falling|awful happened|terrible happened"
)
_FED_UP = (
    "i hate this|hate this|i hate|dont want to|do not want to|dont want this|"
    "leave me alone|cant go on|cant do this anymore|dont care|this sucks|"
    "i quit|i feel|im so done|im done with|im not ok|im not okay|not ok|not okay|"
    "its hard to say|hard to say|dont know|not sure|dunno|idk|dont remember|"
    "cant remember|no idea|no clue|unsure|ask me another|its complicated|"
    "yes and no|yes no|yes no maybe|none of your business"
)
_CORRECTED = (
    "meant to say|sorry d|oh no wait|let me rephrase|what i mean is|strike that|my bad|"
    "i mean|wait|sorry i mean|sorry meant|oh sorry meant|i meant|meant|scratch that|"
    "correction|hang on|hold on|no wait|sorry i meant|typo|ignore that|oops|whoops"
)
_BREAKS = (
    "but|then|and then|so|and so|because|because of|cause|cuz|cos|coz|and|when|while|"
    "though|although|however|except that|until|after that|afterwards|instead of|or|"
    "bc|before that|plus|yet still"
)
_FILLERS = (
    "in the meeting|in the meeting today|at the meeting|in class|at work|at standup|"
    "at stand up|believe it or not|would you believe it|you wont believe it|"
    "can you believe|guess what|before i could stop myself|before i knew it|"
    "before i could think|somehow or other|surprisingly|amazingly|apparently|"
    "forgot to tell you|forgot to say|forgot to tell|forgot to text|"
    "forgot to mention|forgot to reply|forgot to let you know|didnt tell you|"
    "only telling you|telling you now|meant to text|meant to tell you|"
    "should have told you|sorry for the late|um|uh|er|erm|hmm|like|you know|just|"
    "really|actually|well|ok|okay|oh|also|even|still|today|this morning|"
    "this afternoon|this arvo|in the morning|at last|lol|haha|omg|hey|hi|hello|sorry|"
    "quite|finally|a bit of|honestly|basically|literally|right|ugh|ah|only|now|"
    "thanks|thank you|simply|id say|id give|i would say|for tmrw|for tomorrow|"
    "proudly|pretty much|somehow|ended up|end up|quickly|first|damn|again|at least|"
    "tbh|mate|all|in the end|eventually|definitely i|calmly|quietly|slowly|loudly|"
    "nervously|bravely|so far|for once|as usual|course|of course i|the other day|"
    "on monday|on tuesday|on wednesday|on thursday|on friday|on saturday|on sunday|"
    "day before yesterday i|to be honest|always"
)

TAGS = {
    "i": "i|we|ive|weve|myself|id|im",
    "d": DID,
    "e": EFFORT,
    "w": WEAK,
    "n": NOT,
    "v": BASE,
    "b": BACKED,
    "m": MISSED,
    "f": _FULL,
    "u": _OUTCOME,
    "p": _PLANNED,
    "s": _WISHED,
    "h": _HEAD,
    "y": _YES,
    "z": _NO,
    "t": "yet|not yet|as yet",
    "k": "maybe|perhaps|possibly|probably",
    "l": _FED_UP,
    "j": _TROUBLE,
    "o": _OTHERS,
    "q": _CORRECTED,
    "c": _BREAKS,
    "R": "instead",
    "r": "got|was|were|is|are|been|be|being|am",
    "E": NEVER_CAME,
    "g": "yesterday|last night|yesterday morning|yesterday evening|"
    "day before yesterday|the day before yesterday|two days ago|2 days ago|"
    "three days ago|3 days ago|4 days ago|four days ago|a few days ago|few days ago|"
    "days ago|on sunday i|day before last",
    "a": _FILLERS,
}
# Words in -ed that tell no try.
_NOT_DOING = (
    "need|tired|bored|scared|stressed|worried|exhausted|embarrassed|relieved|"
    "interested|excited|annoyed|pleased|surprised|disappointed|confused|overwhelmed|"
    "ashamed|frightened|terrified|depressed|frustrated|irritated|cancelled|canceled|"
    "supposed|indeed|red|bed|wed|feed|speed|seed|shed|hundred|sacred|naked|wicked|"
    "based|wanted|hoped|missed|used|liked|loved|hated|needed|seemed|happened|stayed|"
    "worked|felt|ended|passed|failed|ignored|laughed|interrupted|petrified|gutted|"
    "drained|knackered|shattered|rushed|distracted|listened|considered|doubted"
)
_NO_VERB = frozenset(phrases(_NOT_DOING))
_ED = re.compile(r"[a-z]{2,}(?<!ne)(?<!fe)(?<!spe)ed")


def by_form(word: str) -> str:
    """Know a past verb by its ending."""
    return (
        "d"
        if word.endswith("ed") and _ED.fullmatch(word) and word not in _NO_VERB
        else "x"
    )


AGO_HINTS = "yesterday night ago"
AGO = (
    (3, r"\b(3|three) days ago\b"),
    (2, r"\b(day before yesterday|(2|two|a couple of) days ago)\b"),
    (
        1,
        r"\b(did|done|tried|managed)( it| that| my step| this)? (yesterday|"
        r"last night)\b",
    ),
    (
        1,
        r"(^|\b(but|and|so) )(\w+ )?(yesterday|last night)\b|\b(yesterday|last night)$",
    ),
)
