"""The child: an e-mail on its standard input, what it answers on its standard output.

Little memory and little time: an e-mail is written by anybody, and read by libraries of others.
"""

import logging
import resource
import sys
import warnings

from chats.replies.parsing import read

MAX_MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 5


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a library complains of would be a stranger's words.
    warnings.simplefilter("ignore")
    logging.disable()
    reply = read(sys.stdin.buffer.read())
    print(reply.to_json() if reply else "", flush=True)
