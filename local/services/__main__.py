"""`python -m local.services up` and `... test`."""

import os
import sys

from environs import Env

from local.services import state


def main(arguments: list[str]) -> int:
    try:
        return _run(arguments)
    except state.Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: list[str]) -> int:
    match arguments:
        case ["up"]:
            from local.services.up import up

            Env().read_env(os.environ.get("ENV_FILE", state.CHECKOUT / ".env"), recurse=False)
            up(state.chosen())
            return 0
        case ["test", *wanted]:
            from local.services.testing import run_tests

            return run_tests(wanted)
    print("usage: python -m local.services (up | test [pytest arguments])", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
