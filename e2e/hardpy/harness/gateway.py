"""An HTTPS door between a stand and the server that can lose answers, refuse, or stand in for the server.

What a stand does when an answer is lost can only be seen when the request really arrived, so a plain packet filter
is not enough: the gateway ends TLS, passes each request on, and then decides about the answer. HardPy does not verify
certificates, so a throw-away one serves. Without a server behind it the gateway is a catcher that records bodies.
"""

import http.client
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

from harness.ports import LOOPBACK

UPSTREAM_LIMIT_S = 30
DROPPED_HEADERS = ("connection", "transfer-encoding", "content-length", "date", "server")


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def is_upload(self) -> bool:
        return self.method == "POST"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


def catch_all(request: Request) -> Answer:
    """The shortest server that HardPy accepts."""
    if request.is_upload():
        body = b'{"test_run_id":"01890a5d-ac96-774b-bcce-b302099a8057"}'
        return Answer(201, body, {"Content-Type": "application/json"})
    return Answer(200, b"{}", {"Content-Type": "application/json"})


def pass_on_to(address: str) -> Callable[[Request], Answer]:
    """Hands every request to the server at `address` (host:port)."""

    def pass_on(request: Request) -> Answer:
        connection = http.client.HTTPSConnection(
            address, timeout=UPSTREAM_LIMIT_S, context=ssl._create_unverified_context()
        )
        try:
            connection.request(request.method, request.path, request.body or None, request.headers)
            response = connection.getresponse()
            return Answer(response.status, response.read(), dict(response.getheaders()))
        finally:
            connection.close()

    return pass_on


class Gateway:
    """Listens until it is closed; every upload that it saw stays in `uploads`."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self.answer = answer
        self.uploads: list[Request] = []
        self.answers: list[Answer] = []
        # While it is set, the server gets the uploads but its answers to them are swallowed.
        self.loses_answers = False
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler_class())
        self._server.daemon_threads = True
        self._server.socket = _server_tls().wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def decide(self, request: Request) -> Answer | None:
        """None means that the answer is lost on its way."""
        answer = self.answer(request)
        if not request.is_upload():
            return answer
        self.uploads.append(request)
        self.answers.append(answer)
        return None if self.loses_answers else answer

    def _handler_class(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve()

            def do_POST(self) -> None:
                self._serve()

            def log_message(self, *_: object) -> None:
                """Silent: the tests print what matters when they fail."""

            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                request = Request(self.command, self.path, dict(self.headers), self.rfile.read(length))
                answer = gateway.decide(request)
                self.close_connection = True
                if answer is not None:
                    self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    if name.lower() not in DROPPED_HEADERS:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer.body)

        return Handler


def _server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(LOOPBACK, "localhost").configure_cert(context)
    return context
