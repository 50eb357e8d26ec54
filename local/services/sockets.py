"""Where the servers' sockets live, and the ports we hold."""

import shutil
import socket
import tempfile
from pathlib import Path

from local.services.state import Refusal

MAX_PATH_BYTES = 103
"""Bytes in a socket's path: 108 on Linux, 104 on macOS, with the closing zero."""


def socket_folder(home: Path, user: str | None = None) -> Path:
    """`home/run`, or a short temporary folder where that path would be too long."""
    folder = home / "run"
    if len(f"{folder}/.s.PGSQL.5432.lock") > MAX_PATH_BYTES:
        forget_socket_folder(home)
        short = Path(tempfile.mkdtemp(prefix="coffeechat-"))
        folder.symlink_to(short)
        folder = short
    folder.mkdir(mode=0o700, exist_ok=True)
    if user:
        shutil.chown(folder, user)
    return folder


def forget_socket_folder(home: Path) -> None:
    """Remove the temporary folder, also one that a killed run left."""
    link = home / "run"
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()


def listen(host: str, port: int) -> socket.socket:
    """Hold the port before anything else starts; the server that gets it only accepts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise Refusal(
            f"Port {port} on {host} cannot be used ({error.strerror}): "
            "stop the program that uses it, or choose another with PORT."
        ) from None
    return listener
