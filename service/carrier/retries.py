"""How the carrier is to come again when our side fails, as ends of addresses.

The carrier reads the fragment and keeps it to itself: it is neither sent nor signed.
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

# Where it tells what became of a thing: twice more when our side does not answer,
# answers 5xx, or cannot be reached.
STATUS = "#rc=2&rp=ct,rt,5xx"
# A text that comes in has nowhere else to go: three more tries, as much as is allowed.
TEXT = "#rc=3&rp=ct,rt,5xx"
# A person holds the line: at a turn of a call we get 15 s in all, so three tries of
# 4.5 s fit where one of 15 s would be the only one.
TURN = "#ct=2000&rt=4500&rc=2&rp=ct,rt,5xx"
