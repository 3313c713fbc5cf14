"""A small web server that writes down what the carrier posts and answers as told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from twilio.request_validator import RequestValidator
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from service.switchboard.network import Network

TWIML = "text/xml"


@dataclass(frozen=True)
class Heard:
    """One request as it came in; `url` is the raw one, as it was signed."""

    method: str
    url: str
    path: str
    form: dict[str, str]
    headers: dict[str, str]

    @property
    def signature(self) -> str:
        return self.headers["X-Twilio-Signature"]


def genuine(network: Network, heard: Heard) -> bool:
    """Whether the carrier's own validator takes it for this network's."""
    validator = RequestValidator(network.auth_token)
    return bool(validator.validate(heard.url, heard.form, heard.signature))


@dataclass
class Listener:
    """Answers by path; every path not told answers an empty TwiML document."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    _answers: dict[str, list[Response | Callable[[], Response]]] = field(
        default_factory=dict
    )

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answers(
        self, path: str, body: str = "", *, status: int = 200, kind: str = TWIML
    ) -> Self:
        return self.answers_with(path, Response(body, status, content_type=kind))

    def answers_with(
        self, path: str, response: Response | Callable[[], Response]
    ) -> Self:
        self._answers.setdefault(path, []).append(response)
        return self

    def at(self, path: str) -> list[Heard]:
        return [one for one in self.heard if one.path == path]

    def statuses(self, path: str = "/status") -> list[str]:
        return [one.form["MessageStatus"] for one in self.at(path)]

    def states(self, path: str = "/status") -> list[str]:
        return [one.form["CallStatus"] for one in self.at(path)]

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        request = Request(environ)
        raw = str(environ["RAW_URI"])
        self.heard.append(
            Heard(
                request.method,
                self.url(raw),
                request.path,
                request.form.to_dict(),
                dict(request.headers),
            )
        )
        told = self._answers.get(request.path, [])
        answer = told.pop(0) if len(told) > 1 else (told or [_empty()])[0]
        response = answer if isinstance(answer, Response) else answer()
        return response(environ, start_response)


def _empty() -> Response:
    return Response("<Response/>", content_type=TWIML)


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on a free port of this machine."""
    listener = Listener()
    server = make_server(
        "127.0.0.1", 0, listener, threaded=True, request_handler=_Quiet
    )
    listener.port = server.port
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}
    )
    thread.start()
    yield listener
    server.shutdown()
    thread.join()
    server.server_close()
