"""A real HTTP(S) server that answers as it is told, and remembers what it was asked."""

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    port: int
    host: str = "127.0.0.1"
    scheme: str = "http"
    answers: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.name}{path}"

    def answer(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """From now on; returns the whole address."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            content = body.encode() if isinstance(body, str) else body
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = reply
        return self.url(path)


@contextmanager
def running_server(host: str = "127.0.0.1", certificate: Path | None = None) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.path, dict(self.headers)))
            reply = server.answers.get(self.path)
            if reply:
                reply(self)
            else:
                self.send_error(404)

        def do_PROPFIND(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        do_REPORT = do_PUT = do_DELETE = do_PROPFIND

        def log_message(self, *args: object) -> None:
            """Not onto the tests' output."""

    http = ThreadingHTTPServer((host, 0), Handler)
    http.handle_error = lambda *_: None  # type: ignore[method-assign]
    server = Server(http.server_address[1], host)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        http.socket = context.wrap_socket(http.socket, server_side=True)
        server.scheme = "https"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def self_signed(folder: Path) -> Path:
    """A certificate for localhost and 127.0.0.1, with its key."""
    path = folder / "localhost.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*words.split(), *names, *files], check=True, capture_output=True)
    path.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return path
