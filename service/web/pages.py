"""The coach's page (read-only for now)."""

from __future__ import annotations

from flask import Blueprint, Response

from service.usecases.parts import Parts


def blueprint(parts: Parts) -> Blueprint:
    """Return the pages."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "home", lambda: Response(f"{bool(parts)}"))
    return pages
