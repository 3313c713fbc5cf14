"""The English words that mean danger, as reviewed data (behaviour 4.4).

Each row is written against a flattened text (see `spelling`). Rows may be added by
anyone; taking one away needs a second pair of eyes. An idiom is blanked out before the
terms are looked for, so it hides itself and nothing around it.
"""
# ruff: noqa: E501 -- a pattern is read whole: a break inside it hides a space

from dataclasses import dataclass
from typing import Literal

Category = Literal[
    "suicide", "self_harm", "means", "farewell", "burden", "abuse",
    "violence", "medical", "third_party", "distress",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One row: a category, a pattern over flattened text, and whether it is certain.

    An uncertain term asks for a person's eye (WATCH) and does not hold the texts back.
    """

    category: Category
    pattern: str
    certain: bool = True


SELF = r"(?:myself|my self|himself|herself|themself|themselves|yourself)"
OBJECTS = r"(?:bridge|roof|rooftop|building|cliff|balcony|window|ledge|overpass)"
PEOPLE = (
    r"(?:he|hes|hed|hell|she|shes|shed|shell|they|theyre|husband|wife|partner|boyfriend"
    r"|girlfriend|spouse|ex|dad|father|stepdad|stepfather|mom|mum|mother|stepmom|brother"
    r"|sister|uncle|boss|coworker|colleague|roommate|son|someone|somebody|man|guy|neighbor"
    r"|neighbour|coach|teacher)"
)
OTHERS = (
    r"(?:him|her|them|someone|somebody|everyone|everybody|anyone|anybody|people|you all|you|"
    r"(?:that|this|those|these) (?:guy|man|woman|girl|idiot|people|bastard|bitch|asshole|dude|jerk)s?|"
    r"(?:my|the) (?:\w+ )?(?:boss|wife|husband|kids?|children|baby|son|daughter|mom|mum"
    r"|mother|dad|father|ex|boyfriend|girlfriend|partner|brother|sister|coworkers?"
    r"|colleagues?|neighbou?r|manager|roommate|family))"
)
MEANING = (
    r"(?:want to|wants to|wanted to|going to|will|ill|plan to|planning to|feel like|feels"
    r" like|thinking about|thinking of|need to|about to|might|ready to|urge to|urges to)"
)
END = r"(?= ,| $)"
ANY_MORE = r"(?:any ?more|any longer|no more|no longer|no mo|ever again)"
DRUGS = (
    r"(?:pills?|tablets?|meds|medication|medicine|tylenol|paracetamol|ibuprofen|advil"
    r"|aspirin|xanax|insulin|antidepressants|painkillers|opioids|sleeping pills)"
)
MUCH = (
    r"(?:all|whole|entire|bottles?|handfuls?|fistfuls?|bunch|too many|lots?|every|packs?"
    r"|packets?|box|dozens?|everything|rest of|overdose of|\d\d+(?! mgs?| milligrams| minutes?| mins?| hours?))"
)
ONE = r"(?:wife|husband|mom|mum|mother|dad|son|daughter)"
TOOK = r"(?:took|taken|swallowed|downed|necked|popped)"
TEN_OR_MORE = (
    r"(?:ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?)"
    r"(?! (?:\w+ )?(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|mgs?|milligrams?|steps?|times))"
)
AWAY = r"(?! (?:home|back|out|with me|to (?:my|the|a|her|his|their|work|school)))"
FOOD = (
    r"(?:coffee|caffeine|chocolate|sugar|meetings?|carbs|pizza|cake|candy|tea|cheese"
    r"|emails?|netflix|zoom|slides|turkey|sushi)"
)

IDIOMS: tuple[str, ...] = (
    r"(?:die|died|dying|dead|kill myself|killing myself) (?:of|from|with) (?:embarrassment"
    r"|laughter|laughing|boredom|shame|curiosity|nerves|heat|cold|hunger|excitement)",
    r"(?:die|died|dying|dead|kill(?:ed|ing)? (?:me|myself)) (?:laughing|inside)",
    r"dying (?:to|for) (?:a |an |the |my )?\w+",
    r"to die for",
    r"(?:this|that|it|its|these|those|deadline|commute|traffic|suspense|feet|foot|back|head"
    r"|knees?|legs?|schedule|job|work|meetings?|heat|shoes|stairs|workload|project"
    r"|waiting|week|day) (?:is |are |was |were |just |really |absolutely |literally "
    r"|going to |will |might )*kill(?:s|ed|ing)? me",
    r"(?:boss|wife|husband|mom|mum|mother|dad|manager|coach|team|partner|she|he|they|shell"
    r"|hell|theyll) (?:is |are )?(?:going to |will |would |ll )?kill me (?:if i (?:am|m|im"
    r"|forget|miss|dont finish|dont do|lose|skip|show)|if (?:im|its) |for being|for forgetting|over the)",
    r"if (?:im|i am) late",
    r"(?:could|would|id|d) kill for",
    r"if looks could kill",
    r"kill(?:s|ed|ing)? (?:it|time|two birds|the (?:meeting|lights|idea|project|feature|app"
    r"|process|bug|vibe|mood|engine|music|call|presentation|demo|noise))",
    r"kill(?:ing)? (?:him|her|them|you) with kindness",
    r"shoot(?:ing)? (?:me|you|him|her|them|us|my boss|the team)? ?(?:a|an|over|for|off|the"
    r" breeze|some) ?(?:an? )?(?:email|e mail|text|message|note|dm|line|mail)?",
    r"shoot myself in the foot",
    r"shot (?:(?:me |him |her |us |them |it |my \w+ )?down(?! the (?:street|road))|at)",
    r"push(?:ed|es|ing)? me to (?!the |my |a )\w+|(?:push(?:ed|es)|threw|throws|drag(?:ged|s)|held) me in(?:to)? (?:\w+ing(?= ,| $)|(?:a|an|the|this|that"
    r"|another) (?:\w+ )?(?:role|job|project|position|team|task|meeting|call|presentation|conversation|discussion|deep end))",
    r"shot (?:me|him|her|us|them) (?:a|an) (?:\w+ )?(?:look|glance|smile|glare|email|message|text|question)",
    r"(?:threw|throws) me (?:in at the deep end|under the bus)|held me (?:up (?!against|by|at gun)|accountable)",
    r"beaten (?:to (?:it|the punch)|(?:today |again )?at (?:chess|cards|tennis|golf|pool|padel|squash|darts|my own game)|by (?:\w+ )?(?:points?|goals?|minutes?|seconds?|votes?|the (?:\w+ )?team)|in (?:the|a|our) (?:final|finals|game|match|race))",
    r"knife to (?:cut|slice|peel|chop|spread|carve|open) (?:(?:the|a|my|some|our) )?(?:\w+ )?(?:cakes?|bread|cheese|fruit|apples?|pie|pizza|vegetables"
    r"|veggies|sandwich\w*|box(?:es)?|packages?|onions?|turkey|meat|butter)|knife to (?:the|a|our) (?:picnic|kitchen|barbecue|bbq|potluck)",
    r"(?:good ?bye|good bye|bye) (?:everyone|everybody) ,? ?(?:see (?:you|ya) (?!on the other|in the next|in heaven|never)|have a|enjoy|until|till|happy)",
    r"jump(?:ing|ed)? ship|jump(?:ing|ed|s)? (?:in(?:to)?|on(?:to)?) (?:(?:the|a|an|this|that|my|our|new|next|first) )*(?:conversations?|discussion|calls?|meetings?|chat|debate"
    r"|projects?|work|tasks?|threads?|role|job|talk)|jump(?:ing)? in (?:early|first|when|with an?|during|at the (?:start|end|meeting))",
    r"(?:foot|leg|brain|laptop|computer|phone) (?:wont|doesnt|cant|isnt) (?:wake up|waking up)",
    r"unconscious (?:bias|biases|habits?|mind|reaction)",
    r"gun (?:range|club|show|safe|metal)|nail gun|glue gun|jump(?:ed|ing)? the gun|heat gun|guns blazing|(?:to|with) my guns",
    r"(?:career|political|social|commercial|professional|brand) suicide",
    r"suicide squad",
    r"(?:like|a bit of|mini|almost|nearly|gave me|give me|giving me)(?: \w+){0,2} heart attack",
    r"heart attack moment",
    r"overdos(?:e|ed|ing) on (?:\w+ )?" + FOOD,
    r"cut(?:ting)? myself (?:some slack|off|short|a break|a slice|loose|free|shaving|peeling"
    r"|cooking|chopping|slicing|gardening|accidentally|by accident|on (?:a|the|some)"
    r"|while|with a kitchen)",
    r"h[ua]r[tm](?:ing)? myself (?:at|running|lifting|playing|skiing|climbing|in the gym|in"
    r" training|at the gym|on the (?:ice|stairs|bike)|moving|falling|tripping|while)",
    r"(?:hurt|hurting) (?:his|her|their|your|my|anyones|peoples|someones) feelings",
    r"(?:hit|hits|hitting) me (?:with|up|that|like|how|on the shoulder|back)",
    r"(?:hit|touched) me (?:to see|deeply|when she said|that)",
    r"beat(?:s)? me (?:to|at|in|by)",
    r"beat(?:ing)? (?:myself|himself|herself) up",
    r"kick(?:ed|s) me (?:out|off|into gear)",
    r"(?:want|wants) to live (?:in|near|with|at|by|on|closer|there|so far|here)(?! this world"
    r"| pain| fear| my body| this body| with this| this way| like this| misery)",
    r"be here (?:at|for|in|on|late|early|until|today|now|by|this (?:meeting|week))",
    r"breathe (?:easy|through (?:the|this|that|a|my) (?:mask|nose)|in (?:that|this|the) \w+)",
    r"wake up (?:late|early|on time|in time|at \w+|to my alarm|before (?:\d+|noon|dawn|me|us|the)|until|till)",
    r"(?:dog|cat|puppy|horse) (?:ate|drank|swallowed) \w+ \w+",
    r"note ready and (?:read|used|said|shared|spoke|presented)",
    r"(?:will|wont|not going to|going to) (?:not )?be (?:here|around) tomorrow , (?:\w+ ){0,3}(?:off(?= ,| $| work)|leave|pto|holiday|vacation|trip|travel\w*|ooo)",
    r"(?:tired|sick) of living (?:out|in|so|with|near|on|at|there|alone|like students)"
    r"(?! pain| fear)",
    r"ready to die (?:on this hill|of|from)",
    r"(?:couldnt|cant) breathe (?:i was|from|because of) (?:laughing|laughter|so much)",
    r"(?:scared|bored|worried|frightened|tickled) to death",
    r"when (?:im|i am) gone (?:on|to|for|next|this|away)",
    r"ill be gone (?:on|to|for|next|this|until|all|from)",
    r"take my life (?:back|in|to|into|seriously|over|and)",
    r"burden on the \w+",
    r"cant (?:go on|keep going on) (?:holiday|vacation|mute|video|that|the|a|camera|with the)",
)

TERMS: tuple[Term, ...] = (
    Term("suicide", r"kill(?:s|ed|ing)? " + SELF),
    Term("suicide", r"suicid\w*"),
    Term("suicide", r"(?:kms|kys|ctb|unalive|unalived)"),
    Term("suicide", r"(?:want|wants|wanted|ready|wish|deserve|deserves|like|need|hope|rather"
         r"|going|trying|prefer|wanting|plan|planning|afraid) (?:to |too |i |i could |i would )?(?:just )?"
         r"(?:die|dying|be dead|died)"),
    Term("suicide", r"(?:should|let me|might as well|id rather|want me to) (?:just )?(?:die|be dead)"),
    Term("suicide", r"(?:better off|wish (?:i|that i) (?:was|were|am)|rather be|wish (?:im)|good as)"
         r" dead"),
    Term("suicide", r"(?:except|besides|about|of|but|than) (?:my )?(?:dying|death|being dead)", False),
    Term("suicide", r"(?:way out|only answer|option|escape) (?:\w+ ){0,3}(?:dying|death|die)"),
    Term("suicide", r"(?:dont|do not|doesnt|does not|didnt|no longer|never|not) (?:really |even |just )?"
         r"(?:want|wants|wanted|wish|wanting|deserve|care|intend)(?: to)? (?:\w+ )?(?:live|be alive"
         r"|exist|keep living|go on living|stay alive|wake up|continue living)"),
    Term("suicide", r"(?:dont|do not|doesnt|no longer|not)(?: \w+)? (?:want|wants|wanting)(?: to)? be"
         r" (?:here|around|on this earth|in this world) (?:at all|" + ANY_MORE + ")"),
    Term("suicide", r"(?:dont|do not|doesnt)(?: \w+)? (?:want|wants)(?: to)? be (?:here|around)", False),
    Term("suicide", r"(?:wont|not going to|will not) be (?:here|around) (?:much longer|for long|any ?more|any longer)|not going to be here tomorrow"
         r"|(?:wont|not going to|will not) be around tomorrow|(?:wont|will not|might not|may not|not going to|rather not) be alive"),
    Term("suicide", r"(?:wont|will not) be here tomorrow(?! afternoon| at | in the )", False),
    Term("suicide", r"(?:stop|quit|done|finished|through|over) (?:with )?(?:living|being alive|existing)(?= ,| $| now| any| like this| soon)"),
    Term("suicide", r"wouldnt mind (?:dying|not waking up|if i died)|life (?:\w+ )?(?:isnt|is not|not) worth it(?= ,| $| any)"),
    Term("suicide", r"(?:want|wants|wish|need) (?:it all|everything|all of (?:it|this)|my life)(?: to| would)? (?:just )?(?:end|stop|be over)(?= ,| $| now| already| tonight| so)"),
    Term("suicide", r"(?:dont|do not|doesnt|no longer|never) (?:\w+ )?wants? to (?:go|carry) on(?= ,| $| any| no| living| like this| with (?:my )?(?:life|living))"),
    Term("suicide", r"(?:never (?:been )?|(?:not|hadnt|shouldnt have|should not have|should never have) been )born" + r"(?= ,| $| at all)"),
    Term("suicide", r"(?:rather|want to|prefer to|wish to) not (?:exist|live|wake up|be alive)(?= ,| $| any| at all)"),
    Term("suicide", r"(?:hope|hoping|wish|wishing|want|wants|pray|praying|sleep) (?:\w+ ){0,4}(?:dont|never"
         r"|not|wont|didnt|would not|wouldnt) (?:ever )?(?:have to )?wake up"),
    Term("suicide", r"(?:no|any|the|a|without|whats the|nothing|single) (?:\w+ )?(?:reason|point|purpose|sense|use)"
         r" (?:left )?(?:to|in|for|of) (?:\w+ )?(?:live|living|life|alive|keep going|keep on|go on|going on"
         r"|being here|being alive|existing)"),
    Term("suicide", r"nothing (?:left |more )?(?:to live for|worth living)"),
    Term("suicide", r"(?:not|isnt|aint|no longer|hardly|never) worth (?:living|it to live|being alive)"),
    Term("suicide", r"(?:done|finished|through|over it|had enough) (?:with|of) (?:life|living|this life|being alive|existing)"),
    Term("suicide", r"(?:tired|sick|exhausted|hate|weary) (?:of )?(?:living|being alive|life itself|existing|this life)"),
    Term("suicide", r"end(?:s|ed|ing)? (?:my|his|her|their|your|this) (?:own )?(?:life|existence|suffering|misery)"),
    Term("suicide", r"end(?:ing)? it all"),
    Term("suicide", r"(?:want to|going to|ready to|plan to|planning to|gun to|time to|thinking of|thinking about"
         r"|have to|just) end(?:ing)? (?:it|things|everything|me)(?= ,| $| tonight| now| today| for good| soon)"),
    Term("suicide", r"tak(?:e|en|ing|es) (?:my|his|her|their) own life"),
    Term("suicide", r"(?:want|going|plan|planning|ready|tried|thinking|thought) (?:to |of |about )?tak(?:e|ing) (?:my|his|her) life"),
    Term("suicide", r"(?:off|offing|offed|end|top|delete) " + SELF),
    Term("suicide", r"(?:hang|hanging|hanged|hung|shoot|shooting|shot|drown|drowning|stab|stabbing|poison|poisoning"
         r"|gas|starve|starving|suffocate|strangle|strangling) " + SELF),
    Term("suicide", r"jump(?:ing|ed)? (?:off|from|out|out of|over) (?:\w+ )?(?:\w+ )?" + OBJECTS),
    Term("suicide", r"(?:jump|jumping|step|stepping|walk|walking|run|throw myself|throwing myself) "
         r"(?:in front of|into|under) (?:\w+ )?(?:train|bus|car|truck|traffic|tracks|subway|metro)"),
    Term("suicide", r"(?:drive|driving|crash|crashing|steer)(?: \w+){0,3} (?:into|off) (?:a |the )?(?:tree|wall|bridge|cliff"
         r"|river|pole|oncoming traffic|truck)"),
    Term("suicide", r"(?:might|going to|about to|ready to|will|want to|want too|should) jump" + END),
    Term("suicide", r"cant (?:go on|carry on|keep living|live like this|face another day|live)(?= ,| $| any| no| like|"
         r" living| with(?:out)?(?: \w+){0,2} pain)"),
    Term("suicide", r"(?:want|need|wish) (?:it|this|everything|all this|the pain|my life) (?:to )?(?:all )?(?:be over|end|stop|was over)" + END),
    Term("suicide", r"stop existing|cease to exist|never existed|never been born|wasnt born|not been born"),
    Term("suicide", r"(?:disappear|vanish|be gone|sleep) (?:forever|for good|and never|permanently|for ever)"),
    Term("suicide", r"(?:nobody|no one|noone|none|anyone)(?: \w+){0,3} (?:care|cares|notice|miss me|mind|even notice|cry)"
         r" if i (?:died|die|was gone|were gone|was dead|disappeared|were dead|killed|vanished|wasnt here)"),
    Term("suicide", r"if i (?:died|die|was dead|were dead|killed|was gone)(?: ,)?(?: \w+)? (?:nobody|no one|noone|everyone|they|it)"),
    Term("suicide", r"(?:my|this) life is over"),
    Term("suicide", r"(?:its|it is) over for me(?=.* (?:xgun|xknife|xpill|xsad|xrope))"),
    Term("self_harm", r"(?:cut|cuts|cutting|hurt|hurts|hurting|harm|harms|harming|burn|burned|burnt|burning|bruise"
         r"|injure|injuring|scratching|hit|hitting|punish|punishing|mutilate|mutilating|bite|biting) " + SELF),
    Term("self_harm", r"(?:cut|cutting|slit|slitting|slash|slashing|slashed|sliced|scratched|carving) (?:\w+ )?(?:my|her|his|their)"
         r" (?:\w+ )?(?:wrists?|arms?|legs?|thighs?|veins?|skin|throat|stomach)"),
    Term("self_harm", r"self (?:harm|harming|injury|injuring|mutilation)"),
    Term("self_harm", r"(?:been|started|start|back to|relapsed and started|keep|kept|want to start) cutting(?: again)?"
         r"(?= ,| $| again| and| myself| because)"),
    Term("self_harm", r"(?:urges?|want|need|craving|desire) (?:to|for) (?:cut|cutting|burn|bleed)"
         r"(?= ,| $| is| are| so| again| really| myself| because)"),
    Term("self_harm", r"(?:not|no longer|stopped|quit) cutting", False),
    Term("means", r"(?:took|taken|take|taking|swallow|swallowed|swallowing|ate|downed|popped|stockpil\w+|saved up|hoarding|saving)"
         r" (?:\w+ ){0,3}" + MUCH + r" (?:\w+ ){0,4}" + DRUGS),
    Term("means", r"(?:have|got|bought|holding|counting|looking at|staring at) (?:\w+ )?(?:the|my|all the|enough|these|all my) (?:\w+ )?"
         r"(?:pills|tablets|sleeping pills)"),
    Term("means", r"overdos(?:e|ed|es|ing)"),
    Term("means", r"(?:want to|going to|might|i|will|gonna|could|almost) od" + r"(?= ,| $| on| tonight| again)"),
    Term("means", r"(?:have|has|got|bought|buy|buying|loaded|found|holding|hold|with) (?:a |the |my |his |her |this )?(?:loaded )?"
         r"(?:gun|pistol|handgun|rifle|shotgun|revolver|noose|firearm)"),
    Term("means", r"loaded (?:gun|pistol|rifle)|gun (?:to|in|against) my (?:head|mouth)|pull the trigger"),
    Term("means", r"(?:have|got|bought|tied|tying|made) (?:a |the )?(?:rope|noose)(?! course| bridge)"),
    Term("means", r"(?:razor|razors|blade|blades|razor blade)s? (?:in|on|to|against|is|are) (?:my|the) (?:\w+ )?(?:hand|wrist|arm|skin|drawer)"),
    Term("means", r"(?:(?:knife|blade|razor|gun|pistol) (?:\w+ )?(?:to|at|on|against)|(?:scissors|glass) (?:to|against)) (?:my|his|her|the) (?:\w+ )?(?:wrist|throat|neck|arm|skin|head|chest|leg|thigh)s?"),
    Term("means", r"(?:standing|sitting|im|am|here|up) (?:\w+ )?(?:on|at) (?:the|a) (?:edge of the )?(?:bridge|ledge|roof|rooftop|edge"
         r"|tracks|train tracks|cliff|balcony|overpass)"),
    Term("means", r"(?:drank|drink|drinking|drunk) (?:\w+ ){0,3}(?:bleach|poison|antifreeze|pesticide|drain cleaner)"),
    Term("means", r"xpill xpill|(?:xpill|xknife|xgun|xrope|xneedle|xgrave|xblood) (?:xsad|xgrave|xskull|xgun)|xsad (?:xpill|xknife|xgun|xrope)"),
    Term("means", r"(?:goodbye|bye|done with|cant|any ?more|over|tonight|end|everything|life|sorry|tired|alone|no more)"
         r"(?: [\w,]+){0,5} (?:xpill|xknife|xgun|xrope|xgrave|xblood)"),
    Term("means", r"(?:xpill|xknife|xgun|xrope|xgrave|xblood)(?: [\w,]+){0,4} (?:goodbye|bye|done with|cant|any ?more|over|tonight|end|everything|life)"),
    Term("means", r"(?<=^ )(?:(?:xpill|xknife|xgun|xrope|xgrave|xneedle|xblood|xsad) )+(?=$)", False),
    Term("farewell", r"(?:this is|its|it is|saying|time for|my|final) (?:my |the |a |our )?(?:\w+ )?(?:final |last )?goodbye" + END),
    Term("farewell", r"(?:goodbye|good bye|bye) (?:forever|for good|for ever|cruel world|world|everyone|everybody|my love|and sorry)"),
    Term("farewell", r"(?:my|the) (?:very )?last (?:message|text|goodbye|words|day on earth|night alive)(?= ,| $| ever| to)"),
    Term("farewell", r"(?:wrote|written|writing|left|leaving|write|have) (?:a |my |the |goodbye )?(?:goodbye )?(?:note|letter|letters)"
         r" (?:for|to) (?:my |the )?(?:family|kids|children|parents|loved ones|everyone)"),
    Term("farewell", r"(?:wrote|written|writing|left|leaving|write|have) (?:my |the )?(?:(?:a )?(?:goodbye|last|final) (?:note|letter)|letters) (?:for|to) (?:my |the )?" + ONE),
    Term("farewell", r"(?:wrote|written|writing|left|leaving|write|have) (?:a |my |the )?(?:note|letter) (?:for|to) (?:my |the )?" + ONE, False),
    Term("farewell", r"(?:a|and|the|my) note (?:is )?ready|theyll find (?:it|me)|find my body"),
    Term("farewell", r"wont (?:ever )?(?:see|hear from) (?:them|you|her|him|me|my kids|each other)(?: \w+)? ?(?:again|any ?more)"),
    Term("farewell", r"tell (?:my |them )?(?:\w+ ){0,3}(?:i love (?:them|her|him)|im sorry i couldnt)"),
    Term("farewell", r"(?:when|once|after) (?:im|i am) (?:gone|dead|no longer here)"),
    Term("farewell", r"by the time (?:you|they|anyone) (?:read|reads|see|sees|get|gets|find|finds)"),
    Term("farewell", r"(?:ill|i will) be (?:gone|dead)" + r"(?= ,| $| forever| by| soon| tomorrow| before)"),
    Term("farewell", r"before i (?:go|leave) (?:for good|forever|this world)"),
    Term("farewell", r"(?:given|giving|gave|give) away (?:all )?my (?:\w+ )?(?:things|stuff|belongings|possessions|clothes|pets)"),
    Term("farewell", r"see you (?:all )?on the other side|in the next life|in heaven"),
    Term("farewell", r"tonight is (?:the|my last) night" + r"(?=.* (?:xgun|xpill|xknife|xrope|xsad))"),
    Term("burden", r"better (?:off )?(?:without me|if i (?:was|were|am|died|wasnt|werent|m|disappeared)|if im|with me (?:gone|dead)|when im (?:gone|dead))"),
    Term("burden", r"(?:im|i am|feel like|being|such|become|nothing but|just|am) (?:\w+ ){0,3}a? ?burden"),
    Term("burden", r"(?:nobody|no one|noone) (?:needs|wants|would miss|loves) me"),
    Term("burden", r"(?:dont|do not|didnt|doesnt) deserve (?:to )?(?:live|be alive|exist|life|love or life)"),
    Term("abuse", PEOPLE + r"(?P<gap>(?: \w+){0,3}) (?:hit|hits|hitting|beat|beats|beating|choke|choked|chokes|choking|strangled"
         r"|strangles|slap|slaps|slapped|punch|punches|punched|kick|kicks|kicked|rape|rapes|raped|molest|molests|molested|assault"
         r"|assaults|assaulted|hurt|hurts|hurting|abuse|abuses|abused|abusing|attacked|attacks|threaten|threatens|threatened"
         r"|threatening|touched|touches|touching|stabbed|shot|burned|stalks|stalking|stalked|forced|forces|groped) me"),
    Term("abuse", PEOPLE + r"(?P<gap>(?: \w+){0,4}) (?:will|would|going to|wants to|trying to|threatened to|threatens to|might|hed|hell"
         r"|shed|shell|tried to|says|could|d|ll) kill me"),
    Term("abuse", r"(?:hed|hell|shed|shell|theyll|theyd) kill (?:me|us|my)"),
    Term("abuse", r"(?:was|been|got|being|am|getting|were|is|im) (?:\w+ )?(?:raped|molested|sexually abused|sexually assaulted|abused|beaten"
         r"|beaten up|assaulted|strangled|stalked|trafficked|held against)"),
    Term("abuse", r"(?:raped|sexual(?:ly)? assault(?:ed)?|domestic violence|rape)"),
    Term("abuse", r"(?:wont|doesnt|never) lets? me (?:leave|go out|see my|out of|call|use my phone|eat)"),
    Term("abuse", r"(?:not|never|dont feel|isnt|arent|not feeling|doesnt feel) (?:\w+ )?safe (?:at home|here|with (?:him|her|them|my)|in my (?:own )?home|tonight|around (?:him|her|them))"),
    Term("abuse", r"(?:dont|do not) feel safe", False),
    Term("abuse", r"(?:(?:im|am) not|(?:dont think|not sure) (?:im|i am)) safe(?= ,| $| right now| any| in my| tonight| here)"),
    Term("abuse", r"(?:im|i am|were|we are|hes|shes|life is) in (?:\w+ )?danger(?! of (?!being|dying|him|her))"),
    Term("abuse", r"(?:has|had|got|pull|pulled|pulls|holding|waving|with) (?:a |the |his |her )(?:\w+ )?(?:knife|machete|axe|bat|hammer)"
         r" (?:(?:on|at) (?:me|us|my)|and (?:\w+ ){0,2}(?:threat\w+|yell\w+|scream\w+|coming|angry|outside|after|scared|afraid))"),
    Term("abuse", r"(?:is|hes|shes|theyre|are|was|keeps|keep) threatening (?:me|us|my (?:life|family|kids|children|mom|sister)|to (?:kill|hurt|shoot|stab))"),
    Term("abuse", r"(?:scared|afraid|terrified|fear) (?:of )?(?:my |for )?(?:\w+ )?(?:husband|wife|boyfriend|girlfriend|partner|ex|dad|stepdad|father|life)" + r"(?= ,| $| he| she| will| is| and| when| again)"),
    Term("violence", MEANING + r" (?:just |really )?(?:kill|killing|stab|stabbing|shoot|shooting|murder|murdering|strangle|strangling|hurt|hurting|attack|attacking|poison|beat|beating|choke|choking|hit|hitting) (?:up )?(?:all of )?" + OTHERS),
    Term("violence", r"(?:going to|will|ill|want to|plan to|planning to) (?:shoot|blow|burn) (?:up|down) (?:the|my|this|a|our)"),
    Term("violence", r"(?:bring|bringing|brought|taking|take) (?:a |my |the )?(?:gun|knife|weapon|rifle) (?:to|into)"),
    Term("medical", r"chest pains?|pain in my chest|crushing (?:pain|feeling) in my chest"),
    Term("medical", r"(?:cant|can not|cant even|struggling to|(?<!was )(?<!was so )(?<!was really )hard to|unable to|not able to) breathe"),
    Term("medical", r"was (?:so |really )?hard to breathe", False),
    Term("medical", r"(?:call|calling|called|need|dial|send|get)(?: \w+)? (?:911|999|112|ambulance|paramedics|ems)"),
    Term("medical", r"(?<=^ )911 (?=$)"),
    Term("medical", r"(?:having|had|have|has|is|its|might be|be) (?:\w+ ){0,3}(?:heart attack|stroke|seizure|seizures)"),
    Term("medical", r"unconscious|not breathing|isnt breathing|stopped breathing|unresponsive|anaphyla\w+|throat is (?:closing|swelling)"),
    Term("medical", r"(?:wont|doesnt|cant|not|isnt) (?:wake up|waking up|wake (?:him|her|them))"),
    Term("medical", r"passed out and|collapsed and|coughing up blood|vomiting blood|throwing up blood"),
    Term("medical", r"(?:bleeding|blood)(?: \w+){0,5} (?:wont stop|not stopping|doesnt stop|badly|heavily|everywhere|out)"
         r"|bleeding (?:\w+ )?(?:a lot|lots|so much|bad|too much|to death|all over)(?! of (?:money|cash|time))|cant stop (?:the )?bleeding|(?:theres|there is|lost|losing) (?:so much|a lot of|too much) blood"),
    Term("medical", r"cant (?:move|feel) my (?:\w+ )?(?:arms?|legs?|face|side|hands?)|face is (?:numb|drooping)|slurring|slurred speech"),
    Term("third_party", r"(?:worried|scared|afraid|think|fear|says|said|told me)(?: \w+){0,5} (?:might|will|would|going to|wants to|may) (?:do something (?:bad|stupid|to)|hurt (?:him|her|them)\w*)"),
    Term("suicide", r"(?:think|thinking|thoughts|thought|dream|dreaming|fantasi\w+|obsess\w+|talk|talks|talking|talked|joke|joking|wonder|wondering)"
         r" (?:a lot )?(?:about|of|on) (?:my |their )?(?:\w+ )?(?:dying|death|die|being dead|being gone|killing|ending it|not being here|not waking|jumping|funeral|hanging|disappearing)"),
    Term("suicide", r"(?:way|ways|how|long|much|many|time|place|easiest|painless\w*|quickest)(?: \w+){0,6} (?:to|id|i will|ill|before i) die"),
    Term("suicide", r"(?:better|happier|easier|stop|peace|prettier|nicer|useful|wish|were|was|if im|if i am|end up|soon be|be) dead"
         r"(?= ,| $| and| than| already| now| by| so| soon| inside)"),
    Term("suicide", r"my own (?:funeral|death|grave)|easiest way out|painless (?:way|death)|lethal dose"),
    Term("suicide", r"(?:keep|keeping|trust|stay) (?:myself )?(?:safe|alive)(?= ,| $| tonight| any| much| with myself| from)"),
    Term("suicide", r"(?:scared|afraid|worried|frightened)(?: of)? (?:what )?(?:i|id|ill)(?: (?:might|will|may|could|would))? (?:do to myself|do if|do tonight|do something|do" + END + r"|hurt)|(?:scared|afraid) of myself"),
    Term("suicide", r"(?:not sure|dont know|unsure|doubt|why)(?: \w+){0,3} (?:keep living|stay alive|still alive|be alive|go on living|bother living|to live|living)"),
    Term("suicide", r"(?:wants?|wanted|going|wish|tried|trying|try) (?:to )?end it" + END),
    Term("suicide", r"(?:pain|suffering|hurting|misery) (?:to |would |will )?(?:all )?(?:end|stop|be over)"),
    Term("suicide", r"(?:life|living|everything|existence|it all) (?:has|have|is|feels) (?:no meaning|no purpose|meaningless|pointless|unbearable|not worth)"),
    Term("suicide", r"wish (?:that )?i (?:didnt|dont|never|did not|could not|could stop|werent|wasnt) (?:exist\w*|here|born|alive|existed|living)"),
    Term("suicide", r"(?:do|doing|did|doing) it tonight(?=.* goodbye)|want out of (?:this|my) life|way out of (?:this|my) life"),
    Term("suicide", r"(?:cant|dont want to|unable to) (?:keep )?(?:survive|live|living)(?: \w+)? (?:like this|this way|any ?more|another)"),
    Term("suicide", r"(?:die|dying)", False),
    Term("self_harm", r"(?:fresh|new|deep|more|old) cuts|cuts (?:on|all over|up) my|(?:burn|burned|burning|burnt|bruising) (?:\w+ )?my (?:\w+ )?(?:arms?|legs?|thighs?|skin|wrists?)"),
    Term("self_harm", r"(?:need|have|want|going) to (?:cut|bleed|burn|hurt)(?= right now| tonight| now| again| ,| $| deep\w*)"),
    Term("means", r"(?:took|taken|swallowed|downed|drank|ate) (?:way |far )?(?:too (?:much|many)|the (?:whole|entire) (?:bottle|pack|box)|(?:a|the) whole (?:bottle|pack|box)|all of (?:them|it))" + END),
    Term("farewell", r"(?:goodbye|farewell|suicide|good bye) (?:note|letter|text|message|video)s?"),
    Term("burden", r"(?:happier|better|easier|relieved|fine|glad) (?:off )?(?:if|when|once|without) (?:i |im |me)(?: ?(?:was|were|am))?(?: (?:gone|dead|around|not here))?" + END),
    Term("abuse", r"(?:hands?|arm|belt|cord|grip) (?:around|on|round|over) my (?:neck|throat|mouth)|hiding (?:in|under|from) (?:the |my |him|her)(?:\w+)?(?= ,| $| he| she| because| from| with| right| and)"),
    Term("abuse", r"(?:showed up|came|outside|here|house|standing|threatening)(?: \w+){0,3} with (?:a |his |her )?(?:gun|knife|weapon|bat|hammer)"),
    Term("medical", r"(?:arm|face|leg|side|mouth|hand) (?:is|went|has gone|feels|goes) (?:numb|limp|drooping|paraly\w+)|chest (?:hurts|is tight|tightness|feels tight|is hurting|tight)"),
    Term("medical", r"(?:he|she|they|wife|husband|mom|mum|dad|mother|father|baby|son|daughter|kid|friend|partner|grandma|grandpa|coworker|colleague|someone|brother|sister)"
         r"(?: \w+){0,2} (?:collapsed|choking|seizing|convulsing|fainted|blue|drowning|electrocuted|unconscious)"),
    Term("suicide", r"(?:no|any|see|a|single|one|another) (?:\w+ )?(?:reason|point) (?:to|in) (?:wake|waking|get|getting) up" + r"(?= ,| $| tomorrow| any| again| in the morning)"),
    Term("suicide", r"ready to (?:go|leave)(?= ,.* (?:sorry|goodbye|love)| for good| forever| now , (?:tell|goodbye|sorry))"),
    Term("suicide", r"(?:easier|better|happier|nicer|best) (?:\w+ )?(?:if|when|once) i (?:\w+ )?(?:wasnt|werent|were not|am not|isnt|disappeared|left) ?(?:around|here|alive|there)?" + END),
    Term("suicide", r"(?:what if i|could|should|might|want to|i just|thought about|think about|thinking about|almost)(?: \w+){0,2} (?:drove|drive|driving|driven|swerve|swerved|walked|walk|walking|stepped|step) (?:\w+ )?(?:off|into|in front of)(?: the| a)? (?:road|tree|traffic|wall|train|bus|car|river|sea|ocean|lake|bridge|cliff)"),
    Term("suicide", r"(?:how|when|where) (?:id|i would|i will|ill|to) (?:do it|end it)" + END, False),
    Term("suicide", r"(?:dark|bad|scary|intrusive|those|awful) thoughts" + r"(?= ,| $| again| about| of| are| came| keep)", False),
    Term("suicide", r"(?:decided|going|ready|thinking|thoughts|plan|planning|want|about|wanted|how)(?: \w+)? (?:to |of |about )?(?:end|ending) (?:things|everything)(?= ,| $| tonight| now| today| soon| for)"),
    Term("suicide", r"(?:wish|hope|hoping|pray|praying|wishing)(?: \w+){0,4} (?:would|will|could)?(?: just)? ?(?:hit|kill|shoot|take|crush|run) (?:me|over me)(?= ,| $| over| already| out)"),
    Term("suicide", r"if i (?:had|owned|got|could get|find) (?:a |some |enough )?(?:gun|pills|rope|knife)"),
    Term("self_harm", r"deserve to (?:suffer|be hurt|hurt|be in pain|be punished|bleed)"),
    Term("third_party", r"(?:student|friend|he|she|sister|brother|son|daughter|kid|child|niece|nephew|someone|coworker|colleague|roommate|they)(?: \w+){0,5} (?:is|has been|was|started|keeps|are) (?:\w+ )?cutting" + r"(?= ,| $| again| and)"),
    Term("means", r"(?:bottle|handful|stash|pile|box|pack) of (?:\w+ )?(?:pills|tablets|painkillers|sleeping pills)"),
    Term("means", r"(?:gun|noose|pistol|shotgun)", False),
    Term("abuse", PEOPLE + r"(?P<gap>(?: \w+){0,3}) (?:threw|throws|pushed|pushes|shoved|shoves|slammed|dragged|drags|locked|locks|pinned|tied|grabbed|held) (?:me|my (?:arm|hair|head|neck|throat))"
         r" (?:against|into|down|in|out|up|on|by|to|at|across|inside|outside|so|and|around)"),
    Term("medical", r"lost (?:\w+ ){0,3}blood|feel faint|going to pass out|about to pass out", False),
    # "my back hurts so much that I cannot sleep" was once answered as a step not tried.
    Term("medical", r"my (?:\w+ ){1,3}(?:hurts?|aches?|is hurting|are hurting|is killing me) (?:so|too|really|very|that) (?:much|bad|badly)", False),
    Term("medical", r"(?:the|my|this) pain (?:is|was|got|gets|has gotten) (?:\w+ )?(?:bad|much|strong|worse|severe|unbearable|terrible|awful)", False),
    Term("medical", r"(?:makes?|made|making) (?:the|my) (?:\w+ )?(?:pain|hurt) (?:\w+ )?worse|in (?:so much|too much|a lot of|severe|terrible|awful|constant|unbearable) pain", False),
    Term("medical", r"(?:having|have|had|like)(?: \w+){0,6} (?:or|and) (?:a )?(?:heart attack|stroke)"),
    Term("suicide", r"(?:no|any|a|only|see a) (?:other )?way out(?= ,| $| for me| of this| any| but)"),
    Term("suicide", r"(?:feel like|feels like|thinking of|thinking about|think about|consider\w*|close to|about) ending (?:it|things)" + END),
    Term("suicide", r"(?:lost|no|without|losing|have no) (?:the |my |any )?will to (?:live|go on|keep going|carry on)"),
    Term("suicide", r"(?:stopped|stop|quit|tired of) being (?:here|alive)(?= ,| $| any)"),
    Term("self_harm", r"(?:im|i am|am|was|i) cutting (?:again|myself|" + ANY_MORE + ")"),
    Term("farewell", r"(?:goodbye|bye|farewell)(?= .*(?:forgive me|im sorry|i am sorry|love you all))|forgive me for (?:what|leaving|this)"),
    Term("abuse", r"(?:call|get|need|send)(?: \w+)? (?:police|cops)|(?:broke|breaking|break) in(?:to)?(?= ,| $| my| the house| and)", False),
    Term("abuse", r"call the (?:police|cops)"),
    Term("distress", r"hopeless|worthless|no hope|lost all hope|empty inside|numb inside", False),
    Term("distress", r"hate (?:myself|my life|being me|my body)", False),
    Term("distress", r"cant (?:cope|take (?:it|this|much more)|stop crying|do (?:this|it|life) (?:any ?more|any longer|no more)" + END + r"|handle (?:life|anything)|bear)", False),
    Term("distress", r"(?:giv(?:e|ing|en)|gave) up on (?:everything|life|myself|it all|living)|want to give up" + END, False),
    Term("distress", r"whats the point (?:of anything|of it all|any ?more|of living|in anything)", False),
    Term("distress", r"(?:just |please |someone )?kill me(?: now)?" + END, False),
    Term("distress", r"(?:want|wish) (?:to|i could) (?:just )?disappear" + END, False),
    Term("distress", r"(?:nobody|no one|noone) (?:cares|would care)(?: about me)?" + END, False),
    Term("means", TOOK + r" (?:\w+ ){0,2}(?:loads?|tons?|tonnes?|heaps|piles?|mass|masses|stacks?) of (?:\w+ ){0,3}" + DRUGS + AWAY),
    Term("means", TOOK + r" (?:\w+ ){0,2}" + TEN_OR_MORE + r" (?:\w+ ){0,2}" + DRUGS + AWAY),
    Term("means", TOOK + r" (?:\w+ ){0,2}more (?:\w+ )?" + DRUGS + r" than (?:i should|i was|is safe|prescribed|allowed|the (?:dose|label))"),
    Term("means", TOOK + r" (?:\w+ ){0,3}(?:weeks?|fortnights?|months?) (?:worth|supply) of (?:\w+ ){0,3}" + DRUGS + AWAY),
    Term("means", TOOK + r" (?:\w+ ){0,3}" + DRUGS + r" (?:, )?(?:every last one|every single one|the lot|all at once|all of them at once|all in one go|way too many|too many|lots|a lot)(?= ,| $| and| of them)"),
    Term("means", TOOK + r" (?:(?!my )\w+ ){0,3}" + DRUGS + r" (?:, )?(?:all|every one) of them(?= ,| $| and)"),
    Term("means", TOOK + r" my (?:\w+ )?" + DRUGS + r" (?:, )?(?:all|every one) of them(?= ,| $| and)", False),
    Term("means", TOOK + r" (?:\w+ ){0,3}" + DRUGS + r" (?:, )?(?:to|so (?:that )?i|and (?:now )?i)(?: \w+){0,3} (?:die|end it all|sleep forever|(?:never|not|wont|dont) (?:ever )?wake up(?= ,| $| any| again| tomorrow))"),
    Term("means", r"swallowed (?:\w+ )?(?:them all|the lot|the (?:whole|entire|full) (?:packet|blister|strip|tub))(?= ,| $| and| at once)"),
    Term("means", r"(?:took|taken) (?:the|a|that) (?:whole|entire|full) (?:packet|blister|strip)" + END),
    Term("means", DRUGS + r"(?: [\w,]+){0,6} (?:took|taken) (?:them all|every one)(?= ,| $| and| at once)", False),
    Term("means", TOOK + r" (?:the|some|those|these) (?:\w+ )?" + DRUGS + r" (?:, )?(?:goodbye|good bye|(?:and )?(?:im|i am) (?:so )?sorry|and (?:now )?(?:im|i am|i) (?:\w+ )?(?:scared|afraid|regret\w*|dying))(?= ,| $| it)", False),
    Term("distress", r"(?:so|completely|all|feel) alone in (?:this|the) world|breaking down|falling apart inside", False),
)  # fmt: skip

# What may stand between a "not" and the words it takes back; anything else and the
# "not" belongs to something other ("I'm not ok I want to die").
NEGATORS = (
    r"(?:not(?! only)|never|dont|do not|doesnt|didnt|wont|wouldnt|isnt|arent|havent|hasnt|hadnt|aint"
    r"|no longer|used to|wasnt|nunca|no(?! i )|jamas|stopped|without)"
)
FILLERS = (
    r"(?:really|actually|currently|even|ever|going|to|planning|plan|thinking|think|thought|about"
    r"|of|having|have|had|want|wanted|feel|feeling|be|been|am|trying|tried|intend|any|i|would|will"
    r"|do|like|longer|been|estoy|voy|a|pensando|en|quiero|he|me|thoughts|in|years|feelings|wanting)"
)
# Before a "not" these make it say nothing ("why not ...").
NOT_AFTER = ("why", "should", "might as well", "whether or")
