"""Each form of another program is understood as `expected.json` says."""

import json
from pathlib import Path

import pytest

from mail import understand
from mail.understood import Understood

SAMPLES = Path(__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())


def said(understood: Understood, names: set[str]) -> dict[str, object]:
    everything = json.loads(understood.to_json())
    return {name: everything[name] for name in names}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_understood(name: str) -> None:
    expected = {key: value for key, value in EXPECTED[name].items() if key != "note"}
    understood = understand((SAMPLES / name).read_bytes())
    assert said(understood, set(expected)) == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_the_same_after_a_way_through_a_pipe(name: str) -> None:
    understood = understand((SAMPLES / name).read_bytes())
    assert Understood.from_json(understood.to_json()) == understood
