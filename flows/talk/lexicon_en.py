"""What people answer with in English, as tables: phrases by what they mean.

Phrases stand apart by bars; case, accents and apostrophes are taken off on reading.
"""

from flows.talk import planning_en

# Whole messages where a try is asked about.
ATTEMPT = {
    "tried": "2x|x2|3x|x3|2 times|two times|3 times|three times|a few times|"
    "a couple of times|a couple times|several times|yesterday and today|"
    "both yesterday and today|i went|went|i was there|i spoke|spoke|i asked|asked|"
    "i called|called|"
    "i said it|said it|i finished|barely|just barely|eventually|mostly|did most|"
    "did some|did half|more or less|just about|near enough|yes and no but mostly yes|"
    "d|done|did|already finished|did it|did that|did so|i did|i did it|i did that|"
    "yes i did|yes done|done it|all done|got it done|have done|ive done it|"
    "done and dusted|made it|yes|"
    "yess|yse|yeh|yh|yep|yeah|yup|y|ya|yea|aye|sure did|of course|absolutely|totally|"
    "yes it did|tried|tried it|i tried|i tried it|gave it a go|gave it a try|"
    "gave it a shot|had a go|attempted|attempted it|completed|complete|finished|"
    "nailed it|check|checked|tick|ticked|boom|success|mission accomplished|"
    "did it again|kind of|kinda|sort of|sorta|a bit|a little|a little bit|partly|"
    "partially|half|finally|yay|woohoo|woo hoo|hooray|dne|dobe|donr|fone|100|yes sir|"
    "yes maam|half of it|some of it|most of it|almost all of it|tiny bit|once|twice|"
    "yes yes",
    "not_tried": "as if|i wish|if only|not even half|just watched|blew it|i failed|"
    "failed|coward|busy|mad busy|so busy|sick|im sick|ill|i was sick|"
    "no energy|too tired|asleep|zip|nuffin|nae chance|pass today|left it|"
    "not a thing|nout|nowt|no nothing|nothing to report|nil|not me|n|no|"
    "nah|nope|nay|naw|not today|no not today|nah not today|not really|"
    "didnt|i didnt|didnt do it|i didnt do it|did not|i did not|no i didnt|"
    "not this time|skip|skipped|skipped it|skip today|pass|couldnt|"
    "i couldnt|no time|too busy|missed it|i forgot|forgot|forgot it|"
    "chickened out|bailed|none|nothing|not at all|no sorry|sorry no|"
    "nah sorry|no luck|not quite|nothing today|nada|zero|0|not a chance|"
    "cant|cant today|i cant|unable|didnt happen|did not happen|not done|"
    "no go|negative|didnt try|i didnt try|not tonight|never|nearly|almost|"
    "almost did|nearly did|nothing doing|tired|so close|so so close|close|"
    "close but no|close but no cigar|almost but no|nearly but no|"
    "lost my nerve|no guts|no nerve|no courage|bottled|wimped out|froze|"
    "panicked|maybe next time|next time|next time maybe|another time|"
    "some other time|maybe another time",
    "not_yet": "after tea|after class|after school|after dinner|after breakfast|"
    "after the gym|after the meeting|before bed|before dinner|at lunch|at lunchtime|"
    "in the evening|this arvo|at the meeting|not started yet|still to do|"
    "day isnt over|still time|im next|brb|give me time|t|not yet|no not yet|"
    "nope not yet|trying|trying now|trying it now|on it|later|will do|will do it|"
    "in a bit|soon|going to|about to|doing it now|doing it|now|tonight|tomorrow|"
    "later today|after lunch|in a minute|still to come|give me a min|in an hour|"
    "after work|this afternoon|this evening|wait|one sec|hang on|hold on",
    "thanks": "thanks|thank you|thanks a lot|thank you so much|many thanks|thx|thnx|"
    "ty|tysm|ok|okay|k|kk|cool|great|nice|lovely|perfect|awesome|lol|haha|hah|cheers|"
    "got it|sure|np|no problem|no worries|good to know|will keep going|ok thanks|ta|"
    "tks|ok thank you|great thanks|cool thanks|sounds good|noted|good night|"
    "goodnight|bye|cheers mate|thanks mate|much appreciated|appreciate it|"
    "appreciated|thanx|ta very much|thank u|thanks so much|you too|same to you|"
    "night night|see you|good one|will do thanks|fine|fine thanks|all good|thats fine",
    "greeting": "heyy|hii|hiii|hi|hello|hey|hiya|hi there|hello there|hey there|"
    "good morning|good evening|good afternoon|morning|evening|howdy|yo|hello again|"
    "hi again|good day|heya|hi handrail|hello handrail|whats up|sup|wassup|helo|"
    "hullo|hey you|morning all|afternoon|anyone there|hi how are you|"
    "hello how are you|how are you",
}
# Nothing to tell where own words are asked for.
NOTHING = (
    "nothing more|nothing else|no more|no thats all|no thats it|thats all|thats it|"
    "that is all|that was all|nothing to add|no nothing else|nothing more to say|"
    "i dont really know|not a clue|no answer|n a|dunno mate|havent a clue|"
    "no thoughts|no clue mate|i wouldnt know|no reason really|nothing i know of|"
    "nope nothing|no nothing|not that i know|not that i can think of|nothing helped|"
    "dont know really|dont know why|i honestly dont know|honestly dont know|"
    "no comment really|idk|i dont know|dont know|dunno|i dunno|no idea|not sure|"
    "im not sure|nothing|nothing special|nothing really|nothing much|no|nope|nah|n|"
    "none|na|not much|who knows|hard to say|cant say|luck|just luck|pass|skip|same|"
    "yes|yep|ok|done|d|t|not sure tbh|idk tbh|dont know tbh|no clue|beats me|"
    "search me|nothing at all|nothing comes to mind|cant think of anything|"
    "not really|i have no idea|no comment|i really dont know|nothing tbh|"
    "nothing in particular|no particular reason|rather not say|id rather not say|"
    "dont want to say|cant remember|dont remember|i dont remember|i forget|"
    "um i dont know|couldnt say|couldnt tell you|nothing i can think of|"
    "honestly no idea|honestly nothing|whatever|meh|dk|idek|no particular thing|"
    "just did it|no reason"
)
YES_NO = {
    "yes": "super|brilliant|excellent|awesome|amazing|great|cool|lovely|perfect|"
    "a bit|a little|a little bit|mostly|probably|more or less|kind of yes|def|defo|"
    "sometimes yes|yeah a bit|some|a lot|very much|totally|all in|all good|uh huh|"
    "mhm|okie|okie dokie|will do|can do|go|g|yes|yess|yse|yeh|yh|y|yep|yeah|yup|ya|"
    "yea|ye|aye|sure|ok|okay|k|kk|fine|im in|i am in|in|count me in|lets go|go ahead|"
    "go for it|please|please do|yes please|of course|absolutely|definitely|join|"
    "agree|i agree|agreed|accept|sounds good|lets do it|go go go|go please|ready|"
    "im ready|happy to|why not|sure why not|sign me up|i do|i did|i am|i will|"
    "i would|i can|did it|done|it did|it does|it is|it was|d|true|correct|right|"
    "i have",
    "no": "uh uh|unh unh|nuh uh|uhn uhn|none|none of it|nobody|nobody did|not much|"
    "hardly|barely|too much|nty|neh|maybe some other time|some other time|"
    "some other time maybe|another time|no|nah|"
    "nope|n|nay|na|not now|no thanks|no thank you|not interested|later|not yet|"
    "not today|not for me|maybe later|dont|i dont|no way|rather not|id rather not|"
    "go away|never|decline|i decline|leave me alone|pass|not really|i didnt|i cant|"
    "i wont|i wouldnt|im not|i am not|it didnt|it doesnt|it isnt|it wasnt|i havent|"
    "false",
}
# What leans towards yes or no inside a text: letters for `leanings`.
LEANING = {
    "y": "yeah no problem|yeah no worries|yep no problem|yep no worries|"
    "yes no worries|yes no doubt|dont have a problem with that|dont have a problem|"
    "i dont have a problem|i dont have a problem with that|i dont see a problem|"
    "i dont hate it|i dont hate that|dont see a problem|dont see the problem|"
    "nothing to object to|hard to disagree|"
    "who could say no|wouldnt be opposed|would not be opposed|wouldnt be against it|"
    "wouldnt be against|dont hate it|dont hate that|wouldnt hate it|wouldnt hate that|"
    "not the worst idea|not the worst|would not mind|i would not mind|not saying no|"
    "im not saying no|never say no|no trouble|no trouble at all|nothing against that|"
    "of course not a problem|dont need to ask twice|yes no problem|if you like yes|"
    "mm hmm|wouldnt hurt|it wouldnt hurt|what harm|no prob|no problemo|no biggie|"
    "not a prob|not opposed|not opposed to|not against|not against it|"
    "not against that|not against the idea|not averse|not averse to|no argument|"
    "no arguments|no argument here|no arguments here|couldnt agree more|"
    "could not agree more|cant agree more|wouldnt object|dont object|i dont object|"
    "not objecting|wont object|dont disagree|cant disagree|i dont disagree|"
    "wouldnt disagree|cant argue with that|wont argue|no reservations|"
    "i wouldnt say no|not unwilling|nothing wrong with that|no hesitation|i reckon so|"
    "i reckon|i spose|spose so|no bother|yas|yeppers|fo sho|deffo|defo|def|shure|"
    "nothing to lose|who wouldnt|i dont see why not|dont see why not|see why not|"
    "i dont mind at all|no skin off my nose|dont see any harm|no harm|no harm in it|"
    "all for it|im all for it|sign me up please|pls do|pls yes|yes sir|bet|aight|"
    "righto|rightio|roger that|you know it|too right|cant think why not|whynot|"
    "for definite|without a doubt|thats right|exactly that|precisely|love it|"
    "would love it|would love that|would love to|love that|spot on|that is right|"
    "go on|go on then|oh go on|might as well|very much so|yes|yess|yse|yeh|yh|yep|"
    "yeah|yup|ya|yea|ye|y|aye|sure|absolutely|definitely|totally|certainly|of course|"
    "course|damn straight|damn right|by all means|no problem|no worries|no probs|"
    "no doubt|no question|no objection|no objections|wouldnt say no|cant say no|"
    "wont say no|why not|go for it|go ahead|lets do it|lets do that|lets go|lets try|"
    "lets try it|hell yes|hell yeah|count me in|sign me up|please do|yes please|"
    "for sure|you bet|sure thing|bring it on|okey dokey|with pleasure|gladly|"
    "affirmative|yes to that|id say yes|say yes|a yes|why the hell not|not bad|"
    "not a problem|i dont mind|wouldnt mind|dont mind if i do|cant wait|cant hurt|"
    "couldnt hurt|cant complain|not a bad idea|nothing against it|yes yes|"
    "no reason not to|give it a go|ill give it a go|ill do it|heck yes|oh yes|"
    "yes yes yes|no doubt about it|not no|hells yeah|yeah yeah|no complaints|no issue|"
    "no issues|yass|yesh|okey doke|course i will|course i do|id say so|you betcha|"
    "aye aye|roger|10 4|say no more|wouldnt miss it|always|no yeah",
    "u": "sounds reasonable|sounds fair|fair enough|brilliant|excellent|awesome|"
    "amazing|fantastic|wonderful|works|thats okay with me|thats ok with me|"
    "okay with me|you can|you may|feel free|be my guest|knock yourself out|im down|"
    "down for that|im up for that|hit me|glad to|be glad to|i believe so|probably|"
    "most likely|likely|worth a try|worth a shot|worth a go|worth trying|a bit|"
    "a little|mostly|interested|im interested|comfortable|comfortable with that|"
    "on board|im on board|helpful|useful|it helped|helped|tempted|eager|excited|"
    "id try it|id try that|hope so|i hope so|exactly|100|a fan|agree|agreed|all right|"
    "alright|can do|certain|cool with me|cool with that|correct|count on me|deal|"
    "do it|do that|dont mind|fine by me|fine with me|fine with that|for it|game on|"
    "give it a shot|give it a try|give it a whirl|go|going for it|good idea|"
    "good with that|great idea|guess so|happy to|happy with that|hundred percent|"
    "i am in|i can do that|i guess|i guess so|i like it|i like the idea|i suppose|"
    "i suppose so|i think so|i would like that|id be happy to|id be up for that|"
    "id enjoy that|id like that|id love to|ill bite|ill take it|ill try|im game|"
    "im happy to|im in|im on|im ready|im up for it|indeed|into it|join|keen|lets|"
    "like the idea|love to|mhm|mm hm|mmhm|more than happy|naturally|obviously|"
    "ok with me|ok with that|ready|right on|sounds fine|sounds fun|sounds good|"
    "sounds great|sounds like a plan|sounds nice|sounds ok|suppose so|that works|"
    "thatd be good|thatd be great|thatd be lovely|thatd be nice|think so|true|try it|"
    "try that|uh huh|up for it|why wouldnt i|will do|works for me|would be good|"
    "would be great|would be nice",
    "v": "i would|i do|i did|i am|i will|it did|it does|it is|it was|i have|"
    "id like to|i want to|i want that|done|did it|i can|we can|i could",
    "w": "ok|okay|k|kk|fine|good|great|cool|nice|perfect|please|all good|lovely|okie|"
    "its fine|its ok|thats fine|thats ok",
    "n": "wont say yes|cant say yes|not saying yes|id object|i would object|"
    "i disagree|disagree|sounds bad|sounds awful|against|i object|object to|uh uh|"
    "unh unh|mm mm|nuh uh uh|not keen|cant agree|dont agree|opposed|im opposed|"
    "against it|im against it|cant say i do|cant say that i did|cant say i did|"
    "cant say so|bad idea|terrible idea|too much|thats too much|too hard|"
    "thats too hard|too scary|nty|neh|hell freezes over|give it a miss|"
    "some other time|nobody did|none of it|none|ill leave it|id rather skip|"
    "count me out|cba|do i have to|not in the mood|id be lying|nobody|no one|unlikely|"
    "very unlikely|doesnt help|i beg to differ|na thanks|nah fam|maybe not|i doubt it|"
    "doubt it|wrong|you must be joking|must be joking|are you kidding|kidding|over it|"
    "not likely|no way jose|dont need|not particularly|id say not|i think not|"
    "youre alright|youre all right|im alright|im all right|no|nah|nope|nay|naw|na|n|"
    "not|dont|do not|never|no way|no thanks|no thank you|not today|not now|not yet|"
    "not really|not for me|not interested|rather not|id rather not|please dont|"
    "no need|no chance|of course not|course not|hell no|it didnt|i didnt|didnt|"
    "did not|it doesnt|doesnt|i dont|i do not|cant|cannot|wont|wouldnt|isnt|wasnt|"
    "havent|leave it|lets leave it|lets not|yeah right|yeah no|as if|no can do|im out|"
    "id say no|say no|decline|no sir|no maam|i dont think so|dont think so|dont want|"
    "i dont want|not my thing|skip it|skip|ill pass|pass|im good thanks|"
    "im fine thanks|im ok thanks|im all right thanks|not a chance|not at all|nothing|"
    "nowhere|negative|absolutely not|definitely not|certainly not|sure not|"
    "probably not|i guess not|guess not|suppose not|i suppose not|hardly|no more|noo|"
    "nuh uh|neither|when pigs fly|over my dead body|fat chance|in your dreams|"
    "nothing doing|thanks but no thanks|thanks but no|go away|leave me alone|later|"
    "maybe later|another time|false|im okay thanks|im okay|i am okay thanks|nein|"
    "id rather stay|rather stay|too soon|no ta|dont bother|dont fancy|never ever|"
    "im good|i am good|im fine|i am fine|im good ta|dont fancy it|not my cup of tea|"
    "not feeling it|a no|thats a no|rather stay as i am|forget it|forget that|no dice|"
    "not on your life|no dont|i refuse|i decline|couldnt|shouldnt|arent|aint|hate|"
    "hate to|leave it for now|hard no|hard pass|stop it|nuh|nop|nooo|noup|nae",
    "k": "no idea|i have no idea|kind of but|maybe some|who knows|beats me|"
    "no preference|dont have a preference|not fussed|im not fussed|im easy|"
    "whatever you think|torn|im torn|on the fence|in two minds|need to sleep on it|"
    "sleep on it|jury is out|remains unclear|maybe|perhaps|depends|it depends|if|"
    "unless|not sure|im not sure|dunno|idk|i dont know|dont know|no clue|possibly|"
    "might|could be|yes and no|yes no|yes no maybe|yes no dunno|ish|kinda|sorta|"
    "hard to say|cant say|let me think|ill think about it|think about it|unsure|"
    "either|need to think|have to think|on one condition|only if|whichever|so so|"
    "yes or no|what about|cant decide|undecided|50 50|fifty fifty|provided|"
    "as long as|havent decided|not decided|up to you|you decide|you choose|dont care|"
    "whatever|not certain|good question|remains to be seen|we will see|well see|"
    "ask me later|ask me tomorrow|ask again|only|ill see|not sure yet|could do|"
    "either way|if i must|dont know yet|sometimes|on and off|not always|partly|"
    "perhaps later",
    "q": "i mean|wait|sorry i mean|i meant|scratch that|actually|correction|hang on|"
    "hold on|no wait|meant|on second thought|on second thoughts|rather|"
    "changed my mind",
    "b": "but|except|just not|only not",
    "a": "no rush|no hurry|no pressure|hm|mm|ah|ooh|aw|omg|gosh|nice one|please sir|"
    "i mean yeah|kind of|sort of|lads|bro|dude|man|buddy|um|uh|er|erm|well|oh|so|then|"
    "and|hmm|thanks|thank you|"
    "lol|haha|mate|very much|really|just|like|hey|hi|sorry|honestly|tbh|i think|"
    "id say|you know",
}
REASONS = planning_en.REASONS
NO_REASON = planning_en.NO_REASON
REASON_POSITIONS = planning_en.REASON_POSITIONS
# Names and mentions of the choices that scripts offer most.
CHOICES = {
    "keep": "no changes|not change|stay where i am|leave it alone|carry on|"
    "carry on as is|nothing changes|keep on|keep at it|steady|current|as now|"
    "for now the same|keep|keep it|keep it as is|as is|as it is|same|the same|"
    "no change|stay|stay the same|leave it|leave it as is|leave as is|dont change|"
    "unchanged|same again|stick with it|stick with this|stick|same as now|like it is|"
    "how it is|keep going|keep as is|keep the same|keep things|stay put|stay here|"
    "fine as it is|happy as is|neither|none|nothing|no dial|none of them|"
    "this is fine|works as it is|dont touch it|happy where i am|happy with how it is|"
    "where it is|not ready to change",
    "longer": "minutes instead|more of it|lengthier|longr|double the time|15 minutes|"
    "ten minutes|twice as long|more length|go on for longer|a while longer|longer|long|"
    "more time|more minutes|extend|extend it|stretch it|bigger|"
    "lengthen|increase the time|a bit longer|longer time|longer one|duration|"
    "more minutes each time|length",
    "more_often": "oftern|more oftern|mor often|more frequent|frequent|every morning|"
    "every evening|every night|every other day|each day|three times|four times|"
    "5 times a week|5 days a week|more days a week|more sessions|more often|oftener|"
    "often|every day|everyday|more times|more days|daily|more frequently|frequently|"
    "frequency|twice a day|twice a week|three times a week|more regularly|"
    "increase frequency|another day|an extra day|extra days|add a day|one more day|"
    "few more times|regularly|times a week|more per week",
    "tougher": "tuffer|tufer|with more people|more people|in front of|the boss|"
    "third dial|bigger crowd|a crowd|more pressure|bigger room|a stranger|strangers|"
    "on stage|with him there|with her there|new place|somewhere new|dare me|up a level|"
    "up a notch|a notch up|upgrade|more complex|push me|tougher|tougher setting|"
    "a tougher setting|harder|hard|more difficult|"
    "bigger challenge|challenge|challenging|difficult|tough|scarier|scary|step it up|"
    "level up|harder one|new setting|different setting|bigger audience|bigger group|"
    "bigger meeting|big boss|with the boss|up the difficulty|more challenging|"
    "in front of more people|tricky|trickier|braver|raise the bar|setting|stakes",
}
CHOICE_WORDS = {
    "first": "1|one|first|the first|the first one|first one|1st|number one|number 1|"
    "option 1|option one|a|the 1st",
    "second": "2|two|second|the second|the second one|second one|2nd|number two|"
    "number 2|option 2|option two|b|the 2nd|the middle one",
    "third": "3|three|third|the third|the third one|third one|3rd|number three|"
    "number 3|option 3|option three|c|the 3rd",
    "fourth": "4|four|fourth|the fourth|the fourth one|fourth one|4th|number four|"
    "number 4",
    "last": "last|the last|the last one|last one|the final one|final one",
}
# In a choice: "not longer", "instead of", "I mean".
CHOICE_SIGNS = {
    "not": "not|dont|no|never|nothing|without|rather than|instead of|anything but",
    "wait": "wait|i mean|actually|sorry|make that|no wait|rather",
}
OFFER = {
    "later": "later|maybe later|not now|another time|next week|next time|ask me later|"
    "ask me again|ask again|some other time|tomorrow|not yet|in a bit|remind me later|"
    "in a while|soon|after the holidays|next month|not just yet|come back to me|"
    "ask later|"
    "in a week|give me a week|in a few days|not this week|let me think|"
    "let me think about it|ill think about it|down the line|when i am ready|"
    "when im ready",
    "keep": "keep|keep it|keep it as is|as is|as it is|same|the same|no change|"
    "leave it|stay|stay the same|leave it as is|leave as is|stick with this|"
    "stick with it|keep it like this|keep it the way it is|prefer it as it is|"
    "like it as it is|happy as it is|fine as it is|happy with this|"
    "keep things as they are|same as now",
    "accept": "accept|try it|ill try|lets try|take it|ill take it|do it|change it|"
    "switch|switch it|bring it on|go on then|go on|make it so|id like that|i want that|"
    "the new one|new one|give it a go|ill give it a try|up for it|try that|let me try",
}
QUESTION = (
    r"^(wh?at (would|will|could|should|do|can|am|is|shall|counts|if|does|happens|was|"
    r"did you|are)|"
    r"how (do|can|should|does|to|long|many|often|much)|whats (this|the|that|next|a|an|"
    r"my)|"
    r"(should|can|could|shall|may) (i|you|we) (?!talk|speak|chat|have a word|"
    r"have a call)|"
    r"do i|do (you|we|they) \w+|is it ok|am i|who is (this|it)|whos this|who are you|"
    r"(is|are) (this|you|it|there|these)|help me|does (it|this|that)|when (is|do|does|"
    r"will|should|can)|where (is|do|can|are)|why (do|are|is|did|am|would|should)|"
    r"hows this|whens|what (is|was|are)|what time (is|do|does|will|are)|which (one|day|"
    r"step|\w+ (are|is|was|were|do|did|should|am))|"
    r"will (it|this|you|i) |does that|u there|r u|are u)\b|(^|i )need (some )?help\b|"
    r"\b(what should i do|what am i supposed|i have a question|got a question|"
    r"quick question|i dont (understand|get) (the|this|what|it)|im stuck|what counts|"
    r"any (tips|advice)|what does \w+ mean|remind me what|forgot what (my|the) step|"
    r"(?<!nt )(?<!not )(?<!(?<!you )to )explain (this|that|it|again)|is (that |"
    r"it )?the (max|most|best|highest|top)|being the (best|max|highest|most)|"
    r"does \d+ mean|for example what|what for|"
    r"whos asking)\b"
)
# With a question mark, the first begin a question always, the others if nothing else
# was understood.
ASKING = (
    "what whats how hows when where who whos which why should shall can could would do "
    "does is are am may will any did have has was were you u wat wot if isnt arent"
)
ASKING_TOO = (
    "yes sure so and or but um hi hey hello sorry ok for this to not until than like "
    "on "
    "in at the it that wait no really each per uh er well these i my"
)
COPULAS = "is means mean counts"
ASKING_OF = "when who why are how"
PERSON = (
    r"^coach( please| pls)?$|^(a |real )?(human|person)( please| pls)?$|"
    r"\b((can|could|may) (i|my coach|someone|somebody|you|u|a|we)|want|need|like|love|"
    r"rather|prefer|please|lemme|let me|want to|have to|possible to|wanna|tell) "
    r"(\w+ ){0,6}?"
    r"(talk|speak|chat|call|ring|phone|contact|a word|reach|human|"
    r"phone me|get hold)\b(?=.*\b(person|human|coach|someone|somebody|anyone|"
    r"people|me|real|call|phone|operator|staff)\b)|"
    r"\b(call me|ring me|phone me|gi(ve|mme)( me)? a (call|ring|bell)|real (person|"
    r"human)|"
    r"need my coach|(want|need|get me|prefer) (a|an actual|an) (real )?(human|person)|"
    r"put me through|someone (i|we) can (talk|speak)|need (a|to speak to|"
    r"to talk to) (a )?(human|person|real person|"
    r"coach|someone)|is my coach (there|around|free|available)|ask my coach|contact me|"
    r"tell my coach|get my coach|(get|give|find|send) me (a|my|some) ?\w+|"
    r"(talk|speak) (to|with) (a|my|some|the) ?(human|person|coach|one|body)|"
    r"(human|person) (please|pls)|coach to (call|ring|phone|contact))\b"
)
PERSON_HINTS = (
    "coach person human someone somebody anyone call ring phone contact operator staff "
    "people real"
)
# A request for a person that goes before a report in the same text.
PERSON_ASKED = (
    r"\b((can|could|may) (i|my coach|someone|somebody|you)|want|please|need|let me|"
    r"lemme|rather|prefer|like to) .*"
    r"\b(talk|speak|call|ring|phone|chat)\b|"
    r"\b(get|give|find) me (a|an|my|some) ?(actual |real )?(human|person|coach|body)\b"
)
# "What is easy for you?" "Talking to one person."
TALK_TOLD = (
    r"^(?!.*\b(human|coach)\b)(just )?(to (talk|speak)|talking|speaking|chatting) "
    r"(to|with)\b"
)
# Our own commands: none is a word that a carrier takes.
COMMANDS = {
    "why": "why|why this|why me|why now|why did you text me|why did you text|"
    "why did i get this|why am i getting this|why this text|why are you texting me|"
    "why did you call|why did you call me",
    "less": "less|less please|less often|fewer|fewer texts|fewer please|less texts|"
    "too many texts|too many|text me less|please text less|not so often|fewer messages|"
    "less messages|too many messages|fewer reminders|less reminders",
    "more": "more",
    "back": "back|back please|more please|more texts|more often|text me more|"
    "more reminders|remind me more|more prompts|more messages",
    "pause": "pause|pause please|please pause|take a break|i need a break|snooze|"
    "pause texts|pause for now|pause messages|need a break",
    "go": "go|go go|go on|unpause|im back|i am back|resume please|go again",
    "call_me": "call me|callme|please call me|call me please|can you call me|ring me|"
    "call me back|phone me|give me a call|could you call me|call me now",
    "my_data": "mydata|my data|show my data|send my data|what do you know about me|"
    "my data please|show me my data|what data do you have",
    "erase": "erase|erase me|erase my data|delete my data|delete me|erase everything|"
    "delete everything|forget me|erase please",
    "next": "next|next step|next please|next step please|whats next",
}
# Words that show the language of a text.
MARKS = (
    "the i it and to my was is but you of in that for with not did didnt im at we have "
    "this be on yes what dont all said just had they then so today week day days"
)
GREETED = r"^(hi|hey|hello)( there)?\b|^good (morning|afternoon|evening)\b"
THANKED = (
    r"\b(thanks|thank you|thx|cheers|thank u) (for|have|so|and|a|very|again|will)\b|"
    r"\b(thanks|thank you|thx)$|^(thanks|thank you|thx|ta|cheers)\b"
)
LEAD_IN = r"^((ok|okay|oh|well|so|hi|hey|hello|thanks|thank you|wait|um|uh|yeah|hmm) )+"
