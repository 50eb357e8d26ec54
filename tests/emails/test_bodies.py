"""Every e-mail: whole in its text, one line of subject, no tracking, a way out for hosts."""

import re
from pathlib import Path

from django.conf import settings

from chats.meeting.emails.bare import bare_host
from chats.samples import LINK
from followups.models import TO_HOST
from outbox import queue
from outbox.kinds import Audience
from outbox.rendered import RenderedEmail
from tests.emails.kinds import kinds, letters
from tests.zones.shown import words_of

TEMPLATES = Path(settings.BASE_DIR) / "templates"
Emails = dict[str, RenderedEmail]

HOST, SEEKER = "jonas@example.org", "amara@example.org"
WATCHERS = re.compile(r"<img|<script|<iframe|<link|@import|url\(|background-image")
WAY_OUT = "Never write to me again: "
WHOLE_LINK = re.compile(r"https?://[\w.:\[\]-]*[\w\]](?:[/?#]\S*[\w/=&%+~#-]|/)?")
"""With nothing before or behind it that is not of it."""

BARE = bare_host.name
"""What leaves to a host who opted out, of a chat that they agreed to."""


def test_subject_is_one_line_and_the_text_is_whole(emails: Emails) -> None:
    assert {kind: found for kind, email in emails.items() if (found := flaws_of(email))} == {}


def flaws_of(email: RenderedEmail) -> list[str]:
    whole = email.subject + email.text + email.html.partition("<body")[2]
    flaws = {
        "no subject": not email.subject,
        "a subject of several lines": email.subject != " ".join(email.subject.split()),
        "a placeholder": "{" in whole,
        "a gap of several lines": "\n\n\n" in email.text,
        "None": bool(re.search(r"\bNone\b(?! of these)", email.text)),
        "no word why the reader gets it": "\n--\n" not in email.text,
    }
    return [flaw for flaw, is_there in flaws.items() if is_there]


def test_nothing_watches_the_reader(emails: Emails) -> None:
    """Nor would in a case of which there is no sample."""
    files = [*TEMPLATES.glob("emails/**/*.html"), *TEMPLATES.glob("*/email/*.html")]
    sources = {str(path.relative_to(TEMPLATES)): path.read_text() for path in files}
    html = sources | {kind: email.html for kind, email in emails.items()}
    assert {name: found for name, text in html.items() if (found := WATCHERS.findall(text))} == {}


def test_html_and_text_carry_the_same_links(emails: Emails) -> None:
    assert {kind: links for kind, email in emails.items() if (links := only_in_html(email))} == {}


def only_in_html(email: RenderedEmail) -> set[str]:
    in_html = {url.replace("&amp;", "&") for url in re.findall(r'href="([^"]+)"', email.html)}
    return in_html - set(re.findall(r"https?://[^\s)]+", email.text))


def test_nothing_is_glued_to_a_link(emails: Emails) -> None:
    """Whoever presses it would take the full stop along."""
    assert {kind: found for kind, email in emails.items() if (found := glued_in(email))} == {}


def glued_in(email: RenderedEmail) -> list[str]:
    words = f"{email.text} {words_of(email.html.partition('<body')[2])}".split()
    return [word for word in words if "://" in word and not WHOLE_LINK.fullmatch(word)]


def test_the_look_at_links_sees_it() -> None:
    ends = ["", "/", "/a", "?b=c", "/i/x_-/", ".", ",", ").", ":", "!", "?", ";", "…", "”"]
    glued = [end for end in ends if not WHOLE_LINK.fullmatch(f"https://coffee.example{end}")]
    assert glued == [".", ",", ").", ":", "!", "?", ";", "…", "”"]
    assert not WHOLE_LINK.fullmatch("(https://coffee.example")


def test_no_program_answers_what_a_program_wrote(emails: Emails) -> None:
    """What answers a reply by calendar says so; a person's letter is a person's."""
    said = {
        kind: queue._row(email, None).headers.get("Auto-Submitted")
        for kind, email in emails.items()
    }
    replies = {kind for kind in emails if kind.startswith("reply_")}
    wanted = {
        kind: None if kind in letters() else "auto-replied" if kind in replies else "auto-generated"
        for kind in emails
    }
    assert said == wanted
    assert set(emails) > letters() != set()


# -- About a chat ---------------------------------------------------------------------------------


def about_a_chat(emails: Emails) -> Emails:
    named_so = ("booked", "moved", "reminder", "confirmed")
    found = {kind: email for kind, email in emails.items() if kind.startswith(named_so)}
    assert len(found) >= 9
    return found


def test_a_chat_is_told_with_time_place_and_both_zones(emails: Emails) -> None:
    told = about_a_chat(emails)
    assert {kind: parts for kind, email in told.items() if (parts := not_told_in(email))} == {}


def not_told_in(email: RenderedEmail) -> list[str]:
    """Ghana reads hours as 3 pm, Germany as 15."""
    berlin, accra = ("16:00", "15:00") if email.to == HOST else ("4:00 pm", "3:00 pm")
    parts = [
        f"Tuesday 2 March 2027, {berlin} (Berlin, UTC+1)",
        f"Tuesday 2 March 2027, {accra} (Accra, UTC)",
        "https://meet.example.org/amara",
        "25 minutes",
    ]
    return [part for part in parts if not (part in email.text and part in email.html)]


def test_the_subject_says_the_time_in_both_zones(emails: Emails) -> None:
    subjects = {kind: (email.to, email.subject) for kind, email in about_a_chat(emails).items()}
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
    """Theirs is the link that mail programs press by themselves."""
    out = f"{LINK}one-click/"
    found = {
        kind: (email.headers.get("List-Unsubscribe"), email.reply_to, WAY_OUT + out in email.text)
        for kind, email in emails.items()
        if kind in TO_HOST.kinds
    }
    assert len(found) >= 4
    assert found == dict.fromkeys(TO_HOST.kinds, (f"<{out}>", SEEKER, True))


def test_hosts_can_always_say_never_again(emails: Emails) -> None:
    out = f"{LINK}opt-out/"
    found = {
        kind: (
            email.from_name,
            email.reply_to,
            WAY_OUT + out in email.text,
            f'href="{out}"' in email.html,
        )
        for kind, email in to_hosts(emails).items()
        if kind not in {*TO_HOST.kinds, BARE}
    }
    assert len(found) >= 13
    assert found == dict.fromkeys(found, ("Amara Osei via CoffeeChat", SEEKER, True, True))


def to_hosts(emails: Emails) -> Emails:
    return {name: emails[name] for name, kind in kinds().items() if kind.to is Audience.HOST}


def test_bare_facts_hold_nobodys_name_words_or_links(emails: Emails) -> None:
    """Whoever asked not to be written to has the way out behind them."""
    email = emails[BARE]
    assert (email.from_name, email.reply_to) == ("", "")
    assert [said for said in ("http", "Amara", "href=") if said in email.text + email.html] == []
