"""The telephone room: everything that knows how the carrier speaks."""
