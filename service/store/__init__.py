"""The SQL room: what Handrail remembers, and the only place that speaks SQL."""
