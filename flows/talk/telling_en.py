"""How people tell in English what became of a chance: phrases, by what they do.

`stories` says what the letters mean. Apostrophes are left out, as `spelling` does.
"""

import re

from flows.talk.tagging import phrases

# Did something herself: verbs that are a try whatever the step is.
_DID = (
    "did|did it|did that|did do|did do it|done|its done|it is done|its all done|"
    "thats done|ive done|said|sed|spoke|spoke up|told|asked|called|rang|phoned|"
    "texted|emailed|messaged|raised|shared|wrote|read|sang|ran|led|taught|sent|gave|"
    "took|held|put my hand|put up my hand|stuck my hand|brought it up|put it|"
    "brought up|kept|won|won it|met|drew|fought|paid|swam|drove|rode|threw|built|"
    "chose|began|begun|started|got started|spent|stood up|stood|spoke first|"
    "went first|went for it|went ahead|went for a|went out for|went on a|"
    "went running|went swimming|went and|went through with it|went up|got up|"
    "got it done|got it out|got it in|got to say|got the words out|got my idea|"
    "got my word in|got a word in|got half|got through|got into|got on|got out|"
    "managed|managed to|made it|made myself|forced myself|made the call|made a|"
    "made my point|made me say|got myself|was able to|were able to|pushed through|"
    "completed|finished|nailed|nailed it|smashed it|aced it|crushed it|pulled it off|"
    "handled|let myself|showed|showed up|turned up|came up with|sold|hit|bought|ate|"
    "cooked|woke up|shook|voice shook|hands shook|knees shook|voice cracked|"
    "voice trembled|heart pounded|heart raced|the words came out|words came out|"
    "walked|opened|stuttered|stammered|croaked|mumbled|whispered|blurted|blurted it|"
    "squeaked|spat it out|croaked it|signed|talked|chatted|presented|offered|"
    "suggested|answered|replied|proposed|volunteered|practised|practiced|repeated|"
    "explained|disagreed|refused|turned him down|turned her down|turned it down|"
    "turned them down|pitched|bombed|bombed it|messed it up|butchered it|"
    "failed at it|stood my ground|held my ground|spoken|i have spoken|"
    "broke the silence|chimed in|piped up|jumped in|threw in|dove in|dived in|"
    "weighed in|butted in|spilled it|said something|say it out loud i did|"
    "left work on time|left on time|sat with"
)
# Made an effort, as she says herself, whatever came of it.
_EFFORT = (
    "tried|tried to|i tried|did try|did attempt|attempted|gave it a go|gave it a try|"
    "gave it a shot|gave it a bash|gave it a whirl|gave it my all|had a go|had a try|"
    "had a shot|had a bash|had a stab|had a crack|took a stab|took a shot|"
    "made an attempt|made an effort|made a start|made a try|did start|did begin|"
    "did my best|half tried|an attempt was made|was trying|did have a go"
)
# A sign of presence; a try unless she says that nothing came of it.
_WEAK = (
    "went|had|sat|sat near|looked|thought about|planned|did plan|prepared|wrote notes|"
    "got ready|was ready|came|stayed|wore|used|let|left|joined|attended|turned|waited|"
    "entered|brought|decided|hoped|got"
)
_NOT = (
    "not|it wasnt|it didnt|it hasnt|didnt|did not|dint|didn|didnt even|didnt really|"
    "dont|do not|doesnt|couldnt|could not|cudnt|couldn|cant|can not|cannot|wasnt|"
    "was not|werent|havent|have not|hadnt|had not|hasnt|never|isnt|aint|"
    "wasnt able to|was unable to|unable to|not able to|wouldnt|hardly|barely even|"
    "without|i did not|did nt|didint|nor|neither|wont"
)
_BASE = (
    "do|say|speak|talk|try|ask|call|tell|make|manage|raise|share|write|start|"
    "open|finish up|walk|run|read|present|dare|bring|get|get to|get around to|"
    "get round to|get it|get a chance|get a second|get time|get the chance|find|"
    "happen|happened|remember|doing|trying|saying|open my mouth|go|go for|attend|"
    "send|answer|offer|put|take|have|have time|have a chance|feel like it|want to|"
    "reach|use|be bothered|bother|join|"
    "show up|go through|step up|speak up|happen today|going|attempt|practise|practice|"
    "touch|had|happening|work up|bring myself|pluck up|meet|meditate|exercise|sing"
)
# Backed out: a miss alone, and a try that fell short when she tried.
_BACKED = (
    "chickened|chickened out|bottled it|bottled|bottled out|froze|frozen|froze up|"
    "chicken out|bottle it|wimped out|wimped|lost my nerve|bailed|bailed out|"
    "gave up|given up|give up|backed out|backed down|ran away|walked away|ran off|"
    "fled|panicked|cold feet|got cold feet|choked|clammed up|lost courage|"
    "lost my courage|nerve failed|nerves got me|nerves got the better|blanked|"
    "went blank|mind went blank|duck out|ducked out|pulled out|shut down|got stuck|"
    "stopped half way|stopped halfway|quit half way|quit halfway|freaked out|"
    "courage failed|fear won|got scared|got too scared|wussed out|crumbled|"
    "couldnt go through with it|didnt go through with it|got shy|freeze"
)
_MISSED = (
    "kept my head down|sat on my hands|kept to myself|kept it to myself|kept it in|"
    "walked out before|turned around|turned round|turned back|went home|headed home|"
    "let the chance|let my chance|let someone else|let others|let her|let him|"
    "let them|deleted it|fell asleep|dozed off|i passed|i just passed|gave it a miss|"
    "giving it a miss|cba|cant be bothered|words wouldnt come|words wouldnt come out|"
    "words just wouldnt|looked at my shoes|looked at the floor|stared at the floor|"
    "stared at the screen|watched tv|stayed home|stayed at home|stayed in|"
    "said yes when|agreed to the|ran late|running late|afraid not|unfortunately not|"
    "sadly no|sadly not|unable|forgot|forgotten|fogot|forgor|slipped my mind|skipped|"
    "skipping|skipped it|skip|stayed quiet|stayed silent|kept quiet|kept silent|"
    "kept my mouth shut|stay quiet|stay silent|stayed in bed|said nothing|said nowt|"
    "said absolutely nothing|did nothing|did nowt|did absolutely nothing|"
    "done nothing|nothing happened|said yes to the|put it off|put off|putting it off|"
    "keep putting it off|procrastinated|procrastinating|avoided|avoided it|"
    "avoided him|avoided her|dodged it|dodged|missed it|missed the|missed my chance|"
    "missed my moment|let it go|let it slide|let it pass|let the moment pass|"
    "listened|just listened|only listened|hid|hid in|bit my tongue|held my tongue|"
    "swallowed it|zoned out|overslept|slept in|slept through|no chance|no time|"
    "no energy|no luck|no opportunity|no way|ran out of time|out of time|"
    "ran out of day|time ran out|too busy|too tired|too late|too scared|too afraid|"
    "too shy|too nervous|too much on|too anxious|too exhausted|too hard|day off|"
    "off sick|home sick|sick day|sick today|im sick|was sick|am sick|called in sick|"
    "feeling sick|feeling ill|was ill|im ill|was off|on holiday|on vacation|on leave|"
    "still blank|still on my list|swamped|slammed|snowed under|busy day|lost track|"
    "talked myself out|talked myself out of it|made excuses|made an excuse|failed to|"
    "not a word|zero effort|backed away from it|sat in silence|sat silent|"
    "went home instead|left without|wasted|gave in|caved|caved in|lazy day|flaked|"
    "flaked out|flunked out"
)
# The chance did not come, or went to others.
_NEVER_CAME = (
    "did it for me|someone else did it|someone else did|wasnt in today|isnt here|"
    "isnt in|never showed|didnt show|didnt turn up|never turned up|off today|"
    "away today|no class today|except me|apart from me|but me|everyone but me|not me|"
    "got cancelled|was cancelled|got canceled|was canceled|is cancelled|is canceled|"
    "cancelled|canceled|been cancelled|called off|got called off|was called off|"
    "moved to tomorrow|got moved|was moved|got postponed|was postponed|postponed|"
    "got rescheduled|was rescheduled|passed me by|moment passed|chance passed|"
    "moment was gone|moment had gone|moment never came|never came up|never came|"
    "didnt come up|someone beat me to it|beat me to it|nobody asked|no one asked|"
    "nobody asked me|no one asked me|wasnt there|werent there|wasnt in|was away|"
    "was closed|was full|got in first|said it first|got there first|took my idea|"
    "said it before me|was a no show"
)
_FULL = (
    "finish|finished|finish it|the whole|whole thing|whole lot|all of it|everything|"
    "entire|entirely|fully|completely|perfect|perfectly|complete|all the way|"
    "very well|very good|great|brilliant|amazing|pretty|smooth|smoothly|elegant|easy|"
    "long|as planned|the end|to the end|as long|very long|much|loud|clearly|as well as|"
    "my best|exactly|for long|properly|a lot|loudly|well enough|the full|"
    "get far|get very far|make it all|a disaster|bad|too bad|terrible|quite"
)
_OUTCOME = (
    "work|worked|work out|worked out|go well|went well|go to plan|go as planned|"
    "come off|help|pay off|land|turn out|go down well|come out right|"
    "go great|go as i hoped|it went|did it work|did that work|did it help|"
    "did it go well|get anywhere|go anywhere|like it"
)
_PLANNED = (
    "right now|doing it|doing it right now|about to start|is at|meetings at|its at|"
    "not until|not till|wait till|wait until|in 5|in 10|in 15|in 20|in 30|"
    "in two hours|in 2 hours|in an hour or so|in half an hour|just about to|"
    "let you know|tell you tonight|tell you later|meetings later|later on|"
    "not just yet|this afternoon hopefully|starting now|getting started|gearing up|"
    "will|ill|i will|im going to|i am going to|im gonna|gonna|going to|planning to|"
    "plan to|intend to|im planning|about to|trying now|trying it now|im trying|"
    "still trying|trying later|tryna|trying to|later|later today|after lunch|"
    "after work|after dinner|tomorrow|tmrw|tmw|tomoz|tonight|next week|next time|"
    "walking in now|walking in|heading in|heading into|heading to|going into|"
    "going in|going in now|wish me luck|in the meeting now|in the meeting|"
    "in a meeting|waiting for|waiting on|waiting to|ask me again|ask me later|"
    "ask again|ask later|check back|check in later|give me an hour|give me a minute|"
    "give me|in an hour|in a bit|in a minute|soon|on it|on my way|want to|i want to|"
    "fingers crossed|maybe later|maybe tonight|maybe tomorrow|hopefully|wanna|"
    "doing it now|starts at|starts in|havent started|hasnt started|"
    "hasnt happened yet|not started|nothing yet|still to come|still to do|to be done|"
    "coming up|id like to|getting ready to"
)
_WISHED = (
    "was all set to|had every intention|had my mind made up|psyched myself up|"
    "was determined to|could not bring|kept meaning to|wish i|wish id|i wish|"
    "should have|shouldve|should of|could have|couldve|could of|would have|wouldve|"
    "would of|if id|if i had|if only|was going to|were going to|was gonna|"
    "was about to|was just about to|was this close to|wanted to|meant to|"
    "had planned to|had meant to|planned to|was planning to|was meaning to|said id|"
    "said i would|said i will|promised to|promised id|told myself id|promised i|"
    "told you id|swore id|was supposed to|was hoping to|hoped to|intended to|"
    "had wanted to|ought to have|so wanted to|thought about saying|"
    "thought about doing|thought about it|thought of saying|considered|considered it|"
    "needed to|was ready to|was meant to"
)
_HEAD = (
    "did the imagining|thought it through in my head|acted it out in my head|"
    "walked through it in my head|practised it in the mirror|"
    "practiced it in the mirror|in my head|in my mind|in the head|in me head|"
    "in my imagination|imagined|imagining|imagine|pictured|picturing|visualised|"
    "visualized|visualising|visualizing|mentally|rehearsed|rehearsing|daydreamed|"
    "mind only|played it out|head only|mental rehearsal|"
    "practised in front of the mirror|practiced in front of the mirror|saw myself|"
    "ran it through"
)
_YES = (
    "just about|mission done|step done|walk done|min walk done|page done|call done|"
    "task done|homework done|minutes done|oh yeah|did one|one small one|just once|"
    "only once|heck yes|damn right|sure thing|too right i did|most of it|"
    "two out of three|yes|yess|yse|yeh|yh|yep|yeah|yup|ya|yea|ye|aye|y|sure did|yas|"
    "yesh|check|success|of course|absolutely|definitely|totally|kind of|kinda|"
    "sort of|sorta|a bit|a little|a little bit|a tiny bit|tiny bit|only a bit|partly|"
    "partially|half|half of it|some of it|part of it|bits of it|finally|"
    "mission accomplished|just the first|just one|only one|only the first|just a|"
    "only a|one sentence|d|indeed|affirmative|yay|woohoo|woo hoo|hooray|boom|once|"
    "twice|almost all|it happened|all done|counts|it counts|oh yes|hell yeah|"
    "hell yes|i have|did i ever|three times|ish|yeah baby|you bet|too right"
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
    "car crash|in a crash|crash|losing my job|a and e|in a e|emergency room|"
    "husband left|my husband left|my wife left|wife left|boyfriend left|"
    "girlfriend left|partner left|lost our dog|lost our cat|lost our baby|"
    "lost my grandad|lost my brother|lost my sister|broken into|passed this morning|"
    "in intensive care|is in a coma|suicide|died this|hospital|in hospital|ambulance|"
    "funeral|cancer|died|dying|dead|passed away|passed this|divorce|divorced|"
    "divorcing|accident|cried all|cried|crying|cry all|worthless|hopeless|lonely|"
    "so alone|grieving|grief|heart attack|stroke|got fired|been fired|was fired|"
    "got sacked|got laid off|laid off|made redundant|lost my job|lost my mum|"
    "lost my dad|lost my mom|lost my friend|lost my baby|lost the baby|lost my dog|"
    "lost my cat|lost my nan|lost my grandma|panic attack|yelled at me|shouted at me|"
    "screamed at me|put the dog down|put our dog down|put the cat down|"
    "put my dog down|put him down|bad news|terrible news|awful news|broke up|"
    "broke up with|dumped me|left me|split up|moved out on me|miscarriage|surgery|"
    "operation|diagnosed|diagnosis|icu|evicted|burgled|robbed|mugged|assaulted|"
    "house fire|flooded|falling apart|fell apart|mum is ill|mom is ill|dad is ill|"
    "dad is sick|mum is sick|mom is sick|is very ill|is really sick|is dying|"
    "is very sick|is seriously ill|cant stop crying|dog died|lost someone|"
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
    "i mean|wait|sorry i mean|sorry meant|oh sorry meant|i meant|meant|scratch that|"
    "correction|hang on|hold on|no wait|sorry i meant|typo|ignore that|oops|whoops"
)
_BREAKS = (
    "but|then|and then|so|and so|because|because of|cause|cuz|cos|coz|and|when|while|"
    "though|although|however|except that|until|after that|afterwards|instead of|or|"
    "bc|before that|plus|yet still"
)
_FILLERS = (
    "um|uh|er|erm|hmm|like|you know|just|really|actually|well|ok|okay|oh|also|even|"
    "still|today|this morning|this afternoon|this arvo|in the morning|at last|lol|"
    "haha|omg|hey|hi|hello|sorry|quite|finally|a bit of|honestly|basically|literally|"
    "right|ugh|ah|only|now|thanks|thank you|simply|id say|id give|i would say|"
    "for tmrw|for tomorrow|proudly|pretty much|somehow|ended up|end up|quickly|first|"
    "damn|again|at least|tbh|mate|all|in the end|eventually|definitely i|calmly|"
    "quietly|slowly|loudly|nervously|bravely|so far|for once|as usual|course|"
    "of course i|the other day|on monday|on tuesday|on wednesday|on thursday|"
    "on friday|on saturday|on sunday|day before yesterday i|to be honest|always"
)

TAGS = {
    "i": "i|we|ive|weve|myself|id|im",
    "d": _DID,
    "e": _EFFORT,
    "w": _WEAK,
    "n": _NOT,
    "v": _BASE,
    "b": _BACKED,
    "m": _MISSED,
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
    "r": "was|were|is|are|been|be|being|am",
    "E": _NEVER_CAME,
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
