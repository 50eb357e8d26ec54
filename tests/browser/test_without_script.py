"""What only a script can do is not offered without one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Response, expect
from pytest_django.live_server_helper import LiveServer

from chats import lifecycle
from chats.models import Chat
from followups.keep_in_touch import keeping
from followups.states import Kind
from preparation.models import Question
from preparation.note_forms import MAX_NOTES_LENGTH
from tests.browser.live import Call, asked_of, notes_of
from tests.browser.sessions import PASSWORD, sign_in
from tests.factories import (
    make_chat,
    make_contact,
    make_ended_chat,
    make_link,
    make_seeker,
    three_times,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_printing_is_offered_where_it_can_be_done(
    browser: Browser, live_server: LiveServer
) -> None:
    now = timezone.now()
    path = make_link(make_chat(starts_at=three_times(now)[0], now=now).invitation)
    for script in (True, False):
        with browser.new_context(java_script_enabled=script) as context:
            page = context.new_page()
            page.goto(f"{live_server.url}{path}")
            expect(page.get_by_text("Google Calendar")).to_be_visible()
            expect(page.locator("#print")).to_be_visible(visible=script)


def test_saving_by_itself_is_said_where_it_is_true(
    browser: Browser, live_server: LiveServer
) -> None:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    paths = [f"/chats/{chat.pk}/after/", f"/chats/{chat.pk}/thank-you/", "/self-introduction/"]
    for script, said in ((True, "Saves by itself as you type."), (False, "")):
        with browser.new_context(java_script_enabled=script) as context:
            sign_in(context, chat.seeker, live_server.url)
            page = context.new_page()
            for path in paths:
                page.goto(f"{live_server.url}{path}")
                expect(page.locator("#saved")).to_have_text(said)


def test_beside_the_call_one_button_saves_all_that_was_typed(
    browser: Browser, live_server: LiveServer
) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now - timedelta(minutes=10), now=now - timedelta(days=2))
    begin, close = (
        Question.objects.create(chat=chat, text=text, position=place).text
        for place, text in enumerate(["How did it begin?", "Who else?"])
    )
    with browser.new_context(java_script_enabled=False) as context:
        sign_in(context, chat.seeker, live_server.url)
        call = Call(context, live_server.url, chat.pk)
        button = call.page.get_by_role("main").get_by_role("button")
        call.tick(begin).check()
        call.star_on(close).check()
        call.note_on(begin).fill("With a float\nin a shed")
        call.note_on(close).fill("Lena")
        call.free_notes().last.fill("Warm voice")
        call.full().fill("w" * (MAX_NOTES_LENGTH + 1))
        button.click()
        expect(call.page.get_by_role("alert")).to_contain_text("The full notes")
        expect(call.full()).to_have_value("w" * (MAX_NOTES_LENGTH + 1))
        call.full().fill("All of it")
        call.note_on(begin).fill("With a float\nin a barn")
        button.click()
        expect(call.page.get_by_text("Everything is saved.")).to_be_visible()
        expect(call.page).to_have_url(call.url)
    assert notes_of(chat) == {"With a float\nin a barn": False, "Lena": True, "Warm voice": False}
    assert asked_of(chat) == [begin]
    assert Chat.objects.get().notes == "All of it"


def is_of_a_press(answer: Response) -> bool:
    """Of a form that went as a whole; a script asks and saves besides."""
    return answer.request.method == "POST" and answer.request.is_navigation_request()


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_letter_stands_under_its_own_address(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    now = timezone.now()
    seeker = make_seeker()
    draft = lifecycle.start(seeker, make_contact(seeker), now=now)
    chat = make_ended_chat(make_contact(seeker, "Lena Met"), ended_at=now - timedelta(hours=1))
    before = make_ended_chat(make_contact(seeker, "Ida Met"), ended_at=now - timedelta(days=30))
    update = keeping.begin(before.contact, Kind.UPDATE, now=now)
    letters = {
        f"/invitations/{draft.pk}/write/": "Send the invitation",
        f"/chats/{chat.pk}/thank-you/": "Send it",
        f"/follow-ups/{update.pk}/": "Send it",
    }
    with browser.new_context(java_script_enabled=script) as context:
        sign_in(context, seeker, live_server.url)
        page = context.new_page()
        for path, button in letters.items():
            page.goto(f"{live_server.url}{path}")
            page.locator("textarea").first.fill("{{thing}} [in your own words: it]")
            words = page.locator("textarea").first.input_value()
            with page.expect_response(is_of_a_press) as refused:
                page.get_by_role("button", name=button, exact=True).click()
            assert refused.value.status == 422
            expect(page).to_have_url(f"{live_server.url}{path}")
            expect(page.locator("textarea").first).to_have_value(words)


def test_after_the_session_everything_typed_is_there_again(
    browser: Browser, live_server: LiveServer
) -> None:
    seeker = make_seeker(date_joined=timezone.now())
    seeker.set_password(PASSWORD)
    seeker.save()
    draft = lifecycle.start(seeker, make_contact(seeker), now=timezone.now())
    path = f"/invitations/{draft.pk}/write/"
    with browser.new_context(java_script_enabled=False) as context:
        sign_in(context, seeker, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        page.get_by_label("Subject").fill("Your talk")
        page.get_by_label("Message").fill("Hello Dana,\nyour talk stayed with me.")
        context.clear_cookies()
        page.get_by_role("main").get_by_role("button", name="Send the invitation").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.get_by_text("Use a password").click()
        page.locator("#id_login").fill(seeker.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(f"{live_server.url}{path}#left")
        expect(page.get_by_role("alert")).to_contain_text("What you typed is here")
        expect(page.get_by_label("Subject")).to_have_value("Your talk")
        expect(page.get_by_label("Message")).to_have_value("Hello Dana,\nyour talk stayed with me.")
