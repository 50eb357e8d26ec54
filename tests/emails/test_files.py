"""Each e-mail is a function in the table of kinds, and a folder of three files."""

import re
from pathlib import Path

from django.conf import settings

from outbox.kinds import registered
from tests.emails.kinds import of_accounts, text_of

OF_ACCOUNTS = ["account", "mfa", "socialaccount"]
CASE = re.compile(r"{% (?:if|elif) .*?%}|{% (?:else|endif|plural) %}")
FILES = ["body.html", "body.txt", "subject.txt"]


def templates() -> list[Path]:
    return [path for folder in settings.TEMPLATES[0]["DIRS"] for path in Path(folder).iterdir()]


def folders() -> dict[str, Path]:
    """By the kind of e-mail it is of."""
    found = (path for top in templates() if top.name == "emails" for path in top.iterdir())
    return {path.name: path for path in found if path.is_dir()}


def test_every_folder_has_its_function_and_every_function_its_folder() -> None:
    assert sorted(folders()) == sorted({kind.templates for kind in registered()} - of_accounts())


def test_every_subject_that_allauth_looks_for_is_in_the_table() -> None:
    found = [top.glob("email/*_subject.txt") for top in templates() if top.name in OF_ACCOUNTS]
    subjects = [path.name.removesuffix("_subject.txt") for paths in found for path in paths]
    assert sorted(subjects) == sorted(of_accounts())


def test_every_kind_has_its_three_files() -> None:
    files = {kind: sorted(path.name for path in at.iterdir()) for kind, at in folders().items()}
    assert {kind: found for kind, found in files.items() if found != FILES} == {}


def test_every_subject_is_one_line() -> None:
    subjects = {kind: text_of(f"emails/{kind}/subject.txt").splitlines() for kind in folders()}
    assert {kind: lines for kind, lines in subjects.items() if not is_one_line(lines)} == {}


def is_one_line(lines: list[str]) -> bool:
    cases = [re.sub(r"{%.*?%}", "", case) for case in CASE.split(lines[0])] if lines else []
    return len(lines) == 1 and 5 < max(map(len, cases)) < 120


def test_every_body_says_why_it_came() -> None:
    bodies = [f"emails/{kind}/{body}" for kind in folders() for body in FILES[:2]]
    assert [body for body in bodies if "{% block why %}" not in text_of(body)] == []
