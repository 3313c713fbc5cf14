"""The lab: simulated people and personas, and how policies of prompts do among them.

Nothing here is known to the product: a policy sees reports, never a simulated person.
"""
