"""A deliberate fault: which words of the program it changes, and which tests could see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class NoLongerApplies(Exception):
    """The words to change do not stand there exactly once: the table is out of date."""


@dataclass(frozen=True)
class Edit:
    file: str
    """May be a pattern, since migrations are renamed when they are squashed."""
    old: str
    new: str

    def path(self, tree: Path) -> Path:
        """The one file that holds the words, and holds them once."""
        found = [path for path in sorted(tree.glob(self.file)) for _ in range(self._times_in(path))]
        if len(found) != 1:
            raise NoLongerApplies(f"{self.old!r} stands {len(found)} times in {self.file}")
        return found[0]

    def _times_in(self, path: Path) -> int:
        return path.read_text().count(self.old)


@dataclass(frozen=True)
class Mutant:
    name: str
    """What it breaks."""
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    """Files below `tests/`, the likeliest first."""
    only: str = ""
    """Of their tests, those that pytest's `-k` selects; where whole files would take long."""

    @property
    def changes_tables(self) -> bool:
        return any("/migrations/" in edit.file for edit in self.edits)


def mutant(name: str, file: str, old: str, new: str, *tests: str, only: str = "") -> Mutant:
    return Mutant(name, (Edit(file, old, new),), tests, only)


@contextmanager
def applied(mutant: Mutant, tree: Path) -> Iterator[None]:
    paths = [edit.path(tree) for edit in mutant.edits]
    before = {path: path.read_text() for path in paths}
    try:
        for edit, path in zip(mutant.edits, paths, strict=True):
            path.write_text(path.read_text().replace(edit.old, edit.new))
        yield
    finally:
        for path, text in before.items():
            path.write_text(text)
