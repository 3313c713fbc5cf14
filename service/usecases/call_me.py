"""STUB."""
from __future__ import annotations
from service.usecases.parts import Desk

def call_me(desk: Desk, words: str) -> None:
    """Stub."""
