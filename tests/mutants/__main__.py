"""Break the program on purpose, in one place at a time, and see which tests notice."""

import argparse
import subprocess
import sys
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from local.services.state import CHECKOUT
from local.services.testing import servers_for_tests
from tests.mutants.mutant import Mutant
from tests.mutants.running import CAUGHT, Verdict, copied, failing_without_fault, verdict
from tests.mutants.table import ALL

WIDTH = max(len(mutant.name) for mutant in ALL)


def main() -> int:
    asked = arguments()
    chosen = [mutant for mutant in ALL if is_asked_for(mutant, asked.names)]
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
    parser.add_argument("names", nargs="*", metavar="NAME", help="or a pattern, such as 'lock-*'")
    parser.add_argument("--list", action="store_true", help="only say which there are")
    parser.add_argument("--tree", type=Path, default=CHECKOUT, help="another checkout, its tests")
    asked = parser.parse_args()
    for name in asked.names:
        if not any(is_asked_for(mutant, [name]) for mutant in ALL):
            parser.error(f"there is no {name}; --list says which there are")
    return asked


def is_asked_for(mutant: Mutant, names: list[str]) -> bool:
    return not names or any(fnmatchcase(mutant.name, name) for name in names)


def seen(mutant: Mutant, tree: Path, env: Mapping[str, str]) -> Verdict:
    found = verdict(mutant, tree, env)
    print(f"{found.word:8}  {mutant.name:{WIDTH}}  {found.seconds:5.1f} s  {found.by}", flush=True)
    return found


def report(verdicts: Mapping[str, Verdict]) -> int:
    words = sorted({found.word for found in verdicts.values()})
    for word in words:
        names = [name for name, found in verdicts.items() if found.word == word]
        print(f"{len(names)} {word}" + ("" if word == CAUGHT else f": {', '.join(names)}"))
    return 0 if words == [CAUGHT] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
