"""What the inbound benchmark is measured by: check the signature, insert a row.

It has what any honest webhook must have, and nothing else.
"""

import os

from flask import Flask, Response, abort, request
from sqlalchemy import create_engine, text
from twilio.request_validator import RequestValidator

INSERT = text(
    "INSERT INTO bare (sid, body) VALUES (:sid, :body) ON CONFLICT DO NOTHING"
)


def create_from_env() -> Flask:
    """Build the bare application."""
    engine = create_engine(os.environ["BARE_DATABASE_URL"], pool_size=8)
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKENS"])
    url = os.environ["HANDRAIL_PUBLIC_ORIGIN"] + "/twilio/sms"
    app = Flask(__name__)

    @app.post("/twilio/sms")
    def sms() -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(url, request.form, signature):
            abort(403)
        row = {"sid": request.form["MessageSid"], "body": request.form["Body"]}
        with engine.begin() as connection:
            connection.execute(INSERT, row)
        return Response("<Response/>", mimetype="text/xml")

    return app
