"""What a host can do stands in one table, and the worked example of CONTRIBUTING.md follows it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from chats.host.actions import ACTIONS, Action, Kind
from chats.host.urls import urlpatterns
from chats.models import Answer
from chats.states import STATUS_AFTER, AnswerKind

ROOT = Path(settings.BASE_DIR)
TEMPLATES = {path.name: path.read_text() for path in (ROOT / "templates/host").glob("*.html")}

BESIDE_THE_TABLE = {
    "invitation": "the page itself",
    "opt_out": "binds every seeker, outlives the ask, and is never counted",
    "ics": "a file",
    "one_click": "pressed by a mail program, without a page",
}
"""Addresses behind a private link that are no action, with the reason."""

MAX_FILES = 8
"""That adding an answer may touch, beside the three templates of an e-mail and the tests."""


def test_every_address_behind_a_link_is_a_row_of_the_table() -> None:
    beside = {url.name for url in urlpatterns} - {action.name for action in ACTIONS}
    assert beside == set(BESIDE_THE_TABLE)


def test_no_two_rows_have_one_name_or_one_address() -> None:
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)
    assert len({action.address for action in ACTIONS}) == len(ACTIONS)


SECTIONS = [action for action in ACTIONS if action.section]


@pytest.mark.parametrize("action", SECTIONS, ids=lambda action: action.name)
def test_a_section_posts_to_its_own_action_and_shows_its_own_form(action: Action) -> None:
    section = (ROOT / "templates" / action.section).read_text()
    assert re.findall(r'method="post" action="([^"]+)"', section) == [
        f"{{{{ page_url }}}}{action.address}/"
    ]
    assert set(re.findall(r"forms\.(\w+)", section)) == {action.name}


def test_templates_speak_of_actions_that_exist() -> None:
    named = {name for text in TEMPLATES.values() for name in re.findall(r"forms\.(\w+)", text)}
    posted = {
        address
        for text in TEMPLATES.values()
        for address in re.findall(r'action="{{ page_url }}([^"]+)/"', text)
    }
    assert named - {action.name for action in ACTIONS} == set()
    assert posted - {action.address for action in ACTIONS} == set()


def test_what_follows_an_answer_is_known_of_each_kind() -> None:
    assert set(STATUS_AFTER) == set(AnswerKind)
    noes = {kind for kind in AnswerKind if Answer(kind=kind).is_no}
    assert noes == {AnswerKind.DECLINE}


# -- The worked example ----------------------------------------------------------------------------


def example() -> list[tuple[str, str]]:
    """Of each step: the file it names first, and what it says; its code is for
    `tests/chats/test_new_answer.py`."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    chapter = text.split("\n## Add an answer\n")[1].split("\n## ")[0]
    steps = re.findall(r"^\d\. (.+)", chapter, re.MULTILINE)
    return [(re.findall(r"`([^`]+)`", step)[0], step) for step in steps]


def test_the_example_touches_few_files() -> None:
    files = [file for file, _ in example()]
    assert 5 < len(set(files)) == len(files) <= MAX_FILES


def test_the_example_comes_to_every_file_that_knows_an_answer() -> None:
    """Whoever follows it forgets nothing: no other file of an action's road names the shortest
    answer there is, a no."""
    [decline] = [action for action in ACTIONS if action.name == "decline"]
    assert decline.kind == Kind.ANSWER
    known = {path for file, _ in example() for path in ROOT.glob(file)}
    roads = ROOT.glob("chats/host/**/*.py")
    named = {path for path in roads if re.search(r"\bdecline\b|\bDECLINE\b", path.read_text())}
    assert named - known == set()
