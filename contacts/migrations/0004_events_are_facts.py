"""Each sentence and address that was kept becomes what it says: kind, side, target and data.

The sentences are those of the code that wrote them, so they stay here as they were, whatever the
table of `contacts.events` says by then. What fits none of them is kept word for word, as a note.
Nothing is taken away: `text` and `url` stay as they are.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_A_TIME = 2_000

SENTENCES = [
    ("Started an invitation", "started", ""),
    ("Discarded the draft", "discarded", ""),
    ("Invited with any free time", "invited_freely", ""),
    ("Invited with {times} times", "invited", ""),
    ("Offered new times", "offered_times", ""),
    ("Sent once more", "sent_again", ""),
    ("Withdrew the invitation", "withdrawn", ""),
    ("No answer to the invitation", "unanswered", ""),
    ("The times they proposed have passed", "times_passed", ""),
    ("The invitation did not arrive", "undelivered", ""),
    ("Proposed other times", "proposed", ""),
    ("Declined the invitation", "declined", ""),
    ("Asked not to be written to", "opted_out", ""),
    ("Took the answer back", "undone", ""),
    ("Chat booked", "booked", ""),
    ("Chat moved by you", "moved", "seeker"),
    ("Chat moved by them", "moved", "host"),
    ("Chat kept at the time before by you", "move_declined", "seeker"),
    ("Chat kept at the time before by them", "move_declined", "host"),
    ("Chat changed by you", "place_changed", "seeker"),
    ("You confirmed that it stands", "confirmed", ""),
    ("You confirmed: {words}", "confirmed", ""),
    ("Chat cancelled by you", "cancelled", "seeker"),
    ("Chat cancelled by them", "cancelled", "host"),
    ("Chat cancelled by you: {words}", "cancelled", "seeker"),
    ("Chat cancelled by them: {words}", "cancelled", "host"),
    (
        "New clock rules in {places}: you were both asked about the time of your chat",
        "new_rules",
        "",
    ),
    ("Moment of the chat kept by you under the new clock rules", "moment_kept", "seeker"),
    ("Moment of the chat kept by them under the new clock rules", "moment_kept", "host"),
    ("You had your chat", "held", ""),
    ("You did not make it", "not_held", "seeker"),
    ("They did not come", "not_held", "host"),
    ("The chat did not happen", "not_held", ""),
    ("Your calendar accepted the chat", "calendar_accepted", "seeker"),
    ("Their calendar accepted the chat", "calendar_accepted", "host"),
    ("Your calendar is not sure about the chat yet", "calendar_unsure", "seeker"),
    ("Their calendar is not sure about the chat yet", "calendar_unsure", "host"),
    (
        "Your calendar declined the chat; nothing has changed by that",
        "calendar_declined",
        "seeker",
    ),
    ("Their calendar declined the chat; nothing has changed by that", "calendar_declined", "host"),
    (
        "Your calendar suggested another time; nothing has changed by that",
        "calendar_countered",
        "seeker",
    ),
    (
        "Their calendar suggested another time; nothing has changed by that",
        "calendar_countered",
        "host",
    ),
    ("A thank-you is due", "thank_you_due", ""),
    ("You said thank you", "thanked", ""),
    ("You said thank you elsewhere", "thanked_elsewhere", ""),
    ("Skipped the thank-you", "thank_you_skipped", ""),
    ("Your thank-you did not leave. {why}", "thank_you_stayed", ""),
    ("You kept a promise: {words}", "promise_kept", "seeker"),
    ("They kept a promise: {words}", "promise_kept", "host"),
    ("Named by {name}", "named_by", ""),
    ("Named {name}", "named", ""),
    ("You were in touch", "in_touch", ""),
    ("You were in touch: {words}", "in_touch", ""),
    ("You asked to connect on LinkedIn", "connected", ""),
    ("You shared something", "shared", ""),
    ("You told them what you did with their advice", "told", ""),
    ("You kept in touch", "kept_in_touch", ""),
    ("Skipped LinkedIn", "connecting_skipped", ""),
    ("Skipped sharing something", "sharing_skipped", ""),
    ("Skipped telling them what you did with their advice", "telling_skipped", ""),
    ("Skipped keeping in touch this time", "keeping_skipped", ""),
    ("You told them what came of it: {news}", "news_told", ""),
    ("You told them what came of it: {news}: {words}", "news_told", ""),
    ("Skipped telling them what came of it: {news}", "news_skipped", ""),
    ("Skipped telling them what came of it: {news}: {words}", "news_skipped", ""),
    ("What came of it: {outcome}", "came_of_it", ""),
    ("What came of it: {outcome}: {words}", "came_of_it", ""),
    ("Taken back: {outcome}", "taken_back", ""),
    ("Taken back: {outcome}: {words}", "taken_back", ""),
    ("Led you to {name}, and so: {outcome}", "led_to_it", ""),
    ("Led you to {name}, and so: {outcome}: {words}", "led_to_it", ""),
    ("Led you to {name}", "led_on", ""),
    # Last, as it begins with what somebody else chose.
    ("{by} led you to {name}", "led_here", ""),
]

OUTCOMES = {
    "An insight": "insight",
    "A referral": "referral",
    "An introduction": "introduction",
    "A mentor": "mentor",
    "A lead": "lead",
    "An interview": "interview",
    "An offer": "offer",
}

PLACES = {
    "times": r"\d{1,4}",
    "news": r"[^:]+",
    "outcome": "|".join(OUTCOMES),
    "name": ".+?",
}
"""What can stand in a named place, where that is not just anything."""

ISOLATES = "\u2068\u2069"
"""Around a name that is read from right to left. They are put there when it is shown."""

TARGETS = [
    (re.compile(r"/invitations/(\d{1,18})/"), "invitation"),
    (re.compile(r"/chats/(\d{1,18})/"), "chat"),
    (re.compile(r"/chats/(\d{1,18})/thank-you/"), "thank_you"),
    (re.compile(r"/contacts/(\d{1,18})/"), "contact"),
    (re.compile(r"/follow-ups/(\d{1,18})/"), "follow_up"),
]

TELL = """
UPDATE contacts_event SET kind = told.kind, side = told.side, target_type = told.target_type,
    target_id = told.target_id, data = told.data
FROM jsonb_to_recordset(%s::jsonb) AS told
    (id bigint, kind text, side text, target_type text, target_id bigint, data jsonb)
WHERE contacts_event.id = told.id
"""


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    for at in range(0, len(parts), 2):
        parts[at] = re.escape(parts[at])
    for at in range(1, len(parts), 2):
        parts[at] = f"(?P<{parts[at]}>{PLACES.get(parts[at], '.+')})"
    return re.compile("".join(parts), re.DOTALL)


PATTERNS = [(_pattern(sentence), kind, side) for sentence, kind, side in SENTENCES]


def facts(text: str, url: str) -> dict[str, Any]:
    target_type, target_id = _target(url)
    target = {"target_type": target_type, "target_id": target_id}
    for pattern, kind, side in PATTERNS:
        found = pattern.fullmatch(text)
        if found and bool(url) == bool(target_type):
            return {"kind": kind, "side": side, "data": _data(found.groupdict()), **target}
    kept = {"words": text, **({} if target_type or not url else {"url": url})}
    return {"kind": "note", "side": "", "data": kept, **target}


def _target(url: str) -> tuple[str, int | None]:
    for pattern, target_type in TARGETS:
        if found := pattern.fullmatch(url):
            return target_type, int(found[1])
    return "", None


def _data(places: dict[str, str]) -> dict[str, Any]:
    return {name: _read(name, value) for name, value in places.items()}


def _read(name: str, value: str) -> Any:
    if name == "times":
        return int(value)
    if name == "outcome":
        return OUTCOMES[value]
    return value.strip(ISOLATES) if name in {"name", "by"} else value


def events_are_facts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for rows in _untold(apps.get_model("contacts", "Event").objects):
        told = [{"id": pk, **facts(text, url)} for pk, text, url in rows]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(TELL, [json.dumps(told)])


def _untold(events: Any) -> Iterator[list[tuple[int, str, str]]]:
    last = 0
    while rows := list(
        events.filter(kind="", pk__gt=last)
        .order_by("pk")
        .values_list("pk", "text", "url")[:AT_A_TIME]
    ):
        yield rows
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_events_have_facts")]

    operations = [migrations.RunPython(events_are_facts, migrations.RunPython.noop)]
