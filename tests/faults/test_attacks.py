"""What an outsider and a seeker try through the pages of the running program."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from local.mailbox.store import Mailbox
from tests.faults.attacked import OTHER, PASSWORD, VICTIM
from tests.journeys.people import private_link, wait_for_email
from tests.patience import PATIENCE, wait_until
from tests.program import inside, sql
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

WAITING = """SELECT count(*) FROM outbox_outgoingemail
    WHERE "to" = %s AND status IN ('pending', 'sending')"""
FIELD = r'name="{}" value="([^"]+)"'


@dataclass
class Answer:
    status: int
    url: str
    text: str

    def field(self, name: str) -> str:
        found = re.search(FIELD.format(name), self.text)
        return found[1] if found else ""


class Browser:
    """As much of one as it takes to look at pages and press their buttons."""

    def __init__(self, stack: Stack, cookie: str = "") -> None:
        self.site = stack.url
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.session = cookie

    def get(self, path: str) -> Answer:
        return self._open(Request(self.site + path))

    def post(self, path: str, shown: Answer, **fields: object) -> Answer:
        """With what the page that was shown brings along."""
        names = ("csrfmiddlewaretoken", "form_token")
        brought = {name: shown.field(name) for name in names if shown.field(name)}
        data = urlencode({**brought, **fields}).encode()
        return self._open(Request(self.site + path, data))

    def _open(self, request: Request) -> Answer:
        if self.session:
            kept = [f"{cookie.name}={cookie.value}" for cookie in self.cookies]
            request.add_header("Cookie", "; ".join([f"sessionid={self.session}", *kept]))
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.url, answer.read().decode())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.url or "", error.read().decode())


@dataclass
class Attack:
    """One ask of the attacker, by both of its links."""

    program: Stack
    attacker: Browser
    address: str
    page: str
    slots: list[int]
    delivered: str = ""
    copied: str = ""

    def __post_init__(self) -> None:
        letter = wait_for_email(self.program, self.address, "minutes")
        self.delivered = page_of(private_link(letter))
        self.copied = page_of(self.copy().text)

    def copy(self) -> Answer:
        return self.attacker.post(f"{self.page}link/", self.attacker.get(self.page))

    def letters(self) -> list[str]:
        """The subjects of all that has come to the host, once nothing is on its way there."""
        waiting = partial(sql, self.program, WAITING, self.address)
        wait_until("all has left", lambda: waiting() == [(0,)])
        mailbox = Mailbox(self.program.mailbox_dir)
        return [str(stored.message()["Subject"]) for stored in mailbox.newest(self.address)]


def page_of(text: str) -> str:
    """The path of the private link in it, without what leads to a part of the page."""
    found = re.search(r"/i/[\w-]{20,}/", text)
    assert found, text
    return found[0]


@pytest.fixture(scope="module")
def attacks() -> Iterator[dict[str, Attack]]:
    """By the address of whom was asked."""
    with running_stack() as program:
        begun = json.loads(inside(program, "tests.faults.attacked"))
        attacker = Browser(program, begun["cookie"])
        yield {
            email: Attack(program, attacker, email, f"/invitations/{ask['number']}/", ask["slots"])
            for email, ask in begun["asked"].items()
        }


@pytest.fixture(scope="module")
def program(attacks: dict[str, Attack]) -> Stack:
    return attacks[VICTIM].program


def test_a_copied_link_mails_nobody_and_tells_nobodys_calendar(attacks: dict[str, Attack]) -> None:
    """The victim is busy at the second of three hours: all three are answered alike."""
    attack = attacks[VICTIM]
    before, answers, stranger = attack.letters(), [], Browser(attack.program)
    shown = stranger.get(attack.copied)
    for slot in attack.slots * 4:
        taken = stranger.post(f"{attack.copied}take/", shown, slot=slot, way="video")
        undone = stranger.post(f"{attack.copied}undo/", shown)
        answers.append((taken.status, undone.status))
    assert answers[:3] == [(200, 200)] * 3
    assert answers[-1] == (429, 429), answers
    assert attack.letters() == before
    attended = "SELECT count(*) FROM chats_attendance"
    assert sql(attack.program, attended) == [(2,)], "the victim's own chat alone, from both sides"


def test_after_never_again_no_road_of_the_seeker_leads_there(attacks: dict[str, Attack]) -> None:
    attack = attacks[OTHER]
    host = Browser(attack.program)
    shown = {path: host.get(path) for path in (attack.copied, attack.delivered)}
    said = host.post(f"{attack.delivered}opt-out/", shown[attack.delivered])
    assert "We will not write to you again" in said.text, said.text
    before = attack.letters()
    refused = host.post(
        f"{attack.copied}take/", shown[attack.copied], slot=attack.slots[0], way="video"
    )
    given = attack.copy()
    assert (refused.status, given.status, "/i/" in given.text) == (409, 409, False)
    assert attack.letters() == before


def test_the_door_of_operators_counts_tries(program: Stack) -> None:
    stranger = Browser(program)
    shown = stranger.get("/admin/login/")
    assert "/accounts/login/" in shown.url
    for number in range(6):
        stranger.post("/accounts/login/", shown, login=VICTIM, password=f"wrong {number}")
    stranger.post("/accounts/login/", shown, login=VICTIM, password=PASSWORD)
    assert "/accounts/login/" in stranger.get("/admin/").url


def test_signing_up_tells_nobody_who_has_an_account(program: Stack) -> None:
    seen = []
    for email in (VICTIM, "nobody@example.com"):
        stranger = Browser(program)
        path = "/accounts/signup/"
        answer = stranger.post(path, stranger.get(path), email=email)
        without = re.sub(r'value="[^"]*"', "", answer.text.replace(email, "someone"))
        seen.append((answer.status, answer.url, without))
    assert seen[0] == seen[1]
