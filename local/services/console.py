"""What a start says of itself, line by line."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def step(name: str) -> Iterator[None]:
    begun = time.monotonic()
    print(f"  {name} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def say(sentence: str) -> None:
    """Where nobody hears it, such as in a file on a full disk, all else goes on."""
    with suppress(OSError):
        print(sentence, flush=True)
