"""What browser somebody sits at, from its User-Agent: the family, and nothing finer."""

from __future__ import annotations

ANY, ON = "a browser", " on "
# The first word that is found names it: most browsers also name those they are like.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def family(user_agent: str) -> str:
    """Return words like "Firefox on Linux"; "a browser" where nothing is known."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    return f"{browser or ANY}{f'{ON}{system}' if system else ''}"


def parted(said: str) -> tuple[str, str]:
    """Return browser and system of words like those, "" for what is not known."""
    browser, _, system = said.partition(ON)
    return "" if browser == ANY else browser, system


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for word, name in table if word in text), "")
