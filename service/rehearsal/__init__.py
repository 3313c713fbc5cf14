"""The rehearsal: a persona lives through the real use cases on a moved clock."""
