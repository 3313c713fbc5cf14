"""The drill: the real Handrail, attacked while it works, judged by the carrier's books.

Laws: what is attacked is the product's own processes, servers and wire; only the phone
network is ours, and it is never attacked, for its ledger is the judge.
"""
