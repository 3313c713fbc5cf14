"""The shell: it asks the core, remembers the answer, and carries it out."""
