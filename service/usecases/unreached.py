"""STUB."""
from __future__ import annotations
from uuid import UUID
from service.usecases.parts import Desk

def unreached(desk: Desk, message: UUID | None, how: str) -> None:
    """Stub."""
