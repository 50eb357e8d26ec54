"""Each e-mail is a folder of three files with a subject of one line, and is sent by someone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
KINDS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def named_in_code() -> set[str]:
    """Every kind that an `emails.py`, or a file of an `emails/`, speaks of."""
    base = Path(settings.BASE_DIR)
    files = [*base.glob("*/emails.py"), *base.glob("*/emails/*.py")]
    code = "".join(path.read_text() for path in files)
    return {name for name in re.findall(r'"([a-z_]+)"', code) if (FOLDER / name).is_dir()}


def test_every_folder_is_used() -> None:
    assert set(KINDS) == named_in_code()
    assert len(KINDS) >= 19


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_three_files(kind: str) -> None:
    files = sorted(path.name for path in (FOLDER / kind).iterdir())
    assert files == ["body.html", "body.txt", "subject.txt"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_subject_is_one_line(kind: str) -> None:
    lines = (FOLDER / kind / "subject.txt").read_text().splitlines()
    assert len(lines) == 1
    assert 5 < len(re.sub(r"{%.*?%}", "", lines[0])) < 120


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", ["body.txt", "body.html"])
def test_every_body_says_why_it_came(kind: str, body: str) -> None:
    assert "{% block why %}" in (FOLDER / kind / body).read_text()


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: str(path.name))
def test_nothing_in_an_email_tells_that_it_was_opened(path: Path) -> None:
    assert re.findall(r"<img|<link|url\(|@import|<script|<iframe", path.read_text()) == []
