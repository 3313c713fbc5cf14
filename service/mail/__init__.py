"""The mail room: hands one message to a mail server; it knows no other room."""
