"""The child: e-mails on its standard input, a line for each on its standard output.

Little memory and little time for each: an e-mail is written by anybody, and read by libraries of
others.
"""

import logging
import resource
import sys
import warnings

MAX_MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 5
LENGTH_OCTETS = 8
"""Before each e-mail stands how long it is."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a library complains of would be a stranger's words.
    warnings.simplefilter("ignore")
    logging.disable()
    from chats.replies.reading import read_email

    while length := int.from_bytes(sys.stdin.buffer.read(LENGTH_OCTETS)):
        _allow(PROCESSOR_SECONDS)
        print(read_email(sys.stdin.buffer.read(length)).to_json(), flush=True)


def _allow(seconds: int) -> None:
    """Of the processor, from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    so_far = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (so_far + seconds + 1, hard))
