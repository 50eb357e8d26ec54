"""One spec for each kind of follow-up. The example of CONTRIBUTING.md is followed to its end."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import reload
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import CheckConstraint, Q
from django.test import Client
from django.urls import clear_url_caches, reverse
from django.utils import timezone

from coffeechat import styleguide
from coffeechat import urls as site
from contacts import events
from contacts.models import Contact
from followups import kinds, urls
from followups.digest.items import week_of
from followups.keep_in_touch import emails, keeping
from followups.kinds.spec import Spec
from followups.models import FollowUp, follow_up
from followups.states import Kind, Status
from followups.today import page as today
from local import urls as local_site
from local.sample import site as sample_site
from outbox import kinds as table_of_emails
from outbox.models import OutgoingEmail
from outbox.states import Status as Outgoing
from tests.expect import queued, timeline
from tests.factories import make_contact, make_ended_chat
from tests.followups.test_pages import client_of

BASE = Path(settings.BASE_DIR)
MONTH = timedelta(days=30)
WORDS = "Dear Dana, congratulations on the prize."

# -- The table -----------------------------------------------------------------------------------


def test_every_kind_but_the_thank_you_has_a_spec() -> None:
    assert {*kinds.SPECS, Kind.THANK_YOU} == set(Kind)
    assert [kind for kind, spec in kinds.SPECS.items() if spec.kind != kind] == []


def test_each_goes_by_one_way() -> None:
    ways = {kind: (spec.email, spec.by_hand) for kind, spec in kinds.SPECS.items()}
    assert {
        kind for kind, (email, by_hand) in ways.items() if bool(email) == bool(by_hand)
    } == set()


def test_each_email_is_one_that_the_seeker_counts_on() -> None:
    assert {spec.email.kind for spec in kinds.SPECS.values() if spec.email} - set(
        follow_up.TO_HOST.kinds
    ) == set()


def test_each_button_has_an_address_of_its_own() -> None:
    names = [pattern.name for pattern in urls.urlpatterns]
    assert len(set(names)) == len(names)
    assert {button.name for button in kinds.buttons().values()} <= set(names)


def test_a_kind_is_spoken_of_in_its_module_and_where_it_is_made_due() -> None:
    """Whatever else differs between kinds is for the spec to say."""
    files = [path for path in BASE.glob("followups/**/*.py") if "migrations" not in path.parts]
    named = {path.relative_to(BASE / "followups").as_posix(): named_in(path) for path in files}
    assert {file: found for file, found in named.items() if found} == {
        **{f"kinds/{kind}.py": {spec.kind.name} for kind, spec in kinds.SPECS.items()},
        "models/follow_up.py": {"THANK_YOU", "UPDATE"},
        "thank_you/thanking.py": {"THANK_YOU"},
        "keep_in_touch/keeping.py": {"LINKEDIN", "UPDATE"},
        "keep_in_touch/cadence.py": {"KEEP_IN_TOUCH"},
    }


def named_in(path: Path) -> set[str]:
    return set(re.findall(r"\bKind\.([A-Z_]+)\b", path.read_text()))


def test_no_page_asks_for_the_kind() -> None:
    pages = {path.name: path.read_text() for path in BASE.glob("templates/followups/*.html")}
    assert [name for name, text in pages.items() if "follow_up.kind" in text] == []


# -- The example ---------------------------------------------------------------------------------

EXAMPLE = (
    (BASE / "CONTRIBUTING.md")
    .read_text()
    .partition("## Add a follow-up kind\n")[2]
    .split("\n## ")[0]
)
NAME, VALUE = re.search(r'`([A-Z_]+) = "([a-z_]+)", "[^"]+"`', EXAMPLE).groups()
CODE = re.search(r"^```python\n(.*?)^```", EXAMPLE, re.MULTILINE | re.DOTALL)[1]


def test_the_example_names_places_that_are_there_and_with_the_migration_five() -> None:
    named = re.findall(r"^\d\. .*?`(followups/[\w/]+\.py)`", EXAMPLE, re.MULTILINE)
    assert [file for file in named if not (BASE / file).exists()] == [f"followups/kinds/{VALUE}.py"]
    assert len(named) == 4


@pytest.fixture
def example(db: None) -> Iterator[Spec]:
    """The kind, as if the files of the example were there."""
    with pytest.MonkeyPatch.context() as patch:
        _member(patch)
        _migrate()
        module = ModuleType(f"followups.kinds.{VALUE}")
        exec(CODE, vars(module))
        _in_the_table(patch, module.SPEC)
        yield module.SPEC
    _read_addresses()


def _member(patch: pytest.MonkeyPatch) -> None:
    """An enumeration takes no member later, so the rest is told of it by its value."""
    patch.setattr(Kind, NAME, VALUE, raising=False)


def _migrate() -> None:
    """As `makemigrations` would write it; undone with all else that the test does."""
    known = next(c for c in FollowUp._meta.constraints if c.name == "follow_up_kind_known")
    wider = CheckConstraint(condition=Q(kind__in=[*Kind.values, VALUE]), name=known.name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(FollowUp, known)
        editor.add_constraint(FollowUp, wider)


def _in_the_table(patch: pytest.MonkeyPatch, spec: Spec) -> None:
    """What is derived as the program starts is derived anew."""
    patch.setitem(kinds.SPECS, spec.kind, spec)
    for kind in kinds.events(spec):
        patch.setitem(events._kinds, kind.name, kind)
    assert spec.email
    sent = emails.kind_of_email(spec, spec.email.kind)
    patch.setitem(table_of_emails._kinds, sent.name, sent)
    _read_addresses()


def _read_addresses() -> None:
    for each in (urls, site, sample_site, local_site):
        reload(each)
    clear_url_caches()


@pytest.fixture
def contact(example: Spec) -> Contact:
    return make_ended_chat(make_contact(), ended_at=timezone.now() - MONTH).contact


@pytest.fixture
def client(contact: Contact) -> Client:
    return client_of(contact.seeker)


def begun(contact: Contact) -> FollowUp:
    """With a word written, so that it is owed."""
    found = keeping.begin(contact, VALUE, now=timezone.now())
    keeping.keep_words(found, text=WORDS)
    return FollowUp.objects.get(pk=found.pk)


def test_it_is_begun_by_its_button_and_has_a_page(contact: Contact, client: Client) -> None:
    address = reverse("followups:congratulate", args=[contact.pk])
    keep = client.get(reverse("followups:keep", args=[contact.pk])).content.decode()
    assert f'action="{address}"' in keep
    assert "Congratulate them</button>" in keep
    page = client.get(client.post(address)["Location"])
    assert "<h1>Congratulate Dana</h1>" in page.content.decode()
    words = page.context["form"].initial["text"]
    assert words.startswith("Dear Dana,\n\nCongratulations on [in your own words: what you heard")
    assert list(page.context["form"].fields) == ["text"]


def test_it_waits_on_today_in_the_list_and_in_the_weekly_email(
    contact: Contact, client: Client
) -> None:
    found, now, title = begun(contact), timezone.now(), "Congratulate Dana Okafor"
    (item,) = (item for item in today.items(contact.seeker, now) if item.follow_up == found)
    assert (item.what, item.note, item.action) == (
        title,
        "Good news of theirs is the best reason to write.",
        "Write a line",
    )
    assert title in client.get(reverse("followups:follow_ups")).content.decode()
    assert title in [line.what for line in week_of(contact.seeker, now).follow_ups]


def test_it_is_sent_and_stands_in_the_timeline(contact: Contact, client: Client) -> None:
    found = begun(contact)
    client.post(found.get_absolute_url(), {"text": WORDS, "send": "yes"})
    sent = queued(found)[VALUE]
    assert (sent.subject, WORDS in sent.text) == ("Congratulations, Dana", True)
    assert f"{contact.seeker.display_name} heard your good news" in sent.text
    assert timeline(contact)[-1] == "You congratulated them"
    assert "You congratulated them" in client.get(contact.get_absolute_url()).content.decode()
    OutgoingEmail.objects.filter(pk=sent.pk).update(status=Outgoing.DEAD)
    assert list(FollowUp.objects.undelivered()) == [found]


def test_it_is_skipped(contact: Contact, client: Client) -> None:
    found = begun(contact)
    client.post(reverse("followups:follow_up_skip", args=[found.pk]))
    assert FollowUp.objects.get(pk=found.pk).status == Status.SKIPPED
    assert timeline(contact)[-1] == "Skipped congratulating them"


def test_its_email_stands_in_the_styleguide(example: Spec) -> None:
    assert example.email
    draft = styleguide.all_emails()[VALUE]
    assert draft.text.startswith(example.email.sample)
    assert draft.subject == "Congratulations, Jonas"
