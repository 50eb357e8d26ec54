"""Each e-mail is a folder of three files with a subject of one line, is sent and has a sample."""

import re
from pathlib import Path

from django.conf import settings

from coffeechat.styleguide import EMAIL_SAMPLES, layout_sample

BASE = Path(settings.BASE_DIR)
FOLDER = BASE / "templates" / "emails"
OF_ACCOUNTS = ["account", "mfa", "socialaccount"]
KINDS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
FILES = ["body.html", "body.txt", "subject.txt"]

SAID_OTHERWISE = {
    "declined_seeker_opted_out",
    "moved_host_kept",
    "reply_host_countered",
    "reply_seeker_countered",
    "undeliverable_seeker_this_alone",
}
"""Samples of what a folder says in another case."""


def named_in_code() -> set[str]:
    """Every kind that an `emails.py`, or a file of an `emails/`, speaks of."""
    files = [*BASE.glob("*/emails.py"), *BASE.glob("*/emails/*.py")]
    code = "".join(path.read_text() for path in files)
    return {name for name in re.findall(r'"([a-z_]+)"', code) if (FOLDER / name).is_dir()}


def text_of(kind: str, file: str) -> str:
    """Of a file that is missing, nothing: another test says so."""
    path = FOLDER / kind / file
    return path.read_text() if path.exists() else ""


def test_every_folder_is_used() -> None:
    assert set(KINDS) == named_in_code()
    assert len(KINDS) == 36


def test_there_is_one_sample_of_each() -> None:
    folders = [BASE / "templates" / app / "email" for app in OF_ACCOUNTS]
    subjects = [path.name for folder in folders for path in folder.glob("*_subject.txt")]
    ours = [*KINDS, *(name.removesuffix("_subject.txt") for name in subjects)]
    samples = [draft.kind for sample in EMAIL_SAMPLES for draft in sample()]
    layout = [draft.kind for draft in layout_sample()]
    assert sorted(samples) == sorted([*ours, *SAID_OTHERWISE, *layout])


def test_every_kind_has_its_three_files() -> None:
    files = {kind: sorted(path.name for path in (FOLDER / kind).iterdir()) for kind in KINDS}
    assert {kind: found for kind, found in files.items() if found != FILES} == {}


def test_every_subject_is_one_line() -> None:
    subjects = {kind: text_of(kind, "subject.txt").splitlines() for kind in KINDS}
    assert {kind: lines for kind, lines in subjects.items() if not is_one_line(lines)} == {}


def is_one_line(lines: list[str]) -> bool:
    return len(lines) == 1 and 5 < len(re.sub(r"{%.*?%}", "", lines[0])) < 120


def test_every_body_says_why_it_came() -> None:
    bodies = [(kind, body) for kind in KINDS for body in ("body.txt", "body.html")]
    assert [one for one in bodies if "{% block why %}" not in text_of(*one)] == []
