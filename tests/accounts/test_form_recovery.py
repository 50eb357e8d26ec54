"""A form that is sent after the session, without script: nothing is sent, and nothing is lost."""

import json
import re
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts import form_recovery
from accounts.models import User
from accounts.refill import refilled
from chats import lifecycle
from chats.models import Invitation
from contacts.models import Contact
from preparation.models import Note
from tests.factories import make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
OURS = {"Origin": "https://testserver", "Referer": "https://testserver/contacts/add/"}
AGAIN = "Nothing was sent yet. What you typed is here, except secrets. Please press once more."


@pytest.fixture
def seeker() -> User:
    return make_seeker()


@pytest.fixture
def browser(seeker: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(seeker, BACKEND)
    return client


def get(browser: Client, path: str) -> HttpResponse:
    return browser.get(path, secure=True)


def fields_of(page: HttpResponse) -> dict[str, str]:
    """What every form of the page sends unseen."""
    hidden = re.findall('name="(csrfmiddlewaretoken|whose)" value="([^"]+)"', page.text)
    return dict(hidden)


def typed_after_the_session(
    browser: Client, path: str, to: str, forget: str = "session", **typed: object
) -> HttpResponse:
    hidden = fields_of(get(browser, path))
    if forget == "session":
        Session.objects.all().delete()
    else:
        browser.cookies.clear()
    headers = OURS | {"Referer": f"https://testserver{path}"}
    return browser.post(to, {**hidden, **typed}, secure=True, headers=headers)


@pytest.mark.parametrize("forget", ["session", "cookies"])
def test_after_signing_in_one_goes_on_where_one_was_with_everything_typed(
    browser: Client, seeker: User, forget: str
) -> None:
    typed = {"name": "Dana <Kim>", "research": "Two\nlines & more", "time_zone": "Asia/Tokyo"}
    answer = typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", forget, **typed)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/?next=/contacts/add/%23left")
    assert not Contact.objects.exists()
    browser.force_login(seeker, BACKEND)
    page = get(browser, "/contacts/add/").text
    assert AGAIN in page
    assert 'value="Dana &lt;Kim&gt;"' in page
    assert "Two\nlines &amp; more</textarea>" in page
    assert '<option value="Asia/Tokyo" selected>' in page
    assert AGAIN not in get(browser, "/contacts/add/").text


def test_a_letter_goes_to_the_page_it_was_written_on_and_not_to_the_address_that_acts(
    browser: Client, seeker: User
) -> None:
    draft = lifecycle.start(seeker, make_contact(seeker), now=timezone.now())
    path, to = f"/invitations/{draft.pk}/write/", f"/invitations/{draft.pk}/discard/"
    typed = {"subject": "Your talk", "message": "Hello Dana", "times": ["2027-01-04T10:00", "x"]}
    answer = typed_after_the_session(browser, path, to, **typed)
    assert answer["Location"].endswith(f"?next={path}%23left")
    browser.force_login(seeker, BACKEND)
    page = get(browser, path).text
    assert 'value="Your talk"' in page
    assert "Hello Dana</textarea>" in page
    assert 'value="2027-01-04T10:00"' in page
    assert Invitation.objects.get().message == ""


def test_what_another_tab_wrote_meanwhile_is_brought_together_and_not_written_over(
    browser: Client, seeker: User
) -> None:
    draft = lifecycle.start(seeker, make_contact(seeker), now=timezone.now())
    Invitation.objects.update(message="Hello Dana.")
    path = f"/invitations/{draft.pk}/write/"
    letter = {"message": "Hello Dana.\n\nMy line.", "send": "yes"}
    began = {"base_message": "Hello Dana.", "base_ways": ["", "video"], "ways": ["video"]}
    typed_after_the_session(browser, path, path, **began, **letter)
    Invitation.objects.update(message="Dear Dana.", ways=["video", "phone"])
    browser.force_login(seeker, BACKEND)
    page = get(browser, path)
    assert re.findall('name="base_(message|ways)" value="([^"]*)"', page.text) == [
        ("message", "Hello Dana."),
        ("ways", ""),
        ("ways", "video"),
    ]
    assert "My line.</textarea>" in page.text
    again = {**began, **fields_of(page), **letter}
    answer = browser.post(path, again, secure=True, headers=OURS)
    assert "Dear Dana.\n\nMy line.</textarea>" in answer.text


def test_what_has_no_field_on_the_page_any_more_is_shown(browser: Client, seeker: User) -> None:
    typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", gone="<b>My words")
    browser.force_login(seeker, BACKEND)
    assert "<li dir=auto>&lt;b&gt;My words</li>" in get(browser, "/contacts/add/").text


def test_nobody_else_sees_it(browser: Client) -> None:
    typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", name="Dana Kim")
    browser.force_login(make_seeker(), BACKEND)
    assert "Dana Kim" not in get(browser, "/contacts/add/").text
    assert form_recovery.SESSION_KEY not in browser.session


def test_it_is_kept_for_an_hour(browser: Client, seeker: User) -> None:
    typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", name="Dana Kim")
    with time_machine.travel(time.time() + form_recovery.KEPT_SECONDS + 1):
        browser.force_login(seeker, BACKEND)
        assert "Dana Kim" not in get(browser, "/contacts/add/").text


def test_whoever_signed_in_again_stays_as_long_as_ever(browser: Client, seeker: User) -> None:
    typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", name="Dana Kim")
    assert 0 < browser.session.get_expiry_age() <= form_recovery.KEPT_SECONDS
    browser.force_login(seeker, BACKEND)
    get(browser, "/contacts/")
    assert browser.session.get_expiry_age() > settings.SESSION_COOKIE_AGE - 60


def test_signed_in_anew_in_another_tab_nothing_is_lost_either(
    browser: Client, seeker: User
) -> None:
    old = fields_of(get(browser, "/contacts/add/"))
    browser.cookies.clear()
    browser.force_login(seeker, BACKEND)
    get(browser, "/contacts/add/")
    answer = browser.post("/contacts/add/", {**old, "name": "Dana Kim"}, secure=True, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (302, "/contacts/add/#left")
    assert 'value="Dana Kim"' in get(browser, "/contacts/add/").text


@pytest.mark.parametrize("token", ["of before", "renewed by script"])
def test_a_page_of_another_account_sends_nothing_in_the_name_of_whoever_is_signed_in(
    browser: Client, token: str
) -> None:
    """Their words are kept nowhere for anybody else, and the page says so."""
    hidden = fields_of(get(browser, "/contacts/add/"))
    browser.cookies.clear()
    browser.force_login(make_seeker(), BACKEND)
    of_now = fields_of(get(browser, "/contacts/add/"))
    if token == "renewed by script":
        hidden["csrfmiddlewaretoken"] = of_now["csrfmiddlewaretoken"]
    fields = {**hidden, "name": "Dana Kim"}
    answer = browser.post("/contacts/add/", fields, secure=True, headers=OURS)
    assert answer.status_code == 403
    assert "Somebody else is signed in here now" in answer.text
    assert not Contact.objects.exists()
    assert "Dana Kim" not in json.dumps(dict(browser.session))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_what_another_site_sends_is_refused_and_kept_nowhere(
    browser: Client, seeker: User, origin: str
) -> None:
    fields = {"whose": seeker.pk, "name": "Evil"}
    headers = {"Origin": origin} if origin else {}
    answer = browser.post("/contacts/add/", fields, secure=True, headers=headers)
    assert answer.status_code == 403
    assert form_recovery.SESSION_KEY not in browser.session


@pytest.mark.parametrize(
    ("to", "secret"),
    [
        ("/calendars/add-address/", "url"),
        ("/calendars/add-account/", "url"),
        ("/calendars/add-account/", "username"),
        ("/accounts/2fa/reauthenticate/", "code"),
    ],
)
def test_what_is_kept_encrypted_or_opens_something_is_not_kept(
    browser: Client, to: str, secret: str
) -> None:
    typed_after_the_session(browser, "/calendars/", to, **{secret: "hush"}, name="Work")
    assert browser.session[form_recovery.SESSION_KEY]["typed"] == {"name": ["Work"]}


@pytest.mark.parametrize("forged", [lambda seeker: seeker.pk, lambda seeker: f"{seeker.pk}:x"])
def test_nothing_is_kept_for_whoever_was_shown_no_form(
    seeker: User, forged: Callable[[User], object]
) -> None:
    """Else strangers could fill the database, a session each."""
    headers = OURS | {"Referer": "https://testserver/contacts/add/"}
    for browser in (Client(), Client(enforce_csrf_checks=True)):
        sent = {"whose": forged(seeker), "name": "Dana Kim"}
        browser.post("/contacts/add/", sent, secure=True, headers=headers)
        assert not Session.objects.exists()


def test_words_of_every_language_count_alike(browser: Client) -> None:
    typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", name="я" * 150_000)
    assert form_recovery.SESSION_KEY in browser.session


def test_passwords_and_what_is_too_much_are_not_kept(browser: Client) -> None:
    typed_after_the_session(browser, "/calendars/", "/calendars/add-account/", password="hush")
    assert "password" not in browser.session[form_recovery.SESSION_KEY]["typed"]
    Session.objects.all().delete()
    much = "w" * (form_recovery.MAX_LENGTH + 1)
    hidden = {"whose": "1", "csrfmiddlewaretoken": browser.cookies[settings.CSRF_COOKIE_NAME].value}
    browser.post("/contacts/add/", {**hidden, "name": much}, secure=True, headers=OURS)
    assert form_recovery.SESSION_KEY not in browser.session


def test_what_is_too_much_to_keep_is_said(browser: Client, seeker: User) -> None:
    much = "w" * form_recovery.MAX_LENGTH
    typed = {"name": "Dana Kim", "research": much, "base_research": "was"}
    typed_after_the_session(browser, "/contacts/add/", "/contacts/add/", **typed)
    assert set(browser.session[form_recovery.SESSION_KEY]["typed"]) == {"name"}
    browser.force_login(seeker, BACKEND)
    page = get(browser, "/contacts/add/").text
    assert 'value="Dana Kim"' in page
    assert "It was more than the 200,000 characters that are kept" in page
    assert "What you typed is here" not in page


def test_of_a_button_alone_nothing_is_said_to_be_typed(browser: Client, seeker: User) -> None:
    old = fields_of(get(browser, "/contacts/add/"))
    browser.cookies.clear()
    browser.force_login(seeker, BACKEND)
    get(browser, "/contacts/add/")
    browser.post("/accounts/logout/", old, secure=True, headers=OURS)
    page = get(browser, "/contacts/add/").text
    assert "Nothing was sent yet. Please press once more." in page
    assert "What you typed is here" not in page


def test_signing_out_in_an_old_tab_takes_the_place_of_no_words(
    browser: Client, seeker: User
) -> None:
    old = fields_of(get(browser, "/contacts/add/"))
    typed_after_the_session(
        browser, "/contacts/add/", "/contacts/add/", forget="cookies", name="Dana Kim"
    )
    browser.post("/accounts/logout/", old, secure=True, headers=OURS)
    browser.force_login(seeker, BACKEND)
    assert 'value="Dana Kim"' in get(browser, "/contacts/add/").text


def test_a_new_note_beside_the_call_has_its_place_again(browser: Client, seeker: User) -> None:
    chat = make_chat(make_contact(seeker))
    path = f"/chats/{chat.pk}/now/"
    uid, new = uuid4(), {"text": "She said: <begin> small", "base_text": "", "question": ""}
    typed: dict[str, object] = {f"note-{uid}-{name}": value for name, value in new.items()}
    typed |= {f"note-{uid}-uid": str(uid), f"note-{uid}-starred": "on"}
    typed_after_the_session(browser, path, f"{path}save/", **typed)
    browser.force_login(seeker, BACKEND)
    page = get(browser, path)
    assert AGAIN in page.text
    assert "<li" not in page.text.partition(AGAIN)[2].partition("</div>")[0]
    field = f'<textarea id="text-{uid}" name="note-{uid}-text"'
    shown = page.text.partition(field)[2].partition("</textarea>")[0]
    assert "She said: &lt;begin&gt; small" in shown
    browser.post(f"{path}save/", {**typed, **fields_of(page)}, secure=True, headers=OURS)
    note = Note.objects.get()
    assert (note.uid, note.text, note.is_starred) == (uid, "She said: <begin> small", True)


PAGE = """<!doctype html>
<p>5 &lt; 6 &#8212;</p><form method="post" action="/other/"><input name="a">
</form><form method="post" id="f"><input type="hidden" name="base_a" value="was"><input name="a"
 value="old"><input type="checkbox" name="t" value="1" checked><input type="checkbox" name="t"
 value="2"><select name="s"><option value="x" selected>X</option><option value="y">Y</option>
</select><textarea name="m">
old</textarea><svg><path d="M0 0"/></svg></form><input form="f" name="b"><!-- end -->"""


def test_a_form_is_filled_and_everything_else_stands_word_for_word() -> None:
    typed = {"base_a": ["x"], "a": ['"new"'], "t": ["2"], "s": ["y"], "m": ["</textarea>"]}
    page = refilled(PAGE, "/here/", "/here/", {**typed, "b": ["far"]}, "<p>Again{}</p>")
    assert page is not None
    changed = (
        PAGE.replace('<form method="post" id="f">', '<form method="post" id="f"><p>Again</p>')
        .replace('<input name="a"\n value="old">', '<input name="a" value="&quot;new&quot;">')
        .replace('name="t" value="1" checked', 'name="t" value="1"')
        .replace('name="t"\n value="2"', 'name="t" value="2" checked')
        .replace('value="x" selected', 'value="x"')
        .replace('<option value="y">', '<option value="y" selected>')
        .replace('name="base_a" value="was"', 'name="base_a" value="x"')
        .replace("\nold</textarea>", "\n&lt;/textarea&gt;</textarea>")
        .replace('<input form="f" name="b">', '<input form="f" name="b" value="far">')
    )
    assert page == changed
    assert refilled(PAGE, "/here/", "/elsewhere/", typed, "") is None
