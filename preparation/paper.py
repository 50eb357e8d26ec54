"""The sheet as a PDF, set by Typst with the fonts it carries: no file of ours, no network."""

import json
from pathlib import Path

import typst

from calendars import clock
from chats import ways
from chats.models import Chat
from outbox.text import plain
from preparation.sheet import Sheet

TEMPLATE = Path(__file__).with_name("sheet.typ")
LETTER = ("America/", "US/", "Canada/")
"""Zones of a continent most of which prints on Letter; everywhere else it is A4."""


def pdf_of(chat: Chat, sheet: Sheet) -> bytes:
    words = json.dumps(_words(chat, sheet))
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        sys_inputs={"sheet": plain(words)},
        font_paths=[],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made


def _words(chat: Chat, sheet: Sheet) -> dict[str, object]:
    contact, seeker = chat.contact, chat.seeker
    return {
        "title": f"Chat with {contact.name}",
        "author": seeker.display_name,
        "paper": "us-letter" if str(seeker.time_zone).startswith(LETTER) else "a4",
        "name": contact.name,
        "role": contact.role_and_company,
        "facts": facts(chat),
        "goal": sheet.goal,
        "questions": [
            {"text": ask.text, "note": ask.note, "must": ask.is_must} for ask in sheet.questions
        ],
        "room": _room(len(sheet.questions)),
        "left_out": sheet.left_out,
        "about": f"About {contact.first_name}",
        "brief": sheet.brief,
        "self_introduction": [line for line in sheet.self_introduction.split("\n") if line.strip()],
        "foot": f"CoffeeChat, for {seeker.display_name} alone.",
    }


def facts(chat: Chat) -> list[tuple[str, str]]:
    """When and where, on both clocks."""
    mine, theirs = chat.seeker.time_zone, chat.invitation.zone_for_host
    when = [("Your time", clock.say(chat.starts_at, mine))]
    if theirs.key != mine.key:
        when.append(("Their time", clock.say(chat.starts_at, theirs)))
    how = ways.say_meeting(chat, "seeker")
    return [*when, ("Length", f"{chat.minutes} minutes"), ("How", how)]


def _room(questions: int) -> int:
    """Points for notes below each question: the fewer there are, the more room."""
    return max(12, min(48, 220 // max(questions, 1)))
