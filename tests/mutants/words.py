"""What is read and written: wall times, calendar entries, whatever somebody typed."""

from tests.mutants.mutant import mutant

CLOCK, MEETING = "calendars/clock.py", "chats/lifecycle/meeting.py"
GOLDEN = "ical/test_golden.py"

MUTANTS = (
    mutant(
        "zone-of-an-all-day-entry",
        "calendars/reading/instants.py",
        "datetime.combine(value, time.min)",
        "datetime.combine(value, time.min, UTC)",
        "calendars/reading/test_expand.py",
        only="what_makes_busy",
    ),
    mutant(
        "read-anew-with-another-basis",
        "calendars/lifecycle/reading.py",
        "if is_known and is_same",
        "if is_known",
        "calendars/test_basis.py",
    ),
    mutant(
        "tried-once-with-another-basis",
        "calendars/lifecycle/basis.py",
        "exclude(asked_with",
        "exclude(calendars__read_with",
        "calendars/test_basis.py",
    ),
    mutant(
        "fold",
        CLOCK,
        "for fold in (0, 1))\n    shown",
        "for fold in (0, 0))\n    shown",
        "calendars/test_clock.py",
    ),
    mutant(
        "gap",
        CLOCK,
        " if instant.astimezone(zone).replace(tzinfo=None) == typed)",
        ")",
        "calendars/test_clock.py",
    ),
    mutant(
        "sequence-of-a-move",
        MEETING,
        "    chat.sequence += 1\n    chat.confirmed_at = None",
        "    chat.confirmed_at = None",
        "chats/test_lifecycle_changing.py",
        GOLDEN,
    ),
    mutant(
        "sequence-of-a-cancellation",
        MEETING,
        "    chat.sequence += 1\n    chat.save(update_fields=",
        "    chat.save(update_fields=",
        "chats/test_lifecycle_meeting.py",
        GOLDEN,
    ),
    mutant(
        "sequence-of-another-place",
        "chats/lifecycle/changing.py",
        "    chat.sequence += 1\n",
        "",
        "chats/test_lifecycle_changing.py",
        GOLDEN,
    ),
    mutant(
        "sequence-in-an-entry",
        "chats/itip.py",
        'event.add("sequence", chat.sequence)',
        'event.add("sequence", 0)',
        "chats/test_itip.py",
    ),
    mutant(
        "escaping-in-pages",
        "coffeechat/settings.py",
        '"context_processors": [',
        '"autoescape": False, "context_processors": [',
        "chats/test_host_page.py",
        only="hostile",
    ),
    mutant(
        "escaping-in-e-mails",
        "outbox/rendering.py",
        'get_template(f"{folder}/body.html").render(context)',
        '_text(f"{folder}/body.html", context)',
        "chats/test_emails.py",
    ),
    mutant(
        "escaping-in-subjects",
        "outbox/rendering.py",
        'one_line(_text(f"{folder}/subject.txt", context))[:300]',
        '_text(f"{folder}/subject.txt", context)[:300]',
        "chats/test_emails.py",
        "emails/test_bodies.py",
    ),
    mutant(
        "escaping-in-entries",
        "chats/itip.py",
        """replace('"', "'").replace("\\\\", "/")""",
        """replace('"', "'")""",
        "ical/test_fuzz.py",
        "chats/test_itip.py",
    ),
    mutant(
        "escaping-in-spreadsheets",
        "archive/contents.py",
        """return text if harmless else f"'{text}\"""",
        "return text if harmless else text",
        "archive/test_building.py",
    ),
)
