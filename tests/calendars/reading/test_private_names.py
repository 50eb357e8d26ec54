"""Two libraries read more than they must, and can be told so only through names of their own.

Another version may not know those any more, and would say nothing: it would read on. So each is
pinned, and what we tell it is looked at here. Whoever raises a pin looks here first.
"""

from importlib.metadata import version
from itertools import islice

import caldav.response
import pytest
from caldav.elements import cdav
from dateutil import rrule
from django.conf import settings

from calendars.reading import caldav_client
from calendars.reading.repeats import until_year
from calendars.reading.wire import CannotRead
from tests.calendars.reading.test_caldav_answers import RESPONSE, multistatus

PINNED = ("caldav", "python-dateutil")
LEAP_DAYS = "DTSTART:20260101T000000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"


@pytest.mark.parametrize("library", PINNED)
def test_the_library_is_pinned(library: str) -> None:
    pins = (settings.BASE_DIR / "requirements.txt").read_text()
    assert f"\n{library}=={version(library)} " in pins


@pytest.mark.parametrize(
    "rule", [f"{LEAP_DAYS}", f"{LEAP_DAYS};COUNT=9", LEAP_DAYS.replace("YEARLY", "DAILY")]
)
def test_dateutil_looks_no_further_than_it_is_told(rule: str) -> None:
    def years() -> list[int]:
        return [day.year for day in islice(rrule.rrulestr(rule), 3)]

    with until_year(2030):
        assert years() == [2028]
    assert years() == [2028, 2032, 2036]


def test_caldav_asks_us_about_an_object_that_is_named_twice() -> None:
    def named(*objects: str) -> list[str]:
        data = "<C:calendar-data>{}</C:calendar-data>"
        rows = (RESPONSE.format(href="/1.ics", prop=data.format(one)) for one in objects)
        answer = caldav.response.DAVResponse.from_bytes(multistatus(*rows).encode())
        [found] = answer._find_objects_and_props().values()
        return [found[cdav.CalendarData.tag].text]

    assert caldav.response._merge_calendar_data is caldav_client._same
    assert named("A", "A", "A") == ["A"]
    with pytest.raises(CannotRead):
        named("A", "B")
