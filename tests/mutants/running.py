"""The tests of a private copy of the tree, run without and with a fault."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from local.services.seed import SEED
from tests.mutants.mutant import Mutant, NoLongerApplies, applied

CAUGHT, SURVIVED, BROKEN = "caught", "survived", "broken"
FAILED, NONE_SELECTED = 1, 5
"""What pytest returns where tests failed, and where there were none; more than 1 is no verdict."""
TIME_LIMIT = 300
"""Seconds: by then it hangs."""
PATIENCE = {"COFFEECHAT_PATIENCE": "60"}
"""Seconds that a test waits for what a fault keeps from coming; without it all have passed."""
FIRST_FAILURE = re.compile(r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    word: str
    by: str
    """The first test that saw it, or why none could."""
    seconds: float


@contextmanager
def copied(checkout: Path) -> Iterator[Path]:
    """What git tracks of a checkout, or would; a fault is never written into the checkout."""
    known = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(known, cwd=checkout, capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="coffeechat-mutants-") as folder:
        tree = Path(folder)
        for name in names.split("\0"):
            if (checkout / name).is_file():
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(checkout / name, tree / name)
        (tree / ".venv").symlink_to(sys.prefix)
        yield tree


def failing_without_fault(
    mutants: Iterable[Mutant], tree: Path, env: Mapping[str, str]
) -> str | None:
    """What pytest said where a test fails by itself: that it fails with a fault tells nothing."""
    selections = defaultdict(set)
    for mutant in mutants:
        if files := _files(mutant, tree):
            selections[mutant.only].update(files)
    for only, files in selections.items():
        done = _pytest(sorted(files), only, tree, env)
        if done.returncode not in (0, NONE_SELECTED):
            return done.stdout + done.stderr
    return None


def verdict(mutant: Mutant, tree: Path, env: Mapping[str, str]) -> Verdict:
    begun = time.monotonic()
    try:
        with applied(mutant, tree):
            word, by = _see(mutant, tree, env)
    except NoLongerApplies as error:
        word, by = BROKEN, f"no longer applies: {error}"
    return Verdict(word, by, time.monotonic() - begun)


def _see(mutant: Mutant, tree: Path, env: Mapping[str, str]) -> tuple[str, str]:
    files = _files(mutant, tree)
    if not files:
        return BROKEN, "none of its tests is there"
    if mutant.changes_tables:
        env = {**env, "DATABASE_URL": _another(env["DATABASE_URL"])}
        del env[SEED]  # whose tables are without the fault
    try:
        done = _pytest(files, mutant.only, tree, {**env, **PATIENCE}, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return BROKEN, f"the tests went on for {TIME_LIMIT} seconds"
    if done.returncode == 0:
        return SURVIVED, ""
    failure = FIRST_FAILURE.search(done.stdout)
    if done.returncode == FAILED and failure:
        return CAUGHT, failure[1]
    said = (done.stdout + done.stderr).strip().splitlines()
    return BROKEN, f"pytest returned {done.returncode}: {said[-1] if said else 'nothing'}"


def _files(mutant: Mutant, tree: Path) -> list[str]:
    """Those that the tree has: another one may keep the same tests elsewhere."""
    files = [f"tests/{name}" for name in mutant.tests]
    return [file for file in files if (tree / file).exists()]


def _pytest(
    files: list[str],
    only: str,
    tree: Path,
    env: Mapping[str, str],
    timeout: float | None = None,
) -> "subprocess.CompletedProcess[str]":
    """The tables are made once and kept between the runs: `--reuse-db`."""
    words = ["-x", "-q", "-p", "no:cacheprovider", "--reuse-db", "-k", only, *files]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=tree,
        env=env,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def _another(database_url: str) -> str:
    """The same server's, for tables that are not like those of the other runs."""
    name = f"/mutant{time.monotonic_ns()}"
    return urlsplit(database_url)._replace(path=name).geturl()
