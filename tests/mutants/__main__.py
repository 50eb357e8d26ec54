"""`bin/mutants`: break the program on purpose, in one place at a time, and see who notices."""

import argparse
import subprocess
import sys
from pathlib import Path

from coffeechat.services.state import CHECKOUT
from coffeechat.services.testing import servers_for_tests
from tests.mutants.mutant import Mutant
from tests.mutants.running import CAUGHT, Verdict, copied, failing_without_fault, verdict
from tests.mutants.table import ALL

WIDTH = max(len(mutant.name) for mutant in ALL)


def main() -> int:
    asked = arguments()
    chosen = [mutant for mutant in ALL if not asked.names or mutant.name in asked.names]
    if asked.list:
        print(*(mutant.name for mutant in chosen), sep="\n")
        return 0
    with servers_for_tests() as env, copied(asked.tree) as tree:
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, cwd=tree, env=env, check=True)
        if said := failing_without_fault(chosen, tree, env):
            print(said, "These tests fail without any fault.", sep="\n")
            return 1
        return report({mutant.name: seen(mutant, tree, env) for mutant in chosen})


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/mutants", description=__doc__)
    names = [mutant.name for mutant in ALL]
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*names, []])
    parser.add_argument("--list", action="store_true", help="only say which there are")
    parser.add_argument("--tree", type=Path, default=CHECKOUT, help="another checkout to break")
    return parser.parse_args()


def seen(mutant: Mutant, tree: Path, env: dict[str, str]) -> Verdict:
    found = verdict(mutant, tree, env)
    print(f"{found.word:8}  {mutant.name:{WIDTH}}  {found.seconds:5.1f} s  {found.by}", flush=True)
    return found


def report(verdicts: dict[str, Verdict]) -> int:
    words = sorted({found.word for found in verdicts.values()})
    for word in words:
        names = [name for name, found in verdicts.items() if found.word == word]
        print(f"{len(names)} {word}" + ("" if word == CAUGHT else f": {', '.join(names)}"))
    return 0 if words in ([], [CAUGHT]) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
