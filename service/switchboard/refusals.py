"""The carrier's refusals: code, HTTP status and words, as its REST API gives them."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")

REFUSALS: dict[int, tuple[int, str]] = {
    20001: (400, "Invalid parameter: {0}"),
    20003: (401, "Authentication Error - invalid username"),
    20004: (405, "Method not allowed"),
    20009: (409, "Cannot delete this resource before it is complete"),
    20404: (404, "The requested resource {0} was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    20503: (503, "Service is unavailable. Please try again"),
    21201: (400, "No 'To' number is specified"),
    21205: (400, "Url is not a valid URL: {0}"),
    21208: (400, "Invalid Timeout: {0}"),
    21209: (400, "Invalid Method: {0}"),
    21210: (
        400,
        "The source phone number provided, {0}, is not yet verified for your account. "
        "You may only make calls from phone numbers that you've verified or purchased.",
    ),
    21211: (400, "Invalid 'To' Phone Number: {0}"),
    21212: (400, "Invalid From Number (caller ID): {0}"),
    21213: (400, "Caller phone number is required"),
    21215: (400, "Account not authorized to call {0}"),
    21216: (400, "Account not allowed to call {0}"),
    21217: (400, "Phone number does not appear to be valid: {0}"),
    21218: (400, "ApplicationSid {0} is not valid"),
    21220: (400, "Call is not in-progress. Cannot redirect."),
    21266: (400, "'To' and 'From' number cannot be the same: {0}"),
    21408: (400, "Permission to send an SMS has not been enabled for the region"),
    21421: (400, "PhoneNumber is invalid"),
    21502: (400, "Invalid URL: {0}"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (
        400,
        "The 'From' phone number provided ({0}) is not a valid message-capable "
        "Twilio phone number for this destination.",
    ),
    21608: (400, "The number {0} is unverified. Trial accounts cannot send to it."),
    21609: (400, "Invalid 'StatusCallback' URL: {0}"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (429, "This 'From' number has exceeded the maximum of queued messages"),
    21612: (400, "'To' number {0} is not currently reachable with this 'From' number"),
    21614: (400, "'To' number is not a valid mobile number: {0}"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21620: (400, "Invalid media URL(s): {0}"),
    21623: (400, "Number of media files exceeds allowed limit"),
    21624: (400, "Invalid validity period value: {0}"),
    21659: (
        400,
        "'From' {0} is not a Twilio phone number or Short Code country mismatch",
    ),
    21626: (400, "Invalid StatusCallbackEvent: {0}"),
    21701: (400, "The Messaging Service resource does not exist: {0}"),
    30400: (400, "Parameters are not valid"),
    30409: (409, "Message cannot be canceled in its present status"),
    32018: (400, "Twiml size exceeded maximum allowed value of 4000 characters"),
    35118: (400, "MessagingServiceSid is required to schedule a message"),
    63038: (429, "Account exceeded the daily messages limit"),
}
"""Codes of twilio.com/docs/api/errors; statuses as its REST API answers them."""


class Refusal(Exception):
    """The carrier says no; the body of its answer says why, to the caller."""

    def __init__(self, code: int, subject: str = "") -> None:
        self.code = code
        self.status, words = REFUSALS.get(code, (400, "Refused with code {1}"))
        super().__init__(words.format(subject, code))

    def as_json(self) -> dict[str, Any]:
        """The four fields of the carrier's error answer."""
        return {
            "code": self.code,
            "message": str(self),
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def found(thing: T | None, path: str) -> T:
    """A resource that was looked for; raises Refusal 20404 when there is none."""
    if thing is None:
        raise Refusal(20404, path)
    return thing
