"""The lab: simulated people, and how each policy of prompts does among them.

Nothing here is known to the product: a policy sees reports, never a simulated person.
"""
