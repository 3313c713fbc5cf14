"""The coaching room: when chances fall, when a prompt may go, and why."""
