"""Form in, use case, TwiML or HTML out."""
