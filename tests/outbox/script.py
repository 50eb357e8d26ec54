"""An SMTP server that says at each step what a test tells it, from the greeting on."""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from outbox.smtp import Phase

HANG, HANG_UP = "hang", "hang up"
STEPS = {
    b"EHLO": Phase.HELLO,
    b"HELO": Phase.HELLO,
    b"AUTH": Phase.SIGN_IN,
    b"MAIL": Phase.MAIL,
    b"RCPT": Phase.RCPT,
    b"DATA": Phase.DATA,
}
KIND = {
    Phase.CONNECT: "220 script.invalid",
    Phase.HELLO: "250-script.invalid\r\n250-SIZE 10000000\r\n250 AUTH PLAIN",
    Phase.SIGN_IN: "235 2.7.0 Welcome",
    Phase.MAIL: "250 2.1.0 OK",
    Phase.RCPT: "250 2.1.5 OK",
    Phase.DATA: "354 Go on",
    Phase.END: "250 2.0.0 OK",
}


class Script(socketserver.ThreadingTCPServer):
    """`answers` holds what differs from a kind server's: words, or a function that has them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers: dict[Phase, str | Callable[[], str]] = {}
        self.came_to = Counter[Phase]()
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: Script

    def handle(self) -> None:
        going_on = self._answer(Phase.CONNECT)
        while going_on and (line := self.rfile.readline()):
            step = STEPS.get(line[:4].upper())
            going_on = self._answer(step) if step else self._end(line)

    def _answer(self, step: Phase) -> bool:
        self.server.came_to[step] += 1
        given = self.server.answers.get(step, KIND[step])
        said = given() if callable(given) else given
        if said == HANG:
            self.server.over.wait()
        if said in {HANG, HANG_UP}:
            return False
        self.wfile.write(f"{said}\r\n".encode())
        return self._read() if step == Phase.DATA and said.startswith("354") else True

    def _read(self) -> bool:
        while self.rfile.readline() not in {b".\r\n", b""}:
            pass
        return self._answer(Phase.END)

    def _end(self, line: bytes) -> bool:
        self.wfile.write(b"221 Bye\r\n")
        return line[:4].upper() != b"QUIT"


@contextmanager
def running_script() -> Iterator[Script]:
    with Script() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
