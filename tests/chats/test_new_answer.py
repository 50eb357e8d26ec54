"""The answer that CONTRIBUTING.md makes is one, made of nothing but what stands there.

Its e-mail borrows the templates of a no: what an e-mail is made of, another example says.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

import local.urls
from chats import event_kinds, states
from chats.host import actions, answering, emails, forms
from chats.host.urls import urls_of
from chats.models import Answer
from chats.states import AnswerKind, InvitationStatus
from coffeechat.styleguide import all_emails
from contacts import events
from outbox import kinds as table_of_emails
from outbox.models import OutgoingEmail
from tests.chats.hosts import at, form_token_in, post, soon
from tests.expect import timeline
from tests.factories import make_chat, make_link, make_sent_invitation
from tests.links.copied import force

pytestmark = pytest.mark.django_db

BASE = Path(django_settings.BASE_DIR)
GUIDE = (BASE / "CONTRIBUTING.md").read_text()
CHAPTER = GUIDE.partition("## Add an answer\n")[2].partition("\n## ")[0]
STEP = re.compile(r"^\d\. `([^`]+)`(.*?)(?=^\d\. `|^\S|\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"```\w+\n(.*?)```", re.DOTALL)
STEPS = dict(STEP.findall(CHAPTER))
MEMBER = re.compile(r'`([A-Z_]+) = "(\w+)", "([^"]+)"`')
SECTION = "templates/host/_pass_on.html"
LENA = "Lena Fischer"


def code_of(file: str) -> str:
    """What its step adds to a file."""
    [block] = BLOCK.findall(textwrap.dedent(STEPS[file]))
    return textwrap.dedent(block)


def test_it_takes_eight_files_of_which_all_but_its_section_are_there() -> None:
    assert len(STEPS) == 8
    assert [file for file in STEPS if not list(BASE.glob(file))] == [SECTION]
    assert [file for file in STEPS if not BLOCK.search(STEPS[file])] == [
        "chats/states.py",
        "chats/migrations/*.py",
    ]


@pytest.fixture
def _with_it(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """As if the files of the example were there."""
    with pytest.MonkeyPatch.context() as patch:
        _member(patch)
        for file, module in (
            ("chats/event_kinds.py", event_kinds),
            ("chats/host/forms.py", forms),
            ("chats/host/emails.py", emails),
            ("chats/host/answering.py", answering),
            ("chats/host/actions.py", actions),
        ):
            patch.setattr(table_of_emails, "_kinds", dict(table_of_emails._kinds))
            _added(patch, file, module)
        patch.setitem(events._kinds, "passed_on", event_kinds.PASSED_ON)
        patch.setattr(actions, "ACTIONS", (*actions.ACTIONS, actions.PASS_ON))
        _files(settings, tmp_path)
        settings.ROOT_URLCONF = _addresses()
        yield


def _member(patch: pytest.MonkeyPatch) -> None:
    """An enumeration takes no member later, so it is given one by what it is made of."""
    name, value, label = MEMBER.search(STEPS["chats/states.py"]).groups()
    member = str.__new__(AnswerKind, value)
    member._name_, member._value_, member._label_ = name, value, label
    patch.setitem(AnswerKind._member_map_, name, member)
    patch.setitem(AnswerKind._value2member_map_, value, member)
    patch.setattr(AnswerKind, "_member_names_", [*AnswerKind._member_names_, name])
    patch.setitem(states.STATUS_AFTER, member, InvitationStatus.DECLINED)


def _added(patch: pytest.MonkeyPatch, file: str, module: ModuleType) -> None:
    """The code of a step, in its module: names that the step before it added are imported there."""
    names = dict(vars(module)) | {"PassOnForm": getattr(forms, "PassOnForm", None)}
    before = set(vars(module))
    exec(compile(code_of(file), "CONTRIBUTING.md", "exec"), names)
    for name in set(names) - before - {"PassOnForm" if module is not forms else ""}:
        patch.setattr(module, name, names[name], raising=False)


def _files(settings: Settings, folder: Path) -> None:
    (folder / "host").mkdir()
    (folder / "host" / Path(SECTION).name).write_text(code_of(SECTION))
    (folder / "emails" / "passed_on_seeker").mkdir(parents=True)
    for name in ("subject.txt", "body.txt", "body.html"):
        text = (BASE / "templates/emails/declined_seeker" / name).read_text()
        text = text.replace("{% endblock content %}", "{{ colleague }}{% endblock content %}")
        (folder / "emails" / "passed_on_seeker" / name).write_text(text)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


def _addresses() -> ModuleType:
    urls = ModuleType("urls_with_it")
    more = path("i/", include((urls_of([actions.PASS_ON]), "one_more")))
    urls.__dict__["urlpatterns"] = [more, *local.urls.urlpatterns]
    return urls


@pytest.mark.usefixtures("_with_it")
def test_it_walks_from_the_page_to_its_effect_and_back(client: Client) -> None:
    sent = make_sent_invitation()
    link = make_link(sent)
    with at(soon()):
        page = client.get(link)
        assert "Somebody else knows more" in page.content.decode()
        said = {"form_token": form_token_in(page), "colleague": LENA, "line": "She built it."}
        for _ in range(2):
            assert client.post(f"{link}pass_on/", said).headers["Location"] == link
        assert "She built it." in client.get(link).content.decode()
    answer = Answer.objects.get()
    sent.refresh_from_db()
    assert (answer.kind, answer.line, sent.status) == ("pass_on", "She built it.", "declined")
    told = OutgoingEmail.objects.get(kind="passed_on_seeker")
    assert (told.to, LENA in told.text, "She built it." in told.html) == (
        sent.seeker.email,
        True,
        True,
    )
    assert timeline(sent.contact)[-1] == "Named somebody to ask instead"
    with at(soon(2)):
        assert post(client, link, "undo").status_code == 303
    assert Answer.objects.get().undone_at == soon(2)
    assert OutgoingEmail.objects.get(kind="passed_on_seeker").status == "cancelled"


@pytest.mark.usefixtures("_with_it")
def test_its_form_is_refused_like_any_other(client: Client, settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "1/h"
    link = make_link(make_sent_invitation())
    with at(soon()):
        wrong = post(client, link, "pass_on", colleague=" ", line="Kept line")
        assert force(link, "pass_on", colleague=LENA).status_code == 429
        assert client.get(f"{link}pass_on/").headers["Location"] == link
    assert wrong.status_code == 422
    shown = wrong.content.decode()
    assert ("Please name them." in shown, "Kept line" in shown) == (True, True)
    assert not Answer.objects.exists()


@pytest.mark.usefixtures("_with_it")
def test_it_stands_where_there_is_something_to_answer(client: Client) -> None:
    link = make_link(make_chat().invitation)
    with at(soon()):
        page = client.get(link).content.decode()
    assert ("Cancel the chat" in page, "Somebody else knows more" in page) == (True, False)


@pytest.mark.usefixtures("_with_it")
def test_its_email_stands_in_the_styleguide() -> None:
    shown = all_emails()["passed_on_seeker"]
    assert replace(shown, kind="").about == "invitation:1"
    assert LENA in shown.text
