"""The pure core: given this script, state, event and moment, what now?"""
