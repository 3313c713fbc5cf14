"""What the browser loads beside a page: from this service alone, htmx among it."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Response

# Of the package django-htmx we take this one file, pinned by the hash of its wheel.
HTMX = files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
A_YEAR = "public, max-age=31536000, immutable"


def blueprint() -> Blueprint:
    """Return the routes of what no folder of ours holds."""
    assets = Blueprint("assets", __name__, url_prefix="/assets")
    script = HTMX.read_bytes()
    version = sha256(script).hexdigest()[:12]

    def htmx(version: str) -> Response:
        _ = version  # the address changes with the file; whoever asks gets what is here
        answer = Response(script, mimetype="text/javascript")
        answer.headers["Cache-Control"] = A_YEAR
        return answer

    assets.add_url_rule("/htmx-<version>.js", "htmx", htmx)
    assets.app_context_processor(lambda: {"htmx_version": version})
    return assets
