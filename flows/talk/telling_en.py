"""How people tell in English what became of a chance: phrases, by what they do.

`stories` says what the letters mean. Apostrophes are left out, as `spelling` does.
"""

import re

from flows.talk.doing_en import (
    APOLOGISE,
    APOLOGISED,
    BADLY,
    BASE,
    DID,
    EFFORT,
    GOING,
    NOT,
    NOT_DOING,
    SHAKEN,
    WEAK,
)
from flows.talk.missing_en import BACKED, MISSED, NEVER_CAME, NOUGHT
from flows.talk.planning_en import HEAD, PLANNED, WISHED
from flows.talk.tagging import phrases

_FULL = (
    "finish|finished|finish it|the whole|whole thing|whole lot|all of it|everything|"
    "entire|entirely|fully|completely|perfect|perfectly|complete|all the way|"
    "very well|very good|great|brilliant|amazing|pretty|smooth|smoothly|elegant|easy|"
    "long|as planned|the end|to the end|as long|very long|much|loud|clearly|as well as|"
    "my best|exactly|for long|properly|a lot|loudly|well enough|the full|"
    "get far|get very far|make it all|quite"
)
_FLOP = (
    "a disaster|such a disaster|a total disaster|a complete disaster|a flop|"
    "a total flop|a failure|a total failure|a fiasco|a shambles|a train wreck|"
    "it was a mess|it was such a mess|all wrong|failed|and failed|got nowhere|"
    "went nowhere|it sucked|sucked"
)
_POORLY = (
    "badly|so badly|awfully|horribly|miserably|without success|without any success|"
    "unsuccessfully|to no avail|in vain"
)
_BAD = "bad|too bad|that bad|so bad|terrible"
_OUTCOME = (
    ""
    ""
    ""
    "work|worked|work out|worked out|go well|go to plan|"
    "go as planned|come off|help|pay off|land|turn out|go down well|come out right|"
    "go great|go as i hoped|did it work|did that work|did it help|"
    "did it go well|get anywhere|go anywhere|like it"
)
_YES = (
    "think so|i think so|i believe so|only for|for two minutes|only two|only three|"
    "only five|barely|just barely|skin of my teeth|by the skin of my teeth|eventually|"
    "big win|big win today|"
    "small win|a win|win today|win|thing done|job done|it was me|sorted|all sorted|"
    "ticked off|guess what yes|mostly|its a yes|thats a yes|a yes from me|a yes|yes to|"
    "just about|mission done|step done|walk done|min walk done|page done|call done|"
    "task done|homework done|minutes done|oh yeah|did one|one small one|just once|"
    "only once|heck yes|damn right|sure thing|too right i did|most of it|"
    "two out of three|yes|yess|yse|yeh|yh|yep|yeah|yup|ya|yea|ye|aye|y|sure did|yas|"
    "yesh|check|success|of course|absolutely|definitely|totally|kind of|kinda|sort of|"
    "sorta|a bit|a little|a little bit|a tiny bit|tiny bit|only a bit|partly|partially|"
    "half|half of it|some of it|part of it|bits of it|finally|mission accomplished|"
    "just the first|just one|only one|only the first|just a|only a|one sentence|d|"
    "indeed|affirmative|yay|woohoo|woo hoo|hooray|boom|once|twice|almost all|"
    "it happened|all done|it counts|oh yes|hell yeah|hell yes|i have|did i ever|"
    "three times|ish|yeah baby|you bet|too right|its sent|its posted|its done now|"
    "it has gone|in the post|in the postbox|in the mail|in the letterbox|in his inbox|"
    "in her inbox|in their inbox|off my chest|out there now|its out there|"
    "out in the open|cats out of the bag|cat is out of the bag|out of the bag|"
    "word is out|its said|it has been said|it is said|they know now|he knows now|"
    "she knows now|everyone knows now|now they know|now he knows|now she knows|"
    "they all know|as agreed|like we agreed|as we agreed|like we planned|as we planned|"
    "like we said|just as planned|as promised|that was the deal|that was the plan|"
    "that was the point|that was the challenge|that was the task|that was my task|"
    "that was my step|that was the step|which was the plan|which was the point|"
    "which was the deal|which was the whole point|which was my step|"
    "what i set out to do|challenge done|challenge completed|challenge met|goal met|"
    "goal reached|target hit|proud of myself|proud of me|so proud|chuffed|im proud|"
    "one down|another one down|one for the books|job well done|good job me|go me|"
    "get innn|crossed it off|crossed off|box ticked|tick|did what i said|all by myself|"
    "hardest thing ive done|best thing ive done|better than i thought|"
    "better than expected|easier than i thought|easier than expected|less scary than|"
    "not as bad as|wasnt as bad as|wasnt so bad|it wasnt bad|was worth it|"
    "would do again|would do it again|im still alive|still alive|nobody died|"
    "no one died|phew|in pieces but yes|in a way yes|technically yes|after a fashion|"
    "up to a point|to a degree|to some extent|to an extent|for five minutes|"
    "for ten minutes|most of the way|part of the way|a third of it|a quarter of it|"
    "the bare minimum|bare minimum|more of a mumble|more of a whisper|"
    "more like a mumble|more like a whisper|more of a squeak|i loved it|loved it|"
    "loved every minute|loved every second|enjoyed it|felt good|felt great|"
    "felt amazing|felt proud|felt so good|felt really good|felt brilliant|feels good|"
    "feels great|feel great|feel so proud|feeling proud|buzzing|on a high|what a rush|"
    "such a rush|piece of cake|easy peasy|walk in the park|no sweat|appointment made|"
    "appointment booked|call made|email sent|message sent|text sent|letter sent|"
    "letter posted|form sent|form submitted|application submitted|application sent|"
    "application in|question asked|bill paid|bills paid|boundary set|page written|"
    "pages written|room booked|ticket booked|mission complete|mid sentence|"
    "in mid sentence|the world didnt end|world didnt end|sky didnt fall|i didnt die|"
    "didnt die|lived to tell the tale|first time for everything|laughed at my joke|"
    "laughed at my jokes|they laughed|everyone laughed|they clapped|everyone clapped|"
    "got a laugh|got applause|got a round of applause|clapped for me|"
    "like the plan said|as the plan said|like you said|like you told me|"
    "like you suggested|as you suggested"
)
_NO = (
    "no|nah|nope|nay|naw|na|noo|nop|noep|n|not today|not really|not this time|"
    "not tonight|not at all|not a chance|not quite|not this week|not even close|none|"
    "nothing|nada|zero|zilch|nowt|no way|negative|nothing today|nothing to report|"
    "hell no|no such luck|not happening|no go|not one bit|not me|"
    "no no|no sir|not now|nuh uh|nuh|nope nope|not exactly|nearly but no|"
    "cant say i did|cant say that i did|cant say ive|uh uh|unh unh"
)
_OTHERS = (
    "he|she|they|it|you|nobody|no one|noone|none of them|someone|somebody|everyone|"
    "everybody|people|boss|the boss|my boss|manager|my manager|others|someone else|"
    "my friend|my sister|my brother|my mum|my mom|my dad|my mother|my father|"
    "my husband|my wife|my partner|my son|my daughter|my colleague|my coworker|"
    "colleague|my team|the team|the meeting|meeting|my kid|my kids|the kids|the others|"
    "hes|shes|theyre|its|youre|that|who|which|my coach|one of them|new girl|new guy|"
    "the other girl|the other guy|other girl|other guy|my cousin|my aunt|my uncle|"
    "my nan|my gran|my grandma|my grandad|my neighbour|my neighbor|neighbour|neighbor|"
    "my girlfriend|my boyfriend|my roommate|my flatmate|my housemate|my teacher|"
    "the teacher|my tutor|my lecturer|my supervisor|supervisor|my landlord|my client|"
    "the customer|my mate|mate of mine|my ex|my in laws|mother in law|father in law|"
    "my mother in law|my doctor|director|the director|the ceo|ceo|the guy|the girl|"
    "the woman|the man|this guy|this woman|some guy|some woman|another colleague|"
    "another woman|another man|a colleague|a friend|a coworker|the usual suspects|"
    "the loud ones|the boys|the girls|the men|the lads|no body|every one|theyd|theyve|"
    "theyll|itd|itll|whoever"
)
_TROUBLE = (
    "is really ill|is so ill|is really poorly|in a bad way|broke into|was killed|"
    "got killed|been killed|in the icu|lost his job|lost her job|kicked out|"
    "kicked me out|thrown out|homeless|walked out on me|had a stroke|had a fall|"
    "rushed to|rushed in|had a miscarriage|scan results|bad scan|fallen out|big row|"
    "falling out|car crash|in a crash|crash|losing my job|a and e|in a e|"
    "emergency room|husband left|my husband left|my wife left|wife left|boyfriend left|"
    "girlfriend left|partner left|lost our dog|lost our cat|lost our baby|"
    "lost my grandad|lost my brother|lost my sister|broken into|passed this morning|"
    "in intensive care|is in a coma|suicide|died this|hospital|in hospital|ambulance|"
    "funeral|cancer|died|dying|dead|passed away|passed this|divorce|divorced|divorcing|"
    "accident|cried all|cried|crying|cry all|worthless|hopeless|lonely|so alone|"
    "grieving|grief|heart attack|stroke|got fired|been fired|was fired|got sacked|"
    "got laid off|laid off|made redundant|lost my job|lost my mum|lost my dad|"
    "lost my mom|lost my friend|lost my baby|lost the baby|lost my dog|lost my cat|"
    "lost my nan|lost my grandma|panic attack|yelled at me|shouted at me|"
    "screamed at me|put the dog down|put our dog down|put the cat down|put my dog down|"
    "put him down|bad news|terrible news|awful news|broke up|broke up with|dumped me|"
    "left me|split up|moved out on me|miscarriage|surgery|operation|diagnosed|"
    "diagnosis|icu|evicted|burgled|robbed|mugged|assaulted|house fire|flooded|"
    "falling apart|fell apart|mum is ill|mom is ill|dad is ill|dad is sick|mum is sick|"
    "mom is sick|is very ill|is really sick|is dying|is very sick|is seriously ill|"
    "cant stop crying|dog died|lost someone|breaking down|breakdown|"
    "everything is falling|awful happened|terrible happened|cant think about|"
    "cant think of anything else|cant think straight|house was broken|flat was broken|"
    "partner walked out|been robbed|been mugged|been attacked|been assaulted|"
    "been evicted|got evicted|got arrested|was arrested|been arrested|in jail|"
    "in prison|restraining order|beat me|threatened me|overdose|overdosed|relapsed|"
    "relapse|self harm|unconscious|life support|hospice|terminally ill|tumour|tumor|"
    "biopsy|chemo|chemotherapy|stillborn|stillbirth|lost a baby|lost a friend|"
    "lost a close|lost my husband|lost my wife|lost my son|lost my daughter|"
    "lost my uncle|lost my aunt|lost my cousin|lost my partner|lost my house|"
    "lost my home|house burned|house burnt|burned down|burnt down|flooding|"
    "car accident|had an accident|bad accident|been in an accident|been in a crash|"
    "hit by a car|broke my leg|broke my arm|in surgery|in the er|in er|in a and e|"
    "at the hospital|at the vet|put to sleep|in mourning|at a wake|burying|"
    "going bankrupt|bankrupt|foreclosed|cheated on me|been cheating|wants a divorce|"
    "wants to split|is leaving me|engagement is off|deported|detained|suicidal|"
    "heartbroken|i cant stop crying"
)
_FED_UP = (
    "i hate this|hate this|i hate|dont want to|do not want to|dont want this|"
    "leave me alone|cant go on|cant do this anymore|dont care|this sucks|i quit|i feel|"
    "im so done|im done with|im not ok|im not okay|not ok|not okay|its hard to say|"
    "hard to say|dont know|dunno|idk|dont remember|cant remember|no idea|"
    "no clue|unsure|ask me another|its complicated|yes and no|yes no|yes no maybe|"
    "none of your business|could be worse|could have been worse|could be better|so so|"
    "meh|debatable|jury is out|jurys out|open to debate|hard to tell|hard to judge|"
    "tough to say|tricky to say|difficult to say|you tell me|depends|it depends|"
    "depends what|depends what you count|depends what you mean|who knows|"
    "if that counts|if you can call|not sure if that counts|not sure that counts|"
    "not sure it counts|dont know if that counts|does that count|would that count|"
    "swings and roundabouts|same as ever|same as always|ask me something else|"
    "no comment|pass on that question|couldnt tell you|dont ask|beats me|cant decide|"
    "cant tell|neither here nor there|sort of but not really|kind of but not really|"
    "kinda but not really|kinda yes kinda no|kind of yes kind of no|"
    "sort of yes sort of no|kinda but not|half yes half no|yes i guess no"
)
# Not sure of what comes next: "not sure I did".
_NOT_SURE = (
    "not sure|im not sure|not sure if|not sure that|not sure whether|unsure if|"
    "im not sure if|im not sure that|im not sure whether|unsure whether|"
    "dont know if|dont know whether|i dont know if|i dont know whether|no idea if|"
    "cant remember if|dont remember if|cant tell if|hard to say if|cant say if|idk if"
)
# Not as she wished, after what she did not do so: "didn't say it well".
_NOT_SO = (
    "say it well|say it very well|say it right|say it properly|say it clearly|"
    "say it perfectly|say it so well|say it loud enough|say it how i wanted|"
    "say it the way i wanted|say it as well|say it as well as i wanted|"
    "it as well as i wanted|it well|it very well|it so well|it that well|it too well|"
    "it perfectly|it properly|it right|it fully|it completely|it clearly|it smoothly|"
    "it loudly|"
    "it loud enough|it as planned|it correctly|it elegantly|it how i wanted|"
    "it the way i wanted|it like i wanted|it as i wanted|it exactly right|that well|"
    "this well|do well|do very well|do so well|speak well|speak very well|"
    "speak clearly|speak perfectly|talk well|present well|perform well|explain well|"
    "explain myself well|express myself well|do a good job|do a great job|do my best|"
    "it the best|it great|it good|it any good|"
    "handle it well|put it well|put it very well"
)
_CORRECTED = (
    "meant to say|sorry d|oh no wait|let me rephrase|what i mean is|strike that|my bad|"
    "i mean|wait|sorry i mean|sorry meant|oh sorry meant|i meant|meant|scratch that|"
    "correction|hang on|hold on|no wait|sorry i meant|typo|ignore that|oops|whoops"
)
_BREAKS = (
    "then|and then|so|and so|because|because of|cause|cuz|cos|coz|and|when|while|"
    "though|although|until|after that|afterwards|or|bc|"
    "before that|plus|yet still|whereas|yet i|only to|still i|still though|mind you|"
    "anyway|anyways|even though|even if|and yet"
)
_FILLERS = (
    "in the meeting|in the meeting today|at the meeting|in class|at work|at standup|"
    "at stand up|believe it or not|would you believe it|you wont believe it|"
    "can you believe|guess what|before i could stop myself|before i knew it|"
    "before i could think|somehow or other|surprisingly|amazingly|apparently|"
    "forgot to tell you|forgot to say|forgot to tell|forgot to text|forgot to mention|"
    "forgot to reply|forgot to let you know|didnt tell you|only telling you|"
    "telling you now|meant to text|meant to tell you|should have told you|"
    "sorry for the late|um|uh|er|erm|hmm|like|you know|just|really|actually|well|ok|"
    "okay|oh|also|even|still|already|had time|had the time|had enough time|"
    "had plenty of time|already told you|already said|in the morning|at last|lol|haha|"
    "omg|hey|hi|hello|sorry|quite|finally|a bit of|"
    "honestly|basically|literally|right|ugh|ah|only|now|thanks|thank you|simply|id say|"
    "id give|i would say|for tmrw|for tomorrow|proudly|pretty much|somehow|ended up|"
    "end up|quickly|first|damn|again|at least|tbh|mate|all|in the end|eventually|"
    "definitely i|calmly|quietly|slowly|loudly|nervously|bravely|so far|for once|"
    "as usual|course|of course i|the other day|on monday|on tuesday|on wednesday|"
    "on thursday|on friday|on saturday|on sunday|day before yesterday i|to be honest|"
    "always|so i um|i swear|swear to god|no lie|not gonna lie|ngl|not going to lie|"
    "i must say|i have to say|i have to admit|i admit|gotta say|got to say|to be fair|"
    "to be frank|frankly|in fairness|in all honesty|truth be told|truthfully|"
    "wouldnt call it|i wouldnt call it|not what id call|wouldnt say it was|"
    "cant believe im|cant believe i|cant believe it|i cant believe|can hardly believe|"
    "couldnt believe|you know what|you know me|you would have been proud|youd be proud|"
    "youll be proud|youll never guess|never guess|long story short|short version|"
    "in short|in a nutshell|anyhow|out of nowhere|out of the blue|all of a sudden|"
    "suddenly|on a whim|one way or the other|by some miracle|miraculously|believe me|"
    "trust me|bless|aw|awh|gosh|jeez|jesus|blimey|crikey|whoa|wow|phewee|yikes|oof|"
    "oops a|pfft|hmmm|mm|mmm|ahem|erm so|well well|alright|righto|so yeah|so yes|so um|"
    "so uh|anyway so|over coffee|over lunch|over dinner|at lunch|at dinner|"
    "at breakfast|after lunch i|after work i|on the phone|on zoom|on teams|on the bus|"
    "on the train|in the kitchen|in the office|in the break|during the break|"
    "during lunch|in the corridor|in the hallway|in the lift|in the elevator|at school|"
    "at church|at the gym|at the shop|on the spot|straight out|straight up|"
    "straight away|right away|immediately|politely|clearly nervous|firmly|gently|"
    "briefly|awkwardly|clumsily|shakily|timidly|meekly|softly|properly i|kindly|"
    "carefully|secretly|openly|literally just|deliberately|intentionally|on purpose|"
    "personally|individually|separately|willingly|reluctantly|grudgingly|happily|"
    "cheerfully|confidently|boldly|courageously|fearlessly|successfully|instantly|"
    "swiftly|promptly|gradually|steadily|patiently|smoothly i|accidentally|"
    "spontaneously|impulsively|randomly|also just"
)

TAGS = {
    "i": "i|we|ive|weve|myself|id|im|i had already|id already|we had already",
    "d": DID,
    "W": BADLY,
    "S": SHAKEN,
    "e": EFFORT,
    "w": WEAK,
    "n": NOT,
    "v": BASE,
    "b": BACKED,
    "K": APOLOGISE,
    "P": APOLOGISED,
    "m": MISSED,
    "U": NOUGHT,
    "f": _FULL,
    "F": _FLOP,
    "A": _POORLY,
    "V": _BAD,
    "u": _OUTCOME,
    "p": PLANNED,
    "s": WISHED,
    "h": HEAD,
    "y": _YES,
    "z": _NO,
    "t": "yet|not yet|as yet",
    "k": "maybe|perhaps|possibly|probably",
    "l": _FED_UP,
    "L": _NOT_SURE,
    "vQ": _NOT_SO,
    "wc": GOING,
    "mc": "smiled and",
    "N": "today|this morning|this afternoon|this arvo|earlier today|just now|"
    "today too|today as well|today again|again today",
    "j": _TROUBLE,
    "o": _OTHERS,
    "q": _CORRECTED,
    "c": _BREAKS,
    ",": "but|however|except that|but then|but then i|but still",
    "R": "instead",
    "B": "before|before i|before id|before ive|before we|before even|instead of",
    "D": "it isnt that i didnt want|its not that i didnt want|not that i didnt want|"
    "it isnt that i dont want|its not that i dont want|it wasnt that i didnt want|"
    "it isnt that|its not that|it wasnt that|not that i|its not like i|isnt that i|"
    "cant say i|not like i|not as if i|nobody can say i|no one can say i",
    "G": "for once|for the first time|first time ever|first time in|for a change",
    "H": "yeah right|oh sure|oh yeah totally|like id|like i would|as if i|as if id",
    "J": "guess what i did not do|guess what i didnt do|guess who didnt|just kidding|"
    "only kidding|kidding|only joking|just joking|jk|psych|what i did not do|"
    "what i didnt do|the one thing i didnt|not the thing|not that one|not my step|"
    "not the step|in my dreams|you wish|i wish|i lie|thats a lie|lies",
    "C": "except the|except that|except it|except this|except what|except my|"
    "apart from the|other than the|but the one|but the thing|but that one|"
    "except talk|except speak|except ask|except call|except do",
    "x": "tired",
    "r": "got|was|were|is|are|been|be|being|am",
    "E": NEVER_CAME,
    "g": "yesterday|last night|yesterday morning|yesterday evening|"
    "day before yesterday|the day before yesterday|two days ago|2 days ago|"
    "three days ago|3 days ago|4 days ago|four days ago|a few days ago|few days ago|"
    "days ago|on sunday i|day before last|a week ago|last week|last weekend",
    "a": _FILLERS,
}
_NO_VERB = frozenset(phrases(NOT_DOING))
_ED = re.compile(r"[a-z]{2,}(?<!ne)(?<!fe)(?<!spe)ed")


def by_form(word: str) -> str:
    """Know a past verb by its ending."""
    return (
        "d"
        if word.endswith("ed") and _ED.fullmatch(word) and word not in _NO_VERB
        else "x"
    )


# "Did it on Monday", "Monday I did": the word for the day.
ON_A_DAY = (
    r"(?:yes )?(?:i |we )?(?:did|done|tried|managed)(?: it| this| that| mine)?"
    r"(?: on| last| this)? (\w+)(?:(?: but)? not today)?"
    r"|(?:on )?(\w+) (?:i|we) (?:did|tried|managed)(?: it)?"
)
TODAY = r"\b(today|this morning|this afternoon|just now)\b"
BESIDE = (
    r"\b(than|(better|easier|harder|worse|louder|longer) then|as|like|since|unlike|"
    r"despite|after|from|of|not|about|compared to|compared with|vs)"
    r"( (i|we) (did|tried|said))? (it )?(yesterday|last night|two days ago|the day "
    r"before yesterday|last week)\b|"
    r"\b(what|which) (i|we) (\w+ ){0,3}(yesterday|last night)\b|"
    r"\b(yesterday|last night) (and|plus|as well as) (also |again |then )?"
    r"(today|this morning|just now)( too| as well| again)?$|"
    r"^(both )?(yesterday|last night) and (today|this morning)\b|"
    r"\b(yesterday|last night)\b(?=.* today (too|as well|again|also)$)"
)
AGO_HINTS = "yesterday night ago"
AGO = (
    (7, r"\b(a|one|1) week ago( today)?\b"),
    (6, r"\b(6|six) days ago\b"),
    (5, r"\b(5|five) days ago\b"),
    (4, r"\b(4|four) days ago\b"),
    (3, r"\b(3|three) days ago\b"),
    (2, r"\b(day before yesterday|(2|two|a couple of) days ago)\b"),
    (
        1,
        r"\b(did|done|tried|managed|asked|told|said|spoke|called|texted|emailed|went|"
        r"sent|posted|rang|spoke up)( (?!(what|that|how|i|we|about)\b)\w+){0,2} "
        r"(yesterday|last night)\b|"
        r"\b(yesterday|last night) (yes|yep|yeah|i did)\b|"
        r"\b(it|that|this) was (yesterday|last night)\b",
    ),
    (
        1,
        r"(^|\b(but|and|so) )(\w+ )?(yesterday|last night)\b|\b(yesterday|last night)$",
    ),
)
