"""`handrail connect`: point the carrier's number at our webhooks."""

from typing import Annotated

import typer

from service.carrier.port import CallWebhook, Webhook
from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.config import one
from service.usecases import connecting, enrol
from service.usecases.parts import Parts

ANYWHERE = "ZZ"  # no country: the number must say its own


def connect(
    *,
    number: Annotated[str, typer.Option(help="Our number: +64 21 ...")] = "",
    organisation: OrganisationOption = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, change nothing.")
    ] = False,
) -> None:
    """Tell the carrier to bring texts and calls to this service; show before and after.

    The number is the organisation's own, or the one given. Texts and calls then come by
    POST to HANDRAIL_PUBLIC_ORIGIN, and the carrier comes again when we cannot be
    reached. Safe to run again.
    """
    if number:
        with opening.parts() as parts:
            _connect(parts, _ours(parts, number), dry_run=dry_run)
        return
    with opening.organisation(organisation) as (parts, whose):
        _connect(parts, connecting.number_of(parts, whose.id), dry_run=dry_run)


def _ours(parts: Parts, written: str) -> str:
    number = enrol.e164(written, ANYWHERE, "number")
    if parts.tenant_of(number) is None:
        raise NotDone(
            "number: no organisation texts from this number, so what comes in would "
            "find nobody; set one up with: handrail organisation add"
        )
    return number


def _connect(parts: Parts, number: str, *, dry_run: bool) -> None:
    real = one("TWILIO_BASE_URL") is None
    told = connecting.connect(parts, number, dry_run=dry_run, real=real)
    print(f"Number {number}")
    print(f"  texts before  {_line(told.before)}")
    print(f"  texts after   {_line(told.after)}")
    if told.calls_before is not None and told.calls_after is not None:
        print(f"  calls before  {_calls_line(told.calls_before)}")
        print(f"  calls after   {_calls_line(told.calls_after)}")
    same = told.before == told.after and told.calls_before == told.calls_after
    if same:
        print("It was connected already; nothing was changed.")
    elif dry_run:
        print("A dry run: nothing was changed.")
    else:
        print("Connected. Text or call the number from your own phone to try it.")


def _calls_line(webhook: CallWebhook) -> str:
    first = _line(webhook)
    then = webhook.status_url
    return f"{first}, news {webhook.status_method} {then}" if then else first


def _line(webhook: Webhook) -> str:
    if not webhook.url and not webhook.fallback_url:
        return "nowhere"
    first = f"{webhook.method} {webhook.url or 'nowhere'}"
    same = (webhook.url, webhook.method) == (
        webhook.fallback_url,
        webhook.fallback_method,
    )
    if same:
        return f"{first}, fallback the same"
    then = webhook.fallback_url
    return f"{first}, fallback {webhook.fallback_method} {then}" if then else first
