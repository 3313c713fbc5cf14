"""What a time zone's city is called in a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel.core import Locale, get_global


def city(zone: str, tongue: str) -> str:
    """Return a zone's city in a language, or else as the zone itself writes it."""
    called = _cities(tongue).get(get_global("zone_aliases").get(zone, zone))
    return called or zone.rpartition("/")[2].replace("_", " ")


@cache
def _cities(tongue: str) -> Mapping[str, str]:
    # By the newest name of each zone: a language's own table keeps older ones.
    newest, known = get_global("zone_aliases"), Locale.parse(tongue).time_zones
    cities = ((zone, one.get("city")) for zone, one in known.items())
    return {newest.get(zone, zone): city for zone, city in cities if city}
