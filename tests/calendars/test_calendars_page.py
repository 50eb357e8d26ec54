"""My calendars: what is secret is never shown, what is chosen is kept, strangers see nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from calendars import lifecycle
from calendars.models import BusyTime, Calendar, CalendarAccount, CalendarEntry
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db
REFUSED = str(CalendarAccount.Problem.ADDRESS.label)
SECRET = "https://calendar.example.com/ical/private-f00dcafe/basic.ics"
TYPED = {"url": "https://dav.example.com/", "username": "sam", "password": "Tr0ub4dor", "name": "U"}


@pytest.fixture
def seeker() -> User:
    return make_seeker()


@pytest.fixture
def mine(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker)
    return client


def feed(seeker: User, number: int = 0, **fields: Any) -> CalendarAccount:
    now = timezone.now()
    account = lifecycle.add_feed(seeker, f"{SECRET}?{number}", f"Feed {number}", now=now)
    return changed(account, **fields)


def caldav(seeker: User, *names: str, number: int = 0) -> CalendarAccount:
    typed = {**TYPED, "url": f"https://dav{number}.example.com/", "name": f"Account {number}"}
    account = lifecycle.add_caldav(seeker, **typed, now=timezone.now())
    for name in names:
        url = f"{account.url}{name}/"
        Calendar.objects.create(account=account, seeker=seeker, url=url, name=name)
    return account


def changed(account: CalendarAccount, **fields: Any) -> CalendarAccount:
    CalendarAccount.objects.filter(pk=account.pk).update(**fields)
    account.refresh_from_db()
    return account


def page(client: Client) -> str:
    return client.get("/calendars/").content.decode().replace("\xa0", " ")


def soon() -> datetime:
    return timezone.now() + timedelta(minutes=10)


@pytest.mark.parametrize("spelt", ["webcal", "webcals", "WebCals"])
def test_a_secret_address_is_added_and_shown_by_its_host_and_last_four(
    mine: Client, seeker: User, spelt: str
) -> None:
    answer = mine.post("/calendars/add-address/", {"url": SECRET.replace("https", spelt)})
    assert (answer.status_code, answer["Location"]) == (302, "/calendars/")
    account = CalendarAccount.objects.of(seeker).get()
    assert (account.url, account.name) == (SECRET, "calendar.example.com")
    again = mine.post("/calendars/add-address/", {"url": SECRET})
    assert (again.status_code, CalendarAccount.objects.count()) == (302, 1)
    shown = page(mine)
    assert "https://calendar.example.com/….ics" in shown
    assert "f00dcafe" not in shown


@pytest.mark.parametrize(
    "url",
    [
        "",
        "calendar.example.com/f00dcafe.ics",
        "http://calendar.example.com/f00dcafe.ics",
        "https://sam:f00dcafe@calendar.example.com/",
        "https://[f00dcafe/",
        "file:///f00dcafe",
    ],
)
def test_a_wrong_secret_address_keeps_the_name_and_is_not_shown_again(
    mine: Client, url: str
) -> None:
    answer = mine.post("/calendars/add-address/", {"url": url, "name": "My own work"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["feed"].errors) == ["url"]
    assert 'value="My own work"' in shown
    assert "f00dcafe" not in shown
    assert not CalendarAccount.objects.exists()


def test_an_account_is_added_and_its_password_never_shown(mine: Client, seeker: User) -> None:
    assert mine.post("/calendars/add-account/", TYPED).status_code == 302
    account = CalendarAccount.objects.of(seeker).get()
    assert (account.username, account.password) == ("sam", "Tr0ub4dor")
    assert "Tr0ub4dor" not in page(mine)


def test_a_wrong_account_keeps_everything_but_the_password(mine: Client) -> None:
    answer = mine.post("/calendars/add-account/", {**TYPED, "url": "http://dav.example.com/"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["caldav"].errors) == ["url"]
    assert all(f'value="{one}"' in shown for one in ("http://dav.example.com/", "sam", "U"))
    assert "Tr0ub4dor" not in shown


def test_a_password_in_the_address_is_refused_and_not_shown_again(mine: Client) -> None:
    url = "https://sam:Tr0ub4dor@dav.example.com/"
    answer = mine.post("/calendars/add-account/", {**TYPED, "url": url})
    assert answer.status_code == 422
    assert "Tr0ub4dor" not in answer.content.decode()


LOCAL = ["https://192.168.1.1/x.ics", "https://localhost/x.ics", "https://[::1]/x.ics"]
LOCAL += [
    "https://10.0.0.1:8443/x",
    "http://127.1/",
    "https://[fe80::1%25eth0]/",
    "webcal://0x7f.1/",
]


@pytest.mark.parametrize("url", LOCAL)
def test_an_address_that_is_plainly_local_is_refused_where_it_is_typed(
    mine: Client, settings: Settings, url: str
) -> None:
    for name, where in (("feed", "add-address"), ("caldav", "add-account")):
        answer = mine.post(f"/calendars/{where}/", {**TYPED, "url": url})
        assert answer.status_code == 422
        assert answer.context[name].errors["url"] == [REFUSED]
    settings.CALENDAR_HOSTS = ["192.168.1.1:443", "10.0.0.1:8443"]
    known = url in (LOCAL[0], LOCAL[3])
    status = mine.post("/calendars/add-address/", {"url": url}).status_code
    assert status == (302 if known else 422)


def test_a_name_is_not_looked_up_where_it_is_typed(mine: Client) -> None:
    for url in ("https://localhost.example/x.ics", "https://1.1.1.1/x.ics"):
        assert mine.post("/calendars/add-address/", {"url": url}).status_code == 302


@pytest.mark.parametrize(
    "url",
    [
        "calendar.example.com/x.ics",
        "http://calendar.example/x.ics",
        "https://calendar.example:8443/x",
        "https://sam:secret@calendar.example/x",
        "https://[x/",
        "ftp://calendar.example/",
        *LOCAL,
    ],
)
def test_one_sentence_is_said_of_every_address_that_is_refused(mine: Client, url: str) -> None:
    answer = mine.post("/calendars/add-address/", {"url": url})
    assert answer.context["feed"].errors["url"] == [REFUSED]


def test_it_is_the_one_of_an_address_that_was_refused_as_it_was_read(
    mine: Client, seeker: User
) -> None:
    account = feed(seeker, problem="address", due_at=soon())
    assert account.said_problem == REFUSED
    assert REFUSED in page(mine)
    assert len(REFUSED) <= CalendarEntry._meta.get_field("last_error").max_length


def test_what_is_added_is_not_called_read_yet(mine: Client) -> None:
    answer = mine.post("/calendars/add-address/", {"url": SECRET, "name": "Team"}, follow=True)
    said = [(one.level_tag, one.message) for one in answer.context["messages"]]
    assert said == [("info", "Team is added. We are reading it now, and say below how that went.")]


def test_an_account_that_is_there_already_has_its_new_password(mine: Client) -> None:
    mine.post("/calendars/add-account/", TYPED)
    answer = mine.post("/calendars/add-account/", {**TYPED, "password": "another"}, follow=True)
    last = list(answer.context["messages"])[-1]
    name = CalendarAccount.objects.get().name
    assert last.message.startswith(f"{name} has its new password. We are reading it now")


def test_an_address_that_is_there_already_is_named(mine: Client, seeker: User) -> None:
    mine.post("/calendars/add-address/", {"url": SECRET, "name": "Team"})
    again = {"url": SECRET.replace("https", "webcal"), "name": "Team again"}
    answer = mine.post("/calendars/add-address/", again, follow=True)
    last = list(answer.context["messages"])[-1]
    assert last.message == "That address is in your calendars already, as Team."
    assert CalendarAccount.objects.get().name == "Team"


def test_what_stood_in_the_way_is_said_as_it_fits(mine: Client, seeker: User) -> None:
    account = feed(seeker, problem="missing", failures=1, due_at=soon())
    assert "There is no calendar at this address. We try" in page(mine)
    changed(account, read_at=timezone.now())
    assert "There is no calendar at this address any more. We try" in page(mine)
    changed(account, problem="refused")
    assert "Please copy its secret address there anew, and add that one. We try" in page(mine)
    changed(account, kind="caldav")
    assert "Your calendar refused the password. We try" in page(mine)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://192.168.0.5/", "https://192.168.0.5"),
        ("http://127.0.0.1:9144/", "http://127.0.0.1:9144"),
        ("https://cal.example/k3y?token=f00d", "https://cal.example"),
        ("https://cal.example/f00dcafe/basic.ics?x=f00d", "https://cal.example/….ics"),
    ],
)
def test_of_an_address_no_more_is_shown_than_tells_it_apart(url: str, said: str) -> None:
    assert CalendarAccount(url=url).said_url == said


def test_each_state_is_said(mine: Client, seeker: User) -> None:
    now = timezone.now()
    account = feed(seeker, due_at=soon(), read_at=now - timedelta(minutes=3, seconds=5))
    assert "Last read 3 minutes ago" in page(mine)
    changed(account, read_at=now)
    assert "Last read just now" in page(mine)
    changed(account, due_at=now)
    assert "Read in a moment" in page(mine)
    changed(account, lease_until=soon(), progress=40)
    assert '<progress max="100" value="40"' in page(mine)
    changed(account, lease_until=None, problem="silent", failures=1, due_at=soon())
    assert "Your calendar did not answer. We try again in 9 minutes." in page(mine)
    changed(account, is_on=False)
    assert "Turn on again" in page(mine)


def test_what_could_not_be_read_is_said_with_the_zones_nobody_knows(
    mine: Client, seeker: User
) -> None:
    account = feed(seeker, read_at=timezone.now())
    account.calendars.update(left_out=2, unknown_zones="Ours\nTheirs")
    assert (
        "2 entries could not be read, and count as free. "
        "We do not know the time zone “Ours”, “Theirs”"
    ) in page(mine)
    account.calendars.update(left_out=1, unknown_zones="")
    assert "1 entry could not be read, and counts as free</span>" in page(mine)


def test_a_page_asks_again_only_while_a_reading_is_under_way(mine: Client, seeker: User) -> None:
    account = feed(seeker, due_at=soon(), lease_until=soon(), progress=40)
    ask = f'hx-get="/calendars/{account.pk}/"'
    assert ask in page(mine)
    part = mine.get(f"/calendars/{account.pk}/").content.decode()
    assert ask in part
    assert "<html" not in part
    changed(account, lease_until=None, read_at=timezone.now())
    assert ask not in mine.get(f"/calendars/{account.pk}/").content.decode()


def test_what_counts_is_chosen_among_those_that_were_shown(mine: Client, seeker: User) -> None:
    account = caldav(seeker, "work", "club", "new")
    work, club, _ = account.calendars.all()
    now = timezone.now()
    BusyTime.objects.create(seeker=seeker, calendar=club, during=(now, soon()))
    typed = {"shown": [work.pk, club.pk], "counts": [work.pk]}
    mine.post(f"/calendars/{account.pk}/choose/", typed)
    assert [one.counts for one in account.calendars.all()] == [True, False, True]
    assert not BusyTime.objects.exists()


def test_agreed_chats_go_to_the_one_chosen_or_nowhere(mine: Client, seeker: User) -> None:
    work, club = caldav(seeker, "work", "club").calendars.all()
    for calendar in (work, club):
        mine.post("/calendars/chats/", {"calendar": calendar.pk})
        assert Calendar.objects.get(takes_chats=True) == calendar
        assert f'value="{calendar.pk}" id="chats_calendar_' in page(mine)
    mine.post("/calendars/chats/", {"calendar": ""})
    assert not Calendar.objects.filter(takes_chats=True).exists()


def test_agreed_chats_go_to_no_calendar_that_is_anothers_or_only_read(
    mine: Client, seeker: User
) -> None:
    theirs, read = caldav(make_seeker(), "work"), feed(seeker)
    for wrong in (theirs.calendars.get().pk, read.calendars.get().pk, "x"):
        assert mine.post("/calendars/chats/", {"calendar": wrong}).status_code == 422
    assert not Calendar.objects.filter(takes_chats=True).exists()


def test_read_now_is_due_now_and_off_is_turned_on(mine: Client, seeker: User) -> None:
    account = feed(seeker, due_at=soon(), is_on=False, failures=10, problem="silent")
    before = timezone.now()
    mine.post(f"/calendars/{account.pk}/read/")
    account.refresh_from_db()
    assert (account.is_on, account.due_at >= before) == (False, True)
    mine.post(f"/calendars/{account.pk}/turn-on/")
    account.refresh_from_db()
    assert (account.is_on, account.failures, account.problem) == (True, 0, "")


def test_one_that_takes_too_long_says_when_it_is_tried_next_and_is_not_read_now(
    mine: Client, seeker: User
) -> None:
    account = feed(seeker, due_at=soon(), failures=1, problem="silent")
    assert "Read now" in page(mine)
    changed(account, limit_hits=1)
    assert "We try again in 9 minutes, and not sooner: reading it took all the time" in page(mine)
    assert "Read now" not in page(mine)
    mine.post(f"/calendars/{account.pk}/read/")
    assert "We try again in 9 minutes, and not sooner" in page(mine)


def test_removing_is_asked_first(mine: Client, seeker: User) -> None:
    account = feed(seeker)
    assert "We forget its address" in mine.get(f"/calendars/{account.pk}/remove/").content.decode()
    assert CalendarAccount.objects.exists()
    mine.post(f"/calendars/{account.pk}/remove/")
    assert not CalendarAccount.objects.exists()


@pytest.mark.parametrize("action", ["", "choose/", "read/", "turn-on/", "remove/"])
def test_strangers_find_nothing(mine: Client, action: str) -> None:
    account = feed(make_seeker())
    method = mine.post if action else mine.get
    assert method(f"/calendars/{account.pk}/{action}").status_code == 404
    assert CalendarAccount.objects.get() == account
    assert account.name not in page(mine)


def test_many_accounts_take_as_many_queries_as_one(mine: Client, seeker: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(mine)
        return len(asked)

    feed(seeker)
    caldav(seeker, "work")
    one = queries()
    for number in range(1, 8):
        feed(seeker, number)
        caldav(seeker, "work", "club", "school", number=number)
    assert queries() == one


def test_in_the_sample_nothing_waits_to_be_read(mine: Client, seeker: User) -> None:
    seeker.is_sample = True
    seeker.save()
    feed(seeker)
    assert "Not read while you look around" in page(mine)
    assert "hx-get" not in page(mine)
