"""Replies in English made up for the tests, by the kind of question and the meaning."""

ATTEMPT = {
    "tried": """
done | Done! | did ti | doneee | I did it!! | yep | Y | D | d. | ✅ | 💪💪 | spoke up today |
told my manager I need more time | asked for a raise and my hands were shaking |
I went to the gym for ten minutes | walked round the block | called mum |
I kind of did it | sorta | half of it | just a bit | yes but it was awful |
yes, it went badly | I tried my best | gave it my best shot | gave it a go, it flopped |
said it quietly but said it | I raised my hand twice | only said one word but I said it |
I didn't say much but I said something | didn't manage all of it, did the first bit |
not brilliant but I did it | not great, but done | I wasn't going to but then I did |
nearly didn't, then did | thought I'd chicken out but I didn't, I said it |
was gonna skip it but ended up doing it... so yes, I did it | no, sorry, I mean yes |
N, sorry, D | I forgot in the morning but did it at lunch |
forgot this morning, did it tonight | had a stab at it | managed to ask one question |
finally told her no | i actualy did it | spokeup... I mean spoke up | spoek up | tryed it |
we practised together and I spoke | um yeah so I, I did it | uh yes I did, like, twice |
so basically I went up to him and just told him | I emailed him instead of saying it |
couldn't say it out loud so I texted it | started but got interrupted |
began but they cut me off | they laughed but I said it | nobody cared but I did it |
she said no but at least I asked | asked her out. she said no. | told him I disagree |
read two pages | wrote three lines | ran for five min | meditated | did 5 minutes |
did it with my sister | took the first step | stood up and said my name |
I apologised to her | introduced myself to the new guy | sent the email |
I volunteered to go first | spoke to my boss about it | I asked! | handed it in |
yes I did, thanks | thanks, done | ok done | hi, did it | done and dusted, 8/10 |
Did it. 7 | I did it today, not perfect | it wasn't pretty but I got it done |
it wasn't easy but I managed | can't believe it but I did it | it's done |
got through it | I've done it | we did it | said hello to my neighbour | tried |
I attempted it | tried and failed | tried, didn't work | tried but froze |
I tried but then I froze and couldn't finish | gave it a try but gave up half way |
I said I couldn't take the shift | refused the overtime | turned down the invite |
it's not that I didn't try, I got cut off | don't think I didn't try, I did |
never thought I'd do it but I did | wasn't sure I could but I did it |
Took me three goes but got there. I asked. |
I stood at the door for ages. Then I knocked. |
My voice cracked and I went red. Still said it. |
Not my finest hour, but I opened my mouth and the idea came out. |
""",
    "tried_but": """
tried but chickened out | tried, but froze half way | I tried but it didn't work |
started, then lost my nerve | had a go but gave up | gave it a go and then bailed |
tried to tell him but my mind went blank | I tried. It didn't work out. |
attempted it, chickened out | I began but then I panicked |
chickened out half way but I did try
""",
    "not_tried": """
no | No. | nope | nah | N | n | not today | nto today | didn't | did not | i didnt do it |
couldn't do it | I chickened out | chickened out | bottled it | froze | lost my nerve |
didn't get round to it | no time | too busy | too tired tonight | forgot | I forgot, sorry |
totally forgot | skipped it | didn't have the chance | never got the chance |
meeting was cancelled | no meeting today | day off | was off sick |
home sick | sorry no | no sorry | not this time | not really | nothing today |
I wanted to but couldn't | wanted to say something but didn't | meant to but forgot |
was going to, then someone else spoke | almost did but no | I nearly asked but didn't |
should have but didn't | I wish I had | could've but didn't | kept quiet | stayed silent |
I said nothing | didn't say a word | I just sat there and said nothing | hid in the toilet |
avoided him all day | put it off till tomorrow | put it off again | procrastinated |
nope, work was mad | no, too scared | scared so no | too nervous to speak |
didn't dare | didn't feel like it | couldn't face it | couldn't bring myself to |
I did not manage it today | not done | haven't done it | haven't tried |
I haven't had the time | ran out of time | didn't happen | nothing happened |
another no from me | no again | not even close | no chance | never came up |
the moment never came | the right moment never came | nobody asked me anything |
went to the meeting but said nothing | I was there but I kept quiet |
sat through the whole thing and didn't speak | um no I didn't | uh nope not today |
yeah no | well no | honestly no | no not today, tomorrow I'll try |
not today but I will tomorrow | no but maybe tomorrow | no time today, will try again |
didn't, kids were ill | I planned to, but overslept | backed out at the last second |
not a word | zilch | zero | gave up before starting | didnt even start |
I let it go | couldn't get a word in | she wasn't there so no | I was too late |
My stomach was in knots all morning. When my turn came I passed. So no, nothing. |
He asked if anyone had ideas. I had one. I didn't say it. |
failed to do it | no luck today | just couldn't | I ducked out | i didn't try |
nothing to report | wasn't able to | wasn't brave enough | didn't get to it |
""",
    "imagined": """
in my head only | imagined it | I pictured it on the bus | rehearsed it in my head |
only imagined it | I went through it in my mind | visualised it | did it in my mind |
practised in my head, didn't say it | played it through in my head last night |
did it but only in my head | I imagined saying it
""",
    "not_yet": """
not yet | T | later | tomorrow | tonight | I'll do it later | will do it after work |
going to try this afternoon | about to | on my way in now | heading into the meeting now |
haven't yet | not yet but I will | soon | in an hour | gonna do it at 3 | trying now |
give me an hour | ask me later | meeting hasn't started yet | planning to do it tonight |
I'm going to do it now | still to come | it's at 5 so not yet | doing it later |
""",
    "thanks": "thanks | thank you so much | ty | ok | OK 👍 | thanks for checking in | cheers mate | 🙏 | ❤️ | great, thanks | lol | thanks, have a good evening",
    "greeting": "hi | hello there | hey | good morning | Hiya! | hi 👋 | hey handrail | good evening to you",
    "question": """
what do I do? | what should I do today | who is this | is this a bot? | does it count if I write it? |
how does this work | when is my next text? | what was my step again? | can I change my step? |
do I have to do it today? | how many texts will I get | what does N mean? | are you a robot |
sorry who is this? | does half count? | what counts as a try | is it free? | what's my step? |
I don't understand the question | how do I stop the calls? | can you remind me what the step was |
""",
    "person": """
can I talk to a human | call me | please call me | I want to speak to my coach |
can someone ring me | talk to a person please | I'd like to speak with someone |
could my coach call me tomorrow | is there a real person I can talk to | coach |
I need to talk to my coach | ask my coach to call me | get me a human |
""",
    "news": """
my dad died | my mum is in hospital | I got fired | my dog died last night |
we broke up yesterday | my nan passed away | I had a car accident |
my partner left me | got some terrible news | my son is in hospital with asthma |
I lost my job today | I've been diagnosed with cancer | we lost the baby |
""",
    "unsure": "maybe | hmm | banana | ? | 8 | sdfjkl | what a day | I hate this | it is raining | 🤔 | she left early | not sure | yes and no | leave me alone | it's complicated",
}
YES_NO = {
    "yes": """
yes | Yes! | y | yeah | yep | yup | sure | ok | okay | fine | go | GO! | of course | please do |
yes please | absolutely | definitely | why not | go ahead | sounds good | sounds good to me |
I'd love to | count me in | sure thing | yeah go on then | go on then | ok let's do it | alright |
all right | I think so | I guess | I suppose so | yes I think so | yes, I would like that |
happy to | I'm in | um yes | uh yeah okay | no problem | no worries | no objection |
that's fine | fine with me | works for me | good idea | yes, that would be great | 👍 | ✅ |
yess | yeahh | yse | no, I mean yes | wait no, yes | no wait yes | certainly | for sure | you bet |
can't say no to that | I don't mind | don't mind if I do | not a problem | might as well |
yea ok | very much so | let's go for it | hell yeah | yep that's fine | it did | I did | do it |
I wasn't sure but yes | was going to say no but ok yes | ok sure | yes of course | i'd like that |
""",
    "no": """
no | No. | n | nah | nope | no thanks | no thank you | not now | not today | not really | never |
no way | rather not | I'd rather not | I'd prefer not to | please don't | don't | definitely not |
absolutely not | not for me | not interested | not this time | leave it | let's not | no need |
I don't think so | I don't want to | I can't | um no | uh no thanks | no I'm good | I'm good thanks |
nah I'm fine | nah you're alright | no it's ok | yeah no | yes, I mean no | yes no wait no |
hard pass | pass | I'll pass | count me out | not likely | probably not | I guess not | 👎 | ❌ |
no chance | of course not | not a chance | no can do | go away | no, this is my private number |
sorry, no | no, maybe another time | no not yet | neither |
it didn't | I didn't | nooo | certainly not | as if | not at the moment | thanks but no
""",
    "unsure": """
maybe | perhaps | it depends | not sure | I'm not sure | I don't know | dunno | idk | yes if it is free |
ok but not mornings | yes and no | 5 | 🤔 | hmm | only if it's short | possibly | yes but no |
let me think | could be | if my boss agrees | banana | what | I might | sometimes | can't decide
""",
    "question": "what for? | who is this? | how much is it? | does it cost anything? | yes to what? | what do you mean? | is it free? | what happens if I say yes? | how long does it take",
    "person": "can I talk to someone first | call me | human please | I want to ask my coach first",
}
WORDS = {
    "words": """
I counted to three first | my sister helped | coffee | I wrote it down before | no idea came to me but I breathed |
nothing special, I just went in | when the meeting starts I will say my line |
The lift. I was alone with him in the lift. | because I promised | pure luck and a good breakfast |
I asked myself what would happen | yes I practised the night before
""",
    "nothing": "idk | I don't know | nothing | nothing really | no idea | not sure | 🤷 | dunno | no | can't think of anything | don't remember | !",
    "question": "why do you ask? | what do you mean? | how should I answer this?",
    "person": "can I speak to my coach about it | call me please",
    "news": "my mum died yesterday | I lost my job today",
}
SCALE = {
    0: "0 | zero | not at all | none | no confidence at all | nil | 0/10 | 0 out of 10",
    1: "1 | one | a one | 1/10 | maybe 1 | one out of ten | 1.9",
    2: "2 | two | about 2 | terrified, 2 | 20% | two or three | 2-3",
    3: "3 | three | thre | 3ish | a 3 at most | 3 or 4 | no more than 3",
    4: "4 | four | fuor | 4/10 | between 4 and 5 | was a 2, now a 4 | 40 percent",
    5: "5 | five | half | 50/50 | fifty fifty | 50% | in the middle | it's a 5 today | 5?",
    6: "6 | six | 6.5 | 6,5 | six and a half | 6 or 7 | 6 to 7 | I'd say 6 | not 8, 6",
    7: "7 | seven | Seven! | 7ish | a solid 7 | 7/10 | 7 out of 10 | 70% | um seven | seven I think | 7, last time it was 4 | last week 5 but now 7 | 8, no wait, 7 | um like a seven maybe | 7 because I did it 3 times | sevn",
    8: "8 | eight | a solid 8 | 8.5 | up from 5 to 8 | went from a 3 to an 8 | eihgt | 8 👍 | strong 8 | 4 out of 5 | it was 6 yesterday, today it's 8 | 8 8 8 | yes 8 | 8 thanks",
    9: "9 | nine | nine out of ten | 9.9 | 90% | 9 if I sleep | nine-ish",
    10: "10 | ten | 10/10 | 11/10 | 100% | a hundred percent | completely | totally sure | ten! | 110% | absolutely certain | 10 💪",
}
SCALE_ELSE = {
    "unsure": "lots | very | quite | a bit | banana | 25 | more than before | I don't know | pretty sure | +15550100123 | 🤔 | this one | 3 times",
    "question": "sure about what? | what does 10 mean? | how do I rate it? | is 10 the best?",
    "person": "can I talk to someone",
}
DURATION = {
    1: "1 | a minute | one minute | 1 min | 30 seconds | 45 sec | half a minute",
    2: "2 minutes | a couple of minutes | two mins | 2min | 90 seconds",
    5: "5 | five | five minutes | 5 mins | 5min | about 5 minutes | um five | 5-10 minutes | five or ten minutes | 5 mintues | no more than 5",
    10: "10 | ten min | ten minutes I think | between 10 and 15 minutes | 10 to 15 min | not 20, 10",
    15: "15 | a quarter of an hour | quarter of an hour | fifteen | quarter hour",
    20: "20 | twenty minutes | 30, I mean 20 | 20 minutes, no more",
    25: "twenty-five minutes | twenty five | 25m",
    30: "half an hour | 30 | half hour | thirty minutes | about half an hour | 0.5 hours | half a hour",
    45: "45 | three quarters of an hour | forty five minutes | 45 mins",
    60: "an hour | 1 hour | one hour | 1h | 60 | about an hour",
    75: "an hour and a quarter | 1h15 | 1 hour 15 minutes | one hour and 15 min | 75",
    90: "an hour and a half | one and a half hours | 1.5 hours | 90 | 1h30 | 1 hour and 30 minutes | 1 1/2 hours",
    120: "2 hours | two hours | 2h | 120 minutes | 2 or 3 hours",
}
TIME = {
    "00:00": "midnight | 12am | 00:00",
    "06:30": "6:30 | half six | half past six | 6.30 | 06:30 | six thirty",
    "07:00": "7 | 7am | at 7 | seven | 7 in the morning | 7 o'clock | 07:00 | around seven | between 7 and 8 | 7 or 8 | 7ish",
    "07:45": "quarter to eight | 7:45 | 7.45am | quarter to 8 in the morning",
    "08:15": "quarter past eight | 8:15 | 8.15 am | 0815",
    "09:10": "ten past nine | 9:10 | 10 past 9",
    "09:40": "twenty to ten | 9:40 am | 20 to 10",
    "12:00": "noon | 12 | midday | 12pm | twelve | at noon | 12 noon",
    "12:30": "12:30 | half twelve | half past 12 | 12.30pm",
    "13:00": "1pm | 13:00 | one in the afternoon | 1 p.m. | 1300",
    "17:30": "5:30pm | 5.30 pm | half five in the afternoon | 17:30 | half past five in the evening | 5:30 in the evening | 1730",
    "18:00": "6pm | 6 pm please | six in the evening | 18:00 | 18h | not 5, 6pm | 5pm, no, 6pm",
    "20:00": "8pm | 8 tonight | eight in the evening | 20:00 | 8 at night | 8 this evening | 8 p m",
    "21:15": "9:15pm | quarter past nine in the evening | 21:15",
}
TIME_ELSE = {
    "unsure": "in the morning | after lunch | whenever | 25:00 | early | banana",
    "question": "what time is it now? | when do you call?",
    "person": "call me",
}
DAYS = {
    "024": "M W F | mwf | mon, wed & fri | Monday Wednesday Friday | mon wed and fri | Mondays, Wednesdays and Fridays",
    "01234": "MTWTF | M-F | weekdays | monday to friday | mon-fri | Mon through Fri | every weekday",
    "13": "t th | tues and thurs | Tuesday and Thursday | tuesday, then thursday | tuesady and thursday",
    "56": "S S | sa su | weekend | saturday and sunday | the weekend | sat sun",
    "5": "sat | Saturday | only saturday | on saturday | not friday, saturday",
    "0": "monday | only on monday | I tried monday | mon, not tue | moday",
    "0123456": "every day | 7 | all of them | daily | all week | every single day | all 7",
    "012345": "every day except sunday | all but sunday | every day but sun",
    "0123": "mon-thu | Mon to Thu | monday till thursday",
    "0456": "fri - mon",
    "02": "did it mon and wed | mon yes, tue no, wed yes | monday and wednesday, skipped friday",
    "": "0 | none | no days | not this week | zero | nope | none this week sorry | nothing",
}
DAYS_ELSE = {
    "unsure": "5 | I sat down with my boss | a few | xyz | twice | but | mxf | three times | every other day",
    "question": "which week? | what days count?",
}
REASON = {
    "time": "time | no time | too busy | ran out of time | 1 | I was swamped | the first | work was hectic | busy day",
    "know_how": "know-how | knowhow | I didn't know how | didn't know what to say | 2 | no idea where to start | the second one | not sure how to do it | I don't know how to begin",
    "moment": "moment | the right moment | wrong moment | the moment | 3 | no right moment | wasn't the right time | meeting was cancelled | it never came up | the last one",
    "other": "scared | I was afraid | nerves | idk | 🤷 | just lazy | I was sick | none of those | my cat",
    "tried": "I did it | done | actually I did try | I tried | I did do it in the end",
    "question": "why do you ask? | what is know-how? | what do you mean",
    "person": "call me | can I talk to my coach",
}
CHOICE = {
    "keep": "keep | KEEP | keep it | keep it as is | kepe | leave it as it is | same as now | no change please | stay the same | keep it the same",
    "longer": "longer | make it longer | a bit longer | longer please | more minutes",
    "more_often": "more often | more often please | every day | um more often | oftener | not longer, more often",
    "tougher": "tougher | a tougher setting | harder | make it harder | tougher pls | something harder | the last one",
    "unsure": "1 | 2 | the second one | banana | you decide | longer or tougher | whatever | 🤔",
    "question": "which is easier? | what does tougher mean? | can I change later?",
}
OFFER = {
    "accept": "yes | ok | sure | let's try it | yes please | I'll take it | go for it | sounds good | accept | why not | 👍 | um yeah okay",
    "keep": "no | no thanks | keep it | keep it as it is | leave it | same as now | I'd rather not | not interested | stay | no, keep it",
    "later": "later | not now | maybe later | ask me later | next week | another time | not yet | ask me again next week",
    "unsure": "maybe | banana | 7 | hmm | it depends",
    "question": "what is it? | how does it work?",
    "person": "call me",
}
ASIDES_LATER = ()
