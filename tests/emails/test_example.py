"""The e-mail that CONTRIBUTING.md makes is one, made of nothing but what stands there."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from chats.meeting.emails import reminding
from coffeechat.styleguide import all_emails
from outbox import kinds
from tests.emails import test_bodies, test_files, test_keys, test_kinds, test_look, test_times

GUIDE = (Path(settings.BASE_DIR) / "CONTRIBUTING.md").read_text()
CHAPTER = GUIDE.partition("## Add an e-mail")[2].partition("\n## ")[0]
FILE = re.compile(r"^In `([^`]+)`[^\n]*\n\n```\w+\n(.*?)```", re.MULTILINE | re.DOTALL)
RULES = [
    rule
    for module in (test_bodies, test_files, test_keys, test_kinds, test_look, test_times)
    for name, rule in inspect.getmembers(module, inspect.isfunction)
    if name.startswith("test_") and inspect.signature(rule).parameters.keys() <= {"emails"}
]
"""Those over every e-mail, and those over every file."""


@pytest.fixture
def made(tmp_path: Path, settings: Any, monkeypatch: Any) -> str:
    """Its name, with its templates in a folder of their own and its function where it belongs."""
    (_, code), *templates = FILE.findall(CHAPTER)
    for name, text in templates:
        path = tmp_path / name.removeprefix("templates/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    backend = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**backend, "DIRS": [*backend["DIRS"], tmp_path]}]
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    before = set(kinds._kinds)
    exec(compile(code, "CONTRIBUTING.md", "exec"), dict(vars(reminding)))
    (name,) = set(kinds._kinds) - before
    return name


def test_it_is_a_function_and_three_templates() -> None:
    assert [Path(name).name for name, _ in FILE.findall(CHAPTER)] == [
        "reminding.py",
        "subject.txt",
        "body.txt",
        "body.html",
    ]


def test_it_is_shown_in_the_styleguide(made: str) -> None:
    email = all_emails()[made]
    assert (email.kind, email.dedupe_key) == (made, f"{made}:chat:1:1-0:host")
    assert "My bus is late." in email.text


@pytest.mark.usefixtures("made")
def test_it_keeps_the_rules_of_every_email() -> None:
    assert len(RULES) > 20
    emails = all_emails()
    broken = {rule.__name__: why for rule in RULES if (why := broken_by(rule, emails))}
    assert broken == {}


def broken_by(rule: Callable[..., None], emails: Any) -> str:
    try:
        rule(**dict.fromkeys(inspect.signature(rule).parameters, emails))
    except AssertionError as why:
        return str(why) or "it does not hold"
    return ""


def test_a_rule_that_it_breaks_is_named(made: str) -> None:
    emails = all_emails()
    emails[made] = emails["calendar_off"]
    assert broken_by(test_times.test_each_time_is_said_on_both_clocks, emails)
