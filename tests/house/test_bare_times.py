"""No time stands anywhere without its weekday, date, zone and offset: `calendars/clock.py` says it.

What is a time of day in code or templates and may stay so has its reason here.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
TEMPLATES = (BASE / "templates", BASE / "local" / "templates")
APPS = (
    "accounts",
    "calendars",
    "chats",
    "coach",
    "coffeechat",
    "contacts",
    "followups",
    "local",
    "outbox",
)

TAG = re.compile(r"{{.*?}}|{%.*?%}")
HOURS = re.compile(r"""\|date:["'][^"']*[aAfgGhHiPsur][^"']*["']|\|time\b""")
"""A format of Django's with an hour, a minute or a second in it."""
MACHINE = re.compile(r"""\|date:["'](?:c|U|Y-m-d)["']""")
"""A stamp for `datetime` attributes, hidden fields and scripts."""
BY_DJANGO = re.compile(r"\|date\b|\|pluralize\b")
"""Neither knows what a language does with a day or with two of something."""
NOW = re.compile(r"{%\s*now\b")
HALF = re.compile(r"\|say_hour\b")

PARTS_OF_A_WHOLE = {
    "emails/_times.html": "the day goes before it and the zone below it, within the same link",
}
"""Templates that say hours alone, beside which the rest stands."""

LITERAL = re.compile(r"(?<![\w:-])\d{1,2}:\d\d(?![\w:])")
"""An example written out by hand."""

IN_CODE = re.compile(
    r"%[HIMSpTR]\b|%[HI]:|:%[HI]|strftime|\btime_format\b|timespec|say_hour|say_time_of_day|_briefly\("
)
"""Ways to write an hour in Python."""

TIMES_OF_DAY = {
    "calendars/clock.py": "the one place that says times",
    "calendars/templatetags/clock.py": "its filters",
    "calendars/fields.py": "the value of an input: its label says of which zone",
    "calendars/forms.py": "the value of an input of a usual day",
    "calendars/models/availability.py": "hours of every week, by the wall clock, on no date",
    "calendars/week_form.py": "hours of every week, by the wall clock, on no date",
    "calendars/week.py": "the scale beside the week; each half hour says itself in full",
    "calendars/reading/zones.py": "moments of iCalendar, in the rule that is read",
    "chats/agreed.py": "local times as they are kept",
    "chats/times/free.py": "hours on buttons under a heading of day and zone; and their values",
    "chats/host/forms.py": "the value of a button: an instant in UTC",
    "chats/host/page_times.py": "day, hour and zone, put together in two lines of a button",
    "chats/itip.py": "stamps of iCalendar, and for the links of two calendar programs",
    "chats/meeting/move_desk.py": "the value of a button: a local time, whose zone its label says",
    "followups/clock.py": "what is left, a span and no hour",
    "followups/digest/forms.py": "the hours of a day to choose from, by the seeker's clock",
    "chats/times/typed.py": "local times as the form sends them",
}
"""Files that may: each with its reason."""


def templates() -> dict[str, str]:
    """What stands in each, by its name."""
    files = [(folder, path) for folder in TEMPLATES for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text() for folder, path in files}


def code() -> list[Path]:
    files = [path for app in APPS for path in (BASE / app).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]


def bare_in(template: str) -> list[str]:
    """The tags of a template that say an hour by themselves."""
    tags = [tag for tag in TAG.findall(template) if not MACHINE.search(tag)]
    return [tag for tag in tags if HOURS.search(tag) or NOW.search(tag)]


def test_there_is_something_to_look_at() -> None:
    assert len(templates()) > 150
    assert len(code()) > 150


def test_no_template_says_an_hour_by_itself() -> None:
    assert {name: tags for name, text in templates().items() if (tags := bare_in(text))} == {}
    halves = {name for name, text in templates().items() if HALF.search(text)}
    assert halves == set(PARTS_OF_A_WHOLE)


def test_no_template_says_a_day_or_counts_by_django() -> None:
    """But in the admin, whose templates are Django's own."""
    found = {
        name: tags
        for name, text in templates().items()
        if (tags := [tag for tag in TAG.findall(text) if BY_DJANGO.search(MACHINE.sub("", tag))])
    }
    assert found == {}


def test_a_part_of_a_time_stands_beside_the_rest_of_it() -> None:
    said = {name: set(re.findall(r"\|(say_\w+)", templates()[name])) for name in PARTS_OF_A_WHOLE}
    assert {name: them for name, them in said.items() if not {"say_day", "say_zone"} <= them} == {}


def test_an_example_of_a_time_has_its_zone_and_offset_in_the_same_item() -> None:
    """But in the styleguide, whose words are about nobody."""
    examples = {
        name: [line for line in text.splitlines() if LITERAL.search(line) and "UTC" not in line]
        for name, text in templates().items()
        if not name.startswith("styleguide/")
    }
    assert {name: lines for name, lines in examples.items() if lines} == {}


def test_no_code_writes_an_hour_but_where_there_is_a_reason() -> None:
    found = {str(path.relative_to(BASE)) for path in code() if IN_CODE.search(path.read_text())}
    assert found == set(TIMES_OF_DAY)


@pytest.mark.parametrize(
    ("template", "is_bare"),
    [
        ('{{ at|date:"H:i" }}', True),
        ('{{ at|localtime|date:"D j M, g:i a" }}', True),
        ("{{ at|time }}", True),
        ('{% now "H:i" %}', True),
        ('{{ day|date:"l j F Y" }}', False),
        ('{{ at|date:"c" }}', False),
        ("{{ at|say:zone }}", False),
    ],
)
def test_the_look_at_templates_sees_it(template: str, is_bare: bool) -> None:
    assert bool(bare_in(template)) == is_bare


@pytest.mark.parametrize("line", ['f"{at:%H:%M}"', 'at.strftime("%c")', "clock.say_hour(at, zone)"])
def test_the_look_at_code_sees_it(line: str) -> None:
    assert IN_CODE.search(line)
