"""A rule over everything there is names all that breaks it, however much that is."""

from collections.abc import Collection

import pytest

NAMES = [f"page_{number}.html" for number in range(500)]


@pytest.mark.parametrize(
    ("found", "nothing"),
    [(NAMES, []), (set(NAMES), set()), (dict.fromkeys(NAMES, "has no title"), {})],
    ids=["list", "set", "dict"],
)
def test_a_failure_names_every_offender(found: Collection[str], nothing: Collection[str]) -> None:
    with pytest.raises(AssertionError) as failure:
        assert found == nothing
    said = str(failure.value)
    assert [name for name in NAMES if name not in said] == []
    assert "none were expected, and there are 500:" in said


def test_what_is_wrong_is_said_beside_its_name() -> None:
    with pytest.raises(AssertionError) as failure:
        assert {"a.html": "has no title", "b.html": "shouts"} == {}
    lines = [line.strip() for line in str(failure.value).splitlines()]
    assert lines[-2:] == ["a.html: 'has no title'", "b.html: 'shouts'"]
