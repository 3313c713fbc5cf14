"""Fuzzing of the carrier's webhooks: words, forms, transport, a stage, the checks."""
