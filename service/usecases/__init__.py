"""The use cases: each one event, one decision, one transaction."""
