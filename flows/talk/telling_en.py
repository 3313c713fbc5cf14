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
    "starting now|getting started|gearing up|will|ill|i will|im going to|i am going to|"
    "im gonna|gonna|going to|planning to|plan to|intend to|im planning|about to|"
    "trying now|trying it now|im trying|still trying|trying later|tryna|trying to|"
    "later|later today|after lunch|after work|after dinner|tomorrow|tmrw|tmw|tomoz|"
    "tonight|next week|next time|walking in now|walking in|heading in|heading into|"
    "heading to|going into|going in|going in now|wish me luck|in the meeting now|"
    "in a meeting now|in a meeting|waiting for|waiting on|waiting to|ask me again|"
    "ask me later|ask again|ask later|check back|check in later|give me an hour|"
    "give me a minute|give me|in an hour|in a bit|in a minute|soon|on it|on my way|"
    "want to|i want to|fingers crossed|maybe later|maybe tonight|maybe tomorrow|"
    "hopefully|wanna|doing it now|starts at|starts in|havent started|hasnt started|"
    "hasnt happened yet|not started|nothing yet|still to come|still to do|to be done|"
    "coming up|id like to|getting ready to|as we speak|in the waiting room|"
    "in the queue|in line now|in the lobby|outside the door|at the door now|"
    "nearly there|almost there|on the train there|on the bus there|on my way there|"
    "en route|heading over|heading there|going there now|walking there|"
    "just about to go|about to go|about to walk in|about to call|about to do|"
    "waiting my turn|waiting to go|waiting to be|waiting till|waiting until|queueing|"
    "queuing|its next|up next|im up next|im on next|on in five|on in ten|my slot is|"
    "my turn is|my turn comes|mine is at|my meeting is|the meeting is at|call is at|"
    "the call is at|its tonight|its tomorrow|its later|is tonight|is tomorrow|"
    "is this afternoon|is this evening|starts soon|starts later|havent had it|"
    "havent been yet|not had it|not gone in|to go yet|still ahead|ahead of me|"
    "later tonight|later this|by tonight|by the end of|before midnight|before i sleep|"
    "before i go to bed|after tea|after class|after school|after my shift|"
    "watch this space|stay tuned|ill report|will report|will tell you|ill tell you|"
    "tell you after|will let you know|ill let you know|keep you posted|will keep you|"
    "get back to you|text you after|text you later|message you later|update you|"
    "updates later|give me till|give me until|give me a bit|give me a sec|give me ten|"
    "give me 10|give me five|give me 5|one moment|in the middle of it|"
    "midway through it|working on it|working up to it|building up to it|"
    "psyching myself up|pumping myself up|getting my nerve|gathering courage|i plan|"
    "plan is to|the plan is|scheduled for|booked for|planned for|due at|aiming to|"
    "hoping to|looking to|still need to|have to do it|gotta|got to do it"
)
_WISHED = (
    "told myself i would|told myself tomorrow|told myself id|promised myself|"
    "promised myself i would|promised myself id|was all set to|had every intention|"
    "had my mind made up|psyched myself up|was determined to|could not bring|"
    "kept meaning to|wish i|wish id|i wish|should have|shouldve|should of|could have|"
    "couldve|could of|would have|wouldve|would of|if id|if i had|if only|was going to|"
    "were going to|was gonna|was about to|was just about to|was this close to|"
    "wanted to|meant to|had planned to|had meant to|planned to|was planning to|"
    "was meaning to|said id|said i would|said i will|promised to|promised id|"
    "promised i|told you id|swore id|was supposed to|was hoping to|hoped to|"
    "intended to|had wanted to|ought to have|so wanted to|thought about saying|"
    "thought about doing|thought about it|thought of saying|considered|considered it|"
    "needed to|was ready to|was meant to|had it ready|had it all ready|had my line|"
    "had my notes|had the words|had my sentence|had my idea|had a whole|"
    "had it on the tip|had it planned|had it all planned|had planned|had a chance but|"
    "had the opportunity|was ready|was all ready|got ready|was so ready|was all set|"
    "was set to|was prepared|was prepared to|was psyched|was geared up|was poised|"
    "was tempted|was tempted to|was itching to|was dying to|was desperate to|"
    "was keen to|was considering|was on the verge|was on the brink|was inches|"
    "was seconds|was a second|was within|was this close|came this close|"
    "came very close|so very close|got so close|got this close|nearly had it|"
    "almost had it|nearly said|nearly did|nearly asked|nearly told|nearly called|"
    "nearly rang|nearly spoke|nearly sent|almost said|almost did|almost asked|"
    "almost told|almost called|almost spoke|almost sent|almost pressed|hoped|had hoped|"
    "had hoped to|had intended to|had thought of|had thought about|had been going to|"
    "had been meaning|had been planning|had in mind|my plan was|the plan was|"
    "the idea was|my intention|the intention was|intentions|good intentions|"
    "best intentions|with every intention|fully intended|fully meant|reckoned id|vowed|"
    "vowed to|resolved to|sworn to|swore to|swore i|pledged|agreed with myself|"
    "dying to|longed to|yearned|yearned to|wished|wished i|wished id|wanted so badly|"
    "so badly wanted|really wanted|would love to have|would like to have|would of done|"
    "might have|mightve|could easily|should really|shoulda|coulda|woulda|shoulda woulda"
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
    "ran it through|in my minds eye|minds eye|picture thing|the picture thing|"
    "the imagining|imagining thing|imagining bit|the visualisation|the visualization|"
    "guided imagery|film in my head|movie in my head|ran the film|dreamt it|dreamed it|"
    "dreamt about|dreamed about|dreamt i|dreamed i|fantasised|fantasized|envisioned|"
    "envisaged|envisage|could see myself|seeing myself|went through it in my head|"
    "went over it in my head|ran through it in my head|ran it in my head|"
    "rehearsed it in my head|said it in my head|did it in my head|only in my head|"
    "head rehearsal|in theory only|to the mirror|in the mirror|in front of the mirror|"
    "to my reflection|in the shower to myself|told the mirror|told my reflection|"
    "in my thoughts|thought experiment"
)
_YES = (
    "only for|for two minutes|only two|only three|only five|barely|just barely|"
    "skin of my teeth|by the skin of my teeth|eventually|big win|big win today|"
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
    "more like a mumble|more like a whisper|more of a squeak"
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
    "hard to say|dont know|not sure|dunno|idk|dont remember|cant remember|no idea|"
    "no clue|unsure|ask me another|its complicated|yes and no|yes no|yes no maybe|"
    "none of your business|could be worse|could have been worse|could be better|so so|"
    "meh|debatable|jury is out|jurys out|open to debate|hard to tell|hard to judge|"
    "tough to say|tricky to say|difficult to say|you tell me|depends|it depends|"
    "depends what|depends what you count|depends what you mean|who knows|"
    "if that counts|if you can call|not sure if that counts|not sure that counts|"
    "not sure it counts|dont know if that counts|does that count|would that count|"
    "swings and roundabouts|same as ever|same as always|ask me something else|"
    "no comment|pass on that question|couldnt tell you|dont ask|beats me|cant decide|"
    "cant tell|neither here nor there"
)
_CORRECTED = (
    "meant to say|sorry d|oh no wait|let me rephrase|what i mean is|strike that|my bad|"
    "i mean|wait|sorry i mean|sorry meant|oh sorry meant|i meant|meant|scratch that|"
    "correction|hang on|hold on|no wait|sorry i meant|typo|ignore that|oops|whoops"
)
_BREAKS = (
    "but|then|and then|so|and so|because|because of|cause|cuz|cos|coz|and|when|while|"
    "though|although|however|except that|until|after that|afterwards|instead of|or|bc|"
    "before that|plus|yet still|whereas|yet i|only to|still i|still though|mind you|"
    "anyway|anyways|even though|even if|and yet|but then|but then i|but still"
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
    "okay|oh|also|even|still|today|this morning|this afternoon|this arvo|"
    "in the morning|at last|lol|haha|omg|hey|hi|hello|sorry|quite|finally|a bit of|"
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
    "D": "it isnt that i didnt want|its not that i didnt want|not that i didnt want|"
    "it isnt that i dont want|its not that i dont want|it wasnt that i didnt want|"
    "it isnt that|its not that|it wasnt that|not that i|its not like i|isnt that i",
    "G": "for once|for the first time|first time ever|first time in|for a change",
    "H": "yeah right|oh sure|oh yeah totally|like id|like i would|as if i|as if id",
    "J": "guess what i did not do|guess what i didnt do|guess who didnt|just kidding|only kidding|kidding|only joking|just joking|jk|psych|"
    "what i did not do|what i didnt do|the one thing i didnt|not the thing|not that one|"
    "not my step|not the step|in my dreams|you wish|i wish|i lie|thats a lie|lies",
    "C": "except the|except that|except it|except this|except what|except my|"
    "apart from the|other than the|but the one|but the thing|but that one|except talk|"
    "except speak|except ask|except call|except do",
    "x": "tired",
    "r": "got|was|were|is|are|been|be|being|am",
    "E": NEVER_CAME,
    "g": "yesterday|last night|yesterday morning|yesterday evening|"
    "day before yesterday|the day before yesterday|two days ago|2 days ago|"
    "three days ago|3 days ago|4 days ago|four days ago|a few days ago|few days ago|"
    "days ago|on sunday i|day before last|a week ago|last week|last weekend",
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
    "drained|knackered|shattered|rushed|distracted|listened|considered|doubted|relaxed|"
    "motivated|inspired|determined|dedicated|organised|organized|scheduled|delighted|"
    "thrilled|shocked|amazed|astonished|fascinated|intimidated|devastated|flustered|"
    "rattled|frazzled|swamped|stuffed|hooked|qualified|married|retired|engaged|located|"
    "crowded|packed|limited|mixed|complicated|delayed|locked|blocked|occupied|"
    "committed|concerned|isolated|alarmed|assured|wrecked|wiped|bloated|wounded|"
    "injured|infected|dehydrated|sedated|starved|soaked|stranded|trapped|jammed|"
    "blushed|sweated|trembled|dreaded|regretted|noticed|realized|realised|remembered|"
    "received|appeared|allowed|dragged|died|expected|guessed|bothered|mattered|existed|"
    "deserved|ached|dreamed|envied|admired|feared|resented|loathed|suffered|sneezed|"
    "coughed|yawned|shivered|wondered|rained|snowed|sounded|tasted|owed|belonged|"
    "involved|included|contained|remained|imagined|pictured|wished|craved|fancied|"
    "preferred|detested|enjoyed|assumed|presumed|suspected|believed|trusted|agonised|"
    "agonized|fretted|obsessed|panicked|stewed|brooded|sulked|moped|sobbed|wailed|"
    "snored|napped|rested|lounged|chilled|vegged|crashed|burned|burnt|froze|snapped|"
    "gasped|sighed|gulped|paused|hesitated|waited|stalled|postponed|deferred|shelved|"
    "scrapped|ditched|skipped|dodged|avoided|evaded|shirked|ducked|swerved|bottled|"
    "bailed|folded|buckled|caved|relented|yielded|capitulated|surrendered|retreated|"
    "recoiled|flinched|faltered|wavered|dithered|dawdled|faffed|procrastinated|"
    "vanished|disappeared|escaped|pretended|nodded|smiled|shrugged|grinned|giggled|"
    "obeyed|complied|overreacted|underestimated|overestimated|overlooked|overscheduled|"
    "overbooked|rescheduled|emptied|ruined|spoiled|wasted|vomited|fainted|collapsed|"
    "recovered|reminded|hurried|commuted|babysat|babysitted|travelled|traveled|shopped|"
    "streamed|gamed|scrolled|browsed|gossiped|partied|aged|colored|coloured|curved|"
    "gifted|talented|beloved|blessed|cursed|damned|sacked|fired|hired|promoted|demoted|"
    "transferred|med|ted|fred|ned|zed|ed|bled|sled|fled|shred|instead|ahead|biped|"
    "unified|hatred|kindred|crooked|jagged|rugged|ragged|wretched|aforementioned|"
    "related|biased|experienced|advanced|detailed"
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
    (7, r"\b(a|one|1) week ago( today)?\b"),
    (6, r"\b(6|six) days ago\b"),
    (5, r"\b(5|five) days ago\b"),
    (4, r"\b(4|four) days ago\b"),
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
