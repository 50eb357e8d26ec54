"""Every e-mail: whole in its text, one line of subject, no tracking, a way out for hosts."""

import re
from pathlib import Path

from django.conf import settings

from chats.samples import LINK
from outbox import queue
from outbox.queue import Draft
from tests.zones.shown import words_of

TEMPLATES = Path(settings.BASE_DIR) / "templates"
Emails = dict[str, Draft]

HOST, SEEKER = "jonas@example.org", "amara@example.org"
WATCHERS = re.compile(r"<img|<script|<iframe|<link|@import|url\(|background-image")
WAY_OUT = "Never write to me again: "
FROM_ONE_CLICK = {"thank_you", "shared", "update", "keep_in_touch"}
"""The seeker's own words: their way out is the link that mail programs press by themselves."""

LETTERS = {"invitation", "new_times"} | FROM_ONE_CLICK
"""A person's own words to another."""

WHOLE_LINK = re.compile(r"https?://[\w.:\[\]-]*[\w\]](?:[/?#]\S*[\w/=&%+~#-]|/)?")
"""With nothing before or behind it that is not of it."""

BARE = "bare_host"
"""What leaves to a host who opted out, of a chat that they agreed to."""


def test_subject_is_one_line_and_the_text_is_whole(emails: Emails) -> None:
    assert {kind: found for kind, draft in emails.items() if (found := flaws_of(draft))} == {}


def flaws_of(draft: Draft) -> list[str]:
    whole = draft.subject + draft.text + draft.html.partition("<body")[2]
    flaws = {
        "no subject": not draft.subject,
        "a subject of several lines": draft.subject != " ".join(draft.subject.split()),
        "a placeholder": "{" in whole,
        "a gap of several lines": "\n\n\n" in draft.text,
        "None": bool(re.search(r"\bNone\b(?! of these)", draft.text)),
        "no word why the reader gets it": "\n--\n" not in draft.text,
    }
    return [flaw for flaw, is_there in flaws.items() if is_there]


def test_nothing_watches_the_reader(emails: Emails) -> None:
    """Nor would in a case of which there is no sample."""
    files = [*TEMPLATES.glob("emails/**/*.html"), *TEMPLATES.glob("*/email/*.html")]
    sources = {str(path.relative_to(TEMPLATES)): path.read_text() for path in files}
    html = sources | {kind: draft.html for kind, draft in emails.items()}
    assert {name: found for name, text in html.items() if (found := WATCHERS.findall(text))} == {}


def test_html_and_text_carry_the_same_links(emails: Emails) -> None:
    assert {kind: links for kind, draft in emails.items() if (links := only_in_html(draft))} == {}


def only_in_html(draft: Draft) -> set[str]:
    in_html = {url.replace("&amp;", "&") for url in re.findall(r'href="([^"]+)"', draft.html)}
    return in_html - set(re.findall(r"https?://[^\s)]+", draft.text))


def test_nothing_is_glued_to_a_link(emails: Emails) -> None:
    """Whoever presses it would take the full stop along."""
    assert {kind: found for kind, draft in emails.items() if (found := glued_in(draft))} == {}


def glued_in(draft: Draft) -> list[str]:
    words = f"{draft.text} {words_of(draft.html.partition('<body')[2])}".split()
    return [word for word in words if "://" in word and not WHOLE_LINK.fullmatch(word)]


def test_the_look_at_links_sees_it() -> None:
    ends = ["", "/", "/a", "?b=c", "/i/x_-/", ".", ",", ").", ":", "!", "?", ";", "…", "”"]
    glued = [end for end in ends if not WHOLE_LINK.fullmatch(f"https://coffee.example{end}")]
    assert glued == [".", ",", ").", ":", "!", "?", ";", "…", "”"]
    assert not WHOLE_LINK.fullmatch("(https://coffee.example")


def test_no_program_answers_what_a_program_wrote(emails: Emails) -> None:
    """What answers a reply by calendar says so; a person's letter is a person's."""
    said = {
        kind: queue._row(draft, None).headers.get("Auto-Submitted")
        for kind, draft in emails.items()
    }
    replies = {kind for kind in emails if kind.startswith("reply_")}
    wanted = {
        kind: None if kind in LETTERS else "auto-replied" if kind in replies else "auto-generated"
        for kind in emails
    }
    assert said == wanted
    assert set(emails) > LETTERS


# -- About a chat ---------------------------------------------------------------------------------


def about_a_chat(emails: Emails) -> Emails:
    named_so = ("booked", "moved", "reminder", "confirmed")
    found = {kind: draft for kind, draft in emails.items() if kind.startswith(named_so)}
    assert len(found) >= 9
    return found


def test_a_chat_is_told_with_time_place_and_both_zones(emails: Emails) -> None:
    told = about_a_chat(emails)
    assert {kind: parts for kind, draft in told.items() if (parts := not_told_in(draft))} == {}


def not_told_in(draft: Draft) -> list[str]:
    """Ghana reads hours as 3 pm, Germany as 15."""
    berlin, accra = ("16:00", "15:00") if draft.to == HOST else ("4:00 pm", "3:00 pm")
    parts = [
        f"Tuesday 2 March 2027, {berlin} (Berlin, UTC+1)",
        f"Tuesday 2 March 2027, {accra} (Accra, UTC)",
        "https://meet.example.org/amara",
        "25 minutes",
    ]
    return [part for part in parts if not (part in draft.text and part in draft.html)]


def test_the_subject_says_the_time_in_both_zones(emails: Emails) -> None:
    subjects = {kind: (draft.to, draft.subject) for kind, draft in about_a_chat(emails).items()}
    assert {
        kind: (to, said) for kind, (to, said) in subjects.items() if not is_said(to, said)
    } == {}


def is_said(to: str, subject: str) -> bool:
    accra, berlin = "Accra (UTC)", "Berlin (UTC+1)"
    end = f"Tue 2 Mar, 3:00 pm {accra} / 4:00 pm {berlin}"
    if to == HOST:
        end = f"Tue 2 Mar, 16:00 {berlin} / 15:00 {accra}"
    return subject.endswith(end) and len(subject) < 110


# -- To a host ------------------------------------------------------------------------------------


def test_the_seekers_own_words_bring_the_way_out_as_well(emails: Emails) -> None:
    out = f"{LINK}one-click/"
    found = {
        kind: (draft.headers.get("List-Unsubscribe"), draft.reply_to, WAY_OUT + out in draft.text)
        for kind, draft in emails.items()
        if kind in FROM_ONE_CLICK
    }
    assert found == dict.fromkeys(FROM_ONE_CLICK, (f"<{out}>", SEEKER, True))


def test_hosts_can_always_say_never_again(emails: Emails) -> None:
    out = f"{LINK}opt-out/"
    found = {
        kind: (
            draft.from_name,
            draft.reply_to,
            WAY_OUT + out in draft.text,
            f'href="{out}"' in draft.html,
        )
        for kind, draft in emails.items()
        if draft.to == HOST and kind not in FROM_ONE_CLICK | {BARE}
    }
    assert len(found) >= 13
    assert found == dict.fromkeys(found, ("Amara Osei via CoffeeChat", SEEKER, True, True))


def test_bare_facts_hold_nobodys_name_words_or_links(emails: Emails) -> None:
    """Whoever asked not to be written to has the way out behind them."""
    draft = emails[BARE]
    assert (draft.from_name, draft.reply_to) == ("", "")
    assert [said for said in ("http", "Amara", "href=") if said in draft.text + draft.html] == []
