"""The table of deliberate faults follows the program (`bin/mutants`)."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.mutants.mutant import Mutant, NoLongerApplies
from tests.mutants.table import ALL

ROOT = Path(settings.BASE_DIR)


def wrong_about(mutant: Mutant) -> Iterator[str]:
    for edit in mutant.edits:
        try:
            edit.path(ROOT)
        except NoLongerApplies as error:
            yield f"{mutant.name}: {error}"
    for name in mutant.tests:
        if not (ROOT / "tests" / name).exists():
            yield f"{mutant.name}: there is no tests/{name}"


def test_every_fault_applies_and_its_tests_are_there() -> None:
    assert [wrong for mutant in ALL for wrong in wrong_about(mutant)] == []


def test_every_fault_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in ALL}) == len(ALL)
