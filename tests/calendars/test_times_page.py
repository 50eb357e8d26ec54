"""When I am free: what is typed is kept, what is wrong is said beside it, strangers see nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from calendars.forms import HOW_MANY, WHICH_DAY, WHICH_HOUR
from calendars.free import USUAL_WEEK, hours_of, rules_of
from calendars.models import DayException, WeeklyHours
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeker() -> User:
    return make_seeker()


@pytest.fixture
def mine(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker)
    return client


def monday(*windows: tuple[str, str], **more: str) -> dict[str, Any]:
    return {
        "starts_0": [starts for starts, _ in windows],
        "ends_0": [ends for _, ends in windows],
        **more,
    }


def test_a_first_visit_shows_the_usual_week(mine: Client) -> None:
    shown = mine.get("/times/").content.decode()
    assert shown.count('value="09:00"') == shown.count('value="18:00"') == 5
    assert not WeeklyHours.objects.exists()


def test_several_windows_of_a_day_are_kept_up_to_midnight(mine: Client, seeker: User) -> None:
    answer = mine.post("/times/week/", monday(("18:00", "00:00"), ("09:00", "12:30"), ("", "")))
    assert (answer.status_code, answer["Location"]) == (302, "/times/")
    assert hours_of(seeker) == {0: [(540, 750), (1080, 1440)]}


@pytest.mark.parametrize(
    ("windows", "error"),
    [
        ([("09:00", "12:00"), ("11:00", "13:00")], "This overlaps 09:00 to 12:00."),
        ([("12:00", "09:00")], "The end comes before the beginning."),
        ([("09:00", "09:00")], "Beginning and end are the same."),
        ([("12:00", "")], "Please give both"),
        ([("<b>", "25:00")], "Please give both"),
    ],
)
def test_wrong_hours_are_said_beside_what_was_typed(
    mine: Client, seeker: User, windows: list[tuple[str, str]], error: str
) -> None:
    answer = mine.post("/times/week/", monday(*windows))
    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert [(row.starts, row.ends) for row in answer.context["week"].days[0].rows] == windows
    assert hours_of(seeker) == USUAL_WEEK


def test_rows_are_added_and_copied_without_script_and_without_being_kept(
    mine: Client, seeker: User
) -> None:
    more = mine.post("/times/week/", monday(("10:00", "11:00"), more="0"))
    assert [row.starts for row in more.context["week"].days[0].rows] == ["10:00", ""]
    copied = mine.post("/times/week/", monday(("10:00", "11:00"), copy="1"))
    said = "Copied. Press “Save the week” to keep it."
    assert (said in copied.content.decode(), said in more.content.decode()) == (True, False)
    rows = [[row.starts for row in day.rows] for day in copied.context["week"].days]
    assert rows == [["10:00"]] * 5 + [[], []]
    assert hours_of(seeker) == USUAL_WEEK


EIGHT = [(f"{hour:02}:00", f"{hour:02}:30") for hour in range(9, 17)]


def test_a_day_with_eight_rows_offers_no_more_of_them(mine: Client) -> None:
    answer = mine.post("/times/week/", monday(*EIGHT, more="0"))
    assert [row.starts for row in answer.context["week"].days[0].rows] == [one for one, _ in EIGHT]
    page = answer.content.decode()
    assert "Add hours on Monday" not in page
    assert "Add hours on Tuesday" in page


def test_a_ninth_row_is_too_many_and_nothing_typed_is_lost(mine: Client, seeker: User) -> None:
    nine = [*EIGHT, ("17:00", "17:30")]
    answer = mine.post("/times/week/", monday(*nine))
    rows = answer.context["week"].days[0].rows
    assert answer.status_code == 422
    assert [(row.starts, row.ends) for row in rows] == nine
    assert [bool(row.error) for row in rows] == [False] * 8 + [True]
    assert "A day has room for 8 of these." in answer.content.decode()
    assert hours_of(seeker) == USUAL_WEEK


def test_rows_left_empty_count_for_nothing(mine: Client, seeker: User) -> None:
    mine.post("/times/week/", monday(("", ""), ("", ""), *EIGHT))
    assert len(hours_of(seeker)[0]) == 8


def test_a_week_without_hours_stays_empty(mine: Client, seeker: User) -> None:
    mine.post("/times/week/", {})
    assert hours_of(seeker) == {}


def test_preferences_are_kept_and_leave_the_usual_week(mine: Client, seeker: User) -> None:
    typed = {"buffer_before": "15", "buffer_after": "30", "notice_hours": "48"}
    mine.post(
        "/times/preferences/", {**typed, "quiet_days": ["4"], "country": "JP", "most_per_day": "2"}
    )
    today = timezone.now().date()
    rules = rules_of(seeker, today, today)
    assert (rules.buffer_before, rules.buffer_after) == (
        timedelta(minutes=15),
        timedelta(minutes=30),
    )
    assert (rules.notice, rules.most_per_day) == (timedelta(days=2), 2)
    assert (rules.quiet_days, rules.country) == (frozenset({4}), "JP")
    assert rules.weekly == {day: list(windows) for day, windows in USUAL_WEEK.items()}


def test_wrong_preferences_answer_422(mine: Client) -> None:
    answer = mine.post("/times/preferences/", {"most_per_day": "0", "country": "Atlantis"})
    assert answer.status_code == 422
    assert set(answer.context["preferences"].errors) >= {"most_per_day", "country"}


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "21", "many"])
def test_the_most_chats_a_day_are_asked_for_in_one_sentence(mine: Client, number: str) -> None:
    typed = {"buffer_before": "0", "buffer_after": "0", "notice_hours": "24"}
    answer = mine.post("/times/preferences/", {**typed, "most_per_day": number})
    assert answer.context["preferences"].errors == {"most_per_day": [HOW_MANY]}


@pytest.mark.parametrize("day", ["", "someday"])
def test_a_day_left_empty_is_asked_for(mine: Client, day: str) -> None:
    answer = mine.post("/times/days/add/", {"day": day, "kind": "off", "starts": "9 o'clock"})
    assert answer.context["exception"].errors == {"day": [WHICH_DAY], "starts": [WHICH_HOUR]}


def test_a_day_from_nine_to_nine_is_asked_about(mine: Client) -> None:
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    typed = {"day": day, "kind": "extra", "starts": "09:00", "ends": "09:00"}
    answer = mine.post("/times/days/add/", typed)
    said = "Beginning and end are the same. Please give a later end."
    assert answer.context["exception"].errors == {"ends": [said]}


def test_a_day_off_is_added_once_and_removed(mine: Client, seeker: User) -> None:
    day = (timezone.now() + timedelta(days=9)).date()
    for _ in range(2):
        mine.post("/times/days/add/", {"day": day.isoformat(), "kind": "off"})
    one = DayException.objects.get(seeker=seeker)
    assert (one.day, one.said) == (day, "the whole day")
    mine.post(f"/times/days/{one.pk}/remove/")
    assert not DayException.objects.exists()


@pytest.mark.parametrize("kind", ["off", "extra"])
def test_a_day_that_overlaps_another_is_refused_in_a_sentence(
    mine: Client, seeker: User, kind: str
) -> None:
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    typed = {"day": day, "kind": "off", "starts": "09:00", "ends": "12:00"}
    mine.post("/times/days/add/", typed)
    over = {**typed, "kind": kind, "starts": "11:30", "ends": "13:00"}
    answer = mine.post("/times/days/add/", over, headers={"accept-language": "en-US"})
    assert answer.status_code == 422
    assert answer.context["exception"].errors == {
        "day": ["You are already not free for 9:00 am to 12:00 pm. Remove that first."]
    }
    assert DayException.objects.of(seeker).count() == 1
    beside = {**typed, "kind": kind, "starts": "12:00", "ends": "13:00"}
    assert mine.post("/times/days/add/", beside).status_code == 302


def test_the_same_day_may_be_off_for_two_people(mine: Client) -> None:
    day = (timezone.now() + timedelta(days=9)).date()
    DayException.objects.create(seeker=make_seeker(), day=day, kind="off")
    answer = mine.post("/times/days/add/", {"day": day.isoformat(), "kind": "off"})
    assert answer.status_code == 302


def test_hours_are_shown_as_the_reader_reads_them(mine: Client, seeker: User) -> None:
    day = timezone.now().date() + timedelta(days=9)
    DayException.objects.create(seeker=seeker, day=day, kind="extra", starts=1080, ends=1440)
    seen = mine.get("/times/", headers={"accept-language": "en-US"}).content.decode()
    assert "6:00 pm to midnight" in seen
    assert "18:00 to midnight" in mine.get("/times/").content.decode()


@pytest.mark.parametrize(("starts", "ends", "field"), [("12:00", "09:00", "ends")])
def test_a_wrong_day_keeps_what_was_typed(mine: Client, starts: str, ends: str, field: str) -> None:
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    typed = {"day": day, "kind": "extra", "starts": starts, "ends": ends}
    answer = mine.post("/times/days/add/", typed)
    assert answer.status_code == 422
    assert list(answer.context["exception"].errors) == [field]
    assert f'value="{starts}"' in answer.content.decode()


def test_a_stranger_cannot_remove_a_day(mine: Client) -> None:
    other = DayException.objects.create(seeker=make_seeker(), day="2027-01-04", kind="off")
    assert mine.post(f"/times/days/{other.pk}/remove/").status_code == 404
    assert DayException.objects.get() == other


def test_many_days_take_as_many_queries_as_one(mine: Client, seeker: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            mine.get("/times/")
        return len(asked)

    today = timezone.now().date()
    DayException.objects.create(seeker=seeker, day=today + timedelta(days=1), kind="off")
    one = queries()
    DayException.objects.bulk_create(
        DayException(seeker=seeker, day=today + timedelta(days=2 + number), kind="off")
        for number in range(40)
    )
    assert queries() == one
