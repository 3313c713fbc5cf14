"""The words and sentences by which people end or begin texts, as reviewed data.

A word of these lists counts when it is the whole message; a sentence counts when it
fills a whole clause. What starts like one and goes on is unclear, and goes to a person.
"""
# ruff: noqa: E501 -- a pattern is read whole: a break inside it hides a space

from typing import Literal

Effect = Literal["stop", "start", "help"]

# Words a carrier acts on by itself, before or beside us, when they are the whole
# message in any letter case (behaviour 4.2; Twilio's default opt-out handling).
CARRIER_KEYWORDS: dict[Effect, frozenset[str]] = {
    "stop": frozenset(
        {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
    ),
    "start": frozenset({"start", "yes", "unstop"}),
    "help": frozenset({"help", "info"}),
}

# Ours are more: the words a regulator names in two, and those of other languages.
WHOLE: dict[Effect, frozenset[str]] = {
    "stop": CARRIER_KEYWORDS["stop"]
    | {
        *(
            "stop all",
            "opt out",
            "optout",
            "unsub",
            "unsubscribe me",
            "stopp",
            "stopit",
        ),
        *("stop texts", "stop messages", "stop sms", "stop texting", "stop messaging"),
        *("alto", "parar", "pare", "para ya", "detener", "detente", "cancelar", "baja"),
        *("para", "paren", "parad", "stpo", "sotp", "stp"),
        *("darme de baja", "dar de baja", "no mas", "basta ya", "arret", "arreter"),
        *(
            "desabonner",
            "abmelden",
            "stoppen",
            "aufhoren",
            "sair",
            "fermare",
            "stopall",
        ),
    },
    "start": CARRIER_KEYWORDS["start"]
    | {
        *("un stop", "start again", "restart", "opt in", "optin", "subscribe"),
        *("resubscribe", "start texting", "start texts", "empezar", "comenzar"),
        *("reanudar", "iniciar", "demarrer"),
    },
    "help": CARRIER_KEYWORDS["help"] | {"ayuda", "aide", "hilfe", "informacion"},
}
# These words may be wrapped in courtesy ("stop please") and still mean the list; the
# others mean too much else ("just quit" may be about smoking).
COURTEOUS = frozenset(
    {"stop", "stopall", "unsubscribe", "opt out", "optout", "start", "unstop", "help"}
    | {"stop all", "parar", "unsub", "stop texting", "stop texts", "stop messages"}
    | {"pare", "paren", "parad", "para", "alto", "baja"}
)
# As a clause beside others these mean too much else ("para, bueno, la proxima").
WHOLE_ALONE = frozenset({"para", "baja", "pare"})
COURTESY = (
    r"(?:please|pls|plz|kindly|thanks|thank you|thx|ty|ok|okay|hi|hello|hey|sorry|sir"
    r"|now|por favor|porfa|gracias|ya|just|dear|team|right now|immediately|already)"
)

_US = r"(?: me| us)?"
_SEND = (
    r"(?:text(?:ing|s)?|messag(?:ing|es?)|contact(?:ing)?|sms(?:ing)?|writing(?: to)?"
    r"|bother(?:ing)?|pester(?:ing)?|spam(?:ming)?)"
)
_THINGS = (
    r"(?:(?:any |these |the |your |those |all |more |further |all the |automated )*"
    r"(?:texts?|messages?|msgs?|sms|reminders?|notifications?|prompts?|nudges?"
    r"|text messages?))"
)
_IT = (
    r"(?:(?:any ?(?:more )?of )?(?:these|this|those|them)|any ?more(?: of (?:these|this|those|them))?"
    r"(?: texts?| messages?)?|anything(?: else| more)?)"
)
_TAIL = (
    r"(?: (?:any ?more|any longer|no more|now|again|ever again|ever|at all|at this number|on this number"
    r"|to (?:me|this number|my (?:phone|number))|please|thanks|thank you|immediately"
    r"|right now|already|from (?:you|this number|handrail)|today|altogether))*"
)
_ASK = (
    r"(?:and |also |and also )?(?:(?:can|could|will|would) you |(?:i (?:want|need|would like|d like|wish)|id like) you to"
    r" |you (?:can|must|need to|have to|should) |i asked you to |i told you to |just )?"
)
_DO_NOT = r"(?:do not|dont|no longer|never)"

_QUIERO = r"(?:quiero|kiero|quisiera|deseo|necesito)"
_COSAS = r"(?: (?:mas )?(?:los |sus |estos )?(?:mensajes|textos|sms|cosas))?"
_MAS = r"(?: nada| nunca| jamas| ya| mas| (?:mas )?(?:mensajes|textos|sms|cosas))*"
_DE_ESTO = r"(?: de (?:esto|aqui|la lista|los mensajes|este servicio|todo))?"

# Each fills a whole clause, courtesy taken off: clear wishes (16).
CLEAR: tuple[str, ...] = (
    _ASK + r"(?:please )?(?:stop|quit|cease)(?: with)? (?:call(?:ing|s)?(?: me)? (?:and|or)"
    r" )?" + _SEND + r"(?:(?: me)? (?:and|or) (?:call(?:ing|s)?|" + _SEND + r"))*" + _US
    + _TAIL,
    _ASK + r"(?:please )?stop" + _TAIL,
    _ASK + r"(?:please )?(?:stop|quit|cancel|end|cease)(?: it)?(?: with)?(?: sending)?" + _US + " "
    + _THINGS + _TAIL,
    _ASK + r"(?:please )?(?:stop|quit|cease) sending" + _US + r"(?: (?:stuff|things|this|these|them))?"
    + _TAIL,
    r"(?:please )?" + _DO_NOT + " (?:ever )?" + _SEND + r" (?:me|us)" + _TAIL,
    r"(?:please )?" + _DO_NOT + " (?:ever )?send" + _US + " (?:" + _THINGS + "|" + _IT + ")" + _TAIL,
    r"(?:please )?" + _DO_NOT + " (?:ever )?" + _SEND + r" (?:this|my) (?:number|phone|cell)" + _TAIL,
    r"i (?:really )?(?:do not|dont|no longer) (?:want|wish|care) to (?:(?:get|keep getting|receive|be sent) " + _IT
    + r"|hear from (?:you|this number|handrail)|be (?:on|in) (?:this|your|the) list)" + _TAIL,
    r"i (?:do not|dont|no longer) (?:give )?consent(?: to (?:(?:receiving|getting) )?(?:" + _THINGS + r"|this|these))?" + _TAIL,
    _ASK + r"(?:please )?(?:cancel|end|stop) (?:my|this|the) subscription" + _TAIL,
    r"no more " + _THINGS + _TAIL,
    r"i (?:really )?(?:do not|dont|no longer) (?:want|wish|need|like|care)(?: to)?"
    r"(?: (?:get|receive|have|be getting|be sent|see))? " + _THINGS + _TAIL,
    r"i (?:do not|dont|no longer) (?:want|wish) (?:to be|you to) (?:text(?:ed)?"
    r"|contact(?:ed)?|messaged?|bothered)" + _US + _TAIL,
    _ASK + r"(?:please )?(?:take|remove|delete|get) (?:me|my (?:number|name|phone))"
    r"(?: (?:off|from)(?: of)? (?:this|the|your|ur)(?: \w+)?(?: list)?)?" + _TAIL,
    _ASK + r"(?:please )?(?:unsubscribe|opt)(?: me)?(?: out)?(?: (?:of|from)(?: all)? "
    + _THINGS + r")?" + _TAIL,
    r"(?:i )?(?:want|wish|would like|d like|id like|need) to (?:opt out|unsubscribe|stop"
    r" (?:getting|receiving) " + _THINGS + r")(?: of (?:this|" + _THINGS + r"))?" + _TAIL,
    r"i (?:revoke|withdraw|take back) (?:my )?(?:consent|permission)(?: to text me)?" + _TAIL,
    r"(?:you(?: have|ve)?(?: got)? (?:the )?|this is (?:the |a )?|its (?:the |a )?|sorry )?"
    r"wrong (?:number|person)" + _TAIL,
    r"lose my number|delete my number|leave me alone" + _TAIL,
    # Spanish
    r"(?:quiero que |(?:puede|pueden|puedes|podrian) )?(?:(?:deja|deje|dejen|dejad|dejar|para|paren|pare|parad) de"
    r" (?:escribir|mandar|enviar|molestar|textear|contactar)(?:me|nos)|(?:deja|dejen|dejad|paren|parad) de (?:escribir|mandar|enviar|molestar|contactar))" + _COSAS + r"(?: ya| mas)*",
    r"no escrib(?:ir|an|as) a este numero|no (?:me )?(?:llamen|llames) ni (?:me )?(?:escriban|escribas|manden mensajes)",
    r"no (?:me |nos )?(?:escribas?|escriban|escribais|mandes?|manden|mandeis|envies?|envien|envieis|molestes?|molesten"
    r"|textees?|contacten?|contactes)" + _MAS,
    r"no (?:me |nos )?(?:vuelva|vuelvas|vuelvan|volvais) a (?:escribir|mandar|enviar|contactar|molestar)(?:me|nos)?" + _MAS,
    r"no " + _QUIERO + r" que (?:me |nos )?(?:sigan |sigas )?(?:escriban|escribas|escribiendo|manden|mandes|mandando"
    r"|envien|envies|enviando|contacten|contactes|molesten|molestes)" + _MAS,
    r"no (?:" + _QUIERO + r"|autorizo|acepto) (?:(?:seguir )?recib(?:ir|iendo) )?(?:mas |sus |tus |estos |los )*(?:mensajes|textos|sms)"
    r"(?: mas| de ustedes)*",
    r"no " + _QUIERO + r" (?:recibir|saber) nada(?: mas)?(?: de (?:ustedes|ti|vosotros))?",
    _QUIERO + r" dejar de recibir (?:sus |tus |estos |los )?(?:mensajes|textos|sms)(?: de ustedes)?",
    r"no mas (?:mensajes|textos|sms)|(?:basta|alto) de mensajes",
    r"(?:quiero que )?(?:detengan|detenga|deten|suspendan|suspenda|paren|pare|cancelen|cancela|cancele)(?: con)?"
    r" (?:los |sus |estos |tus )?(?:mensajes|textos|sms)",
    r"(?:dejame|dejeme|dejenme|dejadme|dejennos) en paz",
    r"(?:quiteme|quitame|borrame|borreme|eliminame|saquenme|sacame|quitenme|borrenme|eliminenme|quitadme|borradme)"
    r"(?: (?:de|mi) (?:la |esta |su )?(?:lista|numero))?",
    r"(?:quiten|borren|eliminen|borra|borre|elimina|elimine|quita) mi (?:numero|telefono)(?: de (?:la|esta|su) lista)?",
    r"numero equivocado|se equivoco de numero|(?:tiene|tienes) el numero equivocado",
    r"(?:" + _QUIERO + r" )?(?:darme|dame|deme|denme|dadme|dar me) de baja" + _DE_ESTO,
    r"me (?:" + _QUIERO + r" dar|voy a dar|doy) de baja" + _DE_ESTO,
    r"(?:" + _QUIERO + r" )?(?:cancelar|cancela|cancele|cancelen) (?:mi |la |esta )?suscripcion",
    r"(?:retiro|revoco) (?:mi |el )?(?:consentimiento|permiso)",
)  # fmt: skip

_CALLS = r"(?:(?:phone )?call(?:ing|s)?|phon(?:e|ing)|ring(?:ing)?)"
# Each fills a whole clause and speaks of calls alone: texts may go on (47 CFR 64.1200
# lets a person say how far her word reaches).
CALLS: tuple[str, ...] = (
    _ASK + r"(?:please )?(?:stop|quit|cease|end)(?: with)?(?: the| all| these| your)* "
    + _CALLS + _US + _TAIL,
    r"no more (?:phone )?calls" + _TAIL,
    r"(?:please )?" + _DO_NOT + r" (?:ever )?(?:call|phone|ring) (?:me|us)" + _TAIL,
    r"i (?:really )?(?:do not|dont|no longer) (?:want|wish|need|like)(?: to (?:get|receive|have))?"
    r"(?: any| these| your| more| the)* (?:phone )?calls" + _TAIL,
    r"i (?:do not|dont|no longer) (?:want|wish) (?:to be called|you to call me)" + _TAIL,
    r"calls off" + _TAIL,
    # Spanish
    r"(?:ya )?(?:deja|deje|dejen|dejad|para|paren|pare) de (?:llamar|llamarme)(?: ya| mas)?",
    r"(?:ya )?(?:por favor )?no (?:me )?(?:llames|llamen|llame|vuelvas a llamarme"
    r"|vuelvan a llamar)(?: mas| nunca)*(?: por favor)?",
    r"no mas llamadas|no quiero (?:recibir )?(?:mas |sus |tus |estas )*llamadas(?: mas)?",
)  # fmt: skip

# Found anywhere, these may be a wish, when no clear one is there.
MAYBE: tuple[str, ...] = (
    r"(?:stop|quit|cease) " + _SEND + r" (?:me|us)",
    r"(?:stop|quit|no more|cancel|end)(?: sending)?(?: me)?(?: these| the| your| all)*"
    r" (?:texts|messages|msgs|sms)",
    r"(?:stop|quit) sending me",
    # "maybe I should stop getting these texts" was no wish at all.
    r"(?:stop|quit) (?:getting|receiving|having)(?: any| these| those| the| your| all| more| so many)*"
    r" (?:texts|messages|msgs|sms|reminders|nudges|prompts)(?! (?:from|of|about|at|for) (?!you\b|this\b|handrail\b))",
    r"dejar de (?:recibir|tener)(?: mas| los| sus| tus| estos| tantos)*"
    r" (?:mensajes|textos|sms|recordatorios)(?! (?:de|del|por|en) (?!ustedes\b|aqui\b|esto\b|handrail\b))",
    r"(?:unsubscribe|opt(?:ing)? out)(?= me\b|$| please| work| of (?:this|these|texts|the texts|your)| from (?:this|these|texts|your))",
    r"wrong number",
    r"(?:take|remove|get) me off (?:of )?(?:this|the|your)(?: \w+)? list",
    r"remove me from (?:this|the|your)(?: \w+)? list",
    r"(?:dont|do not) (?:want|like) (?:these|your|any more|more|to get)"
    r" (?:texts|messages)",
    r"(?:dont|do not) (?:text|message|contact) me (?:any ?more|again)",
    r"(?:too many|sick of|tired of|annoying|annoyed by|hate)(?: \w+){0,2} (?:texts|messages"
    r"|reminders|msgs)",
    r"leave me alone|stop this|stop it|quit it|please stop|stop bothering me",
    r"(?:deja|dejen|deje) de (?:escribirme|mandarme|enviarme|molestarme)",
    r"no (?:quiero|mas) (?:recibir )?(?:mas )?mensajes(?! de (?:mi|el|ella)\b)|^deje de (?:molestar|(?:mandar|enviar) (?:mensajes|textos))$",
    # Whole clauses that may as well speak of the habit.
    r"^(?:(?:i (?:really |just )?(?:want|wanna|would like|need)|id like)(?: to)? (?:stop|quit|cancel)(?: this| now)?"
    r"|i (?:dont|do not|no longer) want (?:this|these)(?: any ?more)?|quit|cancel|basta|para|pare|baja)$",
    r"^(?:ya )?(?:no quiero (?:esto|seguir con esto)|quiero (?:parar|dejarlo|cancelar|salirme))(?: ya| mas)?$",
    r"^(?:por favor )?(?:ya )?no me (?:escrib(?:a|as|an)|(?:mand|envi|contact|molest)(?:e|es|en))|no quiero que me (?:escriba|mande|contacte)",
)
# Someone else's texts, or words reported: the wish is not addressed to us.
NOT_TO_US = (
    r"(?:(?:told|tell|telling|ask|asked|asking|begged|get|got|made|make|want|wanted|need"
    r"|needed|said to|texted|wrote|write to|convinced|warned|begging|remind|reminded)"
    r" (?:him|her|them|my|the|our|his|someone|people|everyone|everybody|[a-z]+)(?: \w+){0,3}?"
    r" (?:to|that|please)|(?:he|she|they|who|wont|never|doesnt|didnt|not|dont|did not"
    r"|do not|cant|couldnt|will not|people|everyone|my \w+|could|can|should i|if i"
    r"|managed to|decided to|learned to|learn to|trying to|tried to|how to|helped me)"
    r"(?: (?:ever|just|please|really))?|le (?:dije|pedi)(?: \w+){0,4}? que)"
)
REPORTING = (
    r"(?:said|says|say|told|asked|shouted|yelled|wrote|texted|replied|like|whispered"
    r"|thought|thinking|breathe|breath|heard|look|claro|dijo|dice|dijeron|(?<!ya te )(?<!ya les )(?<!ya os )dije|grito|grite|pidio"
    r"|escribio|pense|respir[aeo])"
)
