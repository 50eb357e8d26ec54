"""The bytes of one answer until the visitor has taken them."""

import errno
import socket
from io import SEEK_END
from tempfile import SpooledTemporaryFile

MAX_IN_MEMORY_BYTES = 64 * 1024
"""Of one answer; what is beyond goes into a file."""
AT_ONCE_BYTES = 64 * 1024


class Departure:
    """Stands before a thread in place of its visitor's socket, and keeps it waiting for nobody.

    What the visitor takes at once is sent; the rest stays here, until the loop sends it.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.left = 0
        """Bytes that the visitor has not taken."""
        self._kept: SpooledTemporaryFile[bytes] | None = None
        self._sent = 0
        sock.setblocking(False)

    def sendall(self, data: bytes) -> None:
        if not self.left:
            data = data[self._send(data) :]
        if data:
            self._keep(data)

    def send(self, data: bytes) -> int:
        self.sendall(data)
        return len(data)

    def shutdown(self, _how: int) -> None:
        """Gunicorn would wait for the visitor here; the loop ends the connection instead."""
        raise OSError(errno.ENOTCONN, "The loop ends it.")

    def close(self) -> None:
        """For gunicorn, which asks for it after `shutdown`: the loop closes the connection."""

    def send_on(self) -> int:
        """Send what the visitor takes now of what is left; how many bytes that were."""
        assert self._kept is not None
        self._kept.seek(self._sent)
        sent = self._send(self._kept.read(AT_ONCE_BYTES))
        self._sent += sent
        self.left -= sent
        if not self.left:
            self.forget()
        return sent

    def forget(self) -> None:
        """What is left, if anything, is not sent any more."""
        if self._kept is not None:
            self._kept.close()
            self._kept, self._sent = None, 0

    def _keep(self, data: bytes) -> None:
        if self._kept is None:
            self._kept = SpooledTemporaryFile(MAX_IN_MEMORY_BYTES)  # noqa: SIM115 outlives this
        self._kept.seek(0, SEEK_END)
        self._kept.write(data)
        self.left += len(data)

    def _send(self, data: bytes) -> int:
        try:
            return self.sock.send(data)
        except BlockingIOError:
            return 0
