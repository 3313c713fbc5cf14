"""The laboratory: imagined people, their worlds, and what is measured on them."""
