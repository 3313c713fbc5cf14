"""The conversation: what a script says and decides, given state, event and moment."""
