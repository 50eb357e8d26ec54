"""How long the host's page takes, calm and beside visitors who are slow or say nothing.

`python -m benchmarks.slow_visitors gthread` measures gunicorn's own worker instead of ours.
"""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import quantiles

from benchmarks.servers import running_site, throwaway_servers

REQUESTS, PATIENCE = 300, 10.0
GIVE_UP = 3
"""Requests without an answer, after which the rest is not asked."""
COOKIE = b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"
"""With one, the body is read to the end to find the secret of its form."""
HEAD = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n" + COOKIE
ATTACKS = {
    "calm": (0, b""),
    "10 slow bodies": (10, HEAD + b"Content-Length: 1000\r\n\r\np"),
    "100 slow bodies": (100, HEAD + b"Content-Length: 1000\r\n\r\np"),
    "100 slow heads": (100, HEAD),
    "200 idle connections": (200, b""),
    "2,000 idle connections": (2000, b""),
}


def main(worker: str) -> None:
    with throwaway_servers():
        from tests.factories import make_link, make_sent_invitation, three_times

        now = three_times()[0].now(three_times()[0].tzinfo)
        path = make_link(make_sent_invitation(now=now))
        with running_site(*(["--worker-class", worker] if worker else [])) as site:
            print(f"{'':26}{'median ms':>12}{'p99 ms':>10}{'without an answer':>20}")
            for name, (number, words) in ATTACKS.items():
                with attack(site.address, number, words):
                    say(name, list(asked(site.address, path)))


@contextmanager
def attack(address: tuple[str, int], number: int, words: bytes) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(number):
            visitor = stack.enter_context(socket.create_connection(address))
            visitor.sendall(words)
        yield


def asked(address: tuple[str, int], path: str) -> Iterator[float]:
    lost = 0
    for _ in range(REQUESTS):
        yield (milliseconds := took(address, path))
        lost += milliseconds == float("inf")
        if lost == GIVE_UP:
            return


def took(address: tuple[str, int], path: str) -> float:
    """Milliseconds; infinite where nothing comes in time."""
    begun = time.perf_counter()
    site = http.client.HTTPConnection(*address, timeout=PATIENCE)
    try:
        site.request("GET", path, headers={"Connection": "close"})
        site.getresponse().read()
    except OSError:
        return float("inf")
    finally:
        site.close()
    return 1000 * (time.perf_counter() - begun)


def say(name: str, times: list[float]) -> None:
    answered = [each for each in times if each != float("inf")]
    lost = len(times) - len(answered)
    if len(answered) < 2:
        print(f"{name:26}{'-':>12}{'-':>10}{lost:20}", flush=True)
        return
    cuts = quantiles(answered, n=100)
    print(f"{name:26}{cuts[49]:12.1f}{cuts[98]:10.1f}{lost:20}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
