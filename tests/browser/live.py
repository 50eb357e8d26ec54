"""A seeker with the page of the call open: what they do there, and what the server has of it."""

from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from chats.models import Chat
from preparation.models import Note, Question
from tests.patience import becomes

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('live:')).length"
OFFLINE = "Kept on this device, will be sent when you are back online."


class Call:
    """One tab with the page of the call."""

    def __init__(self, context: BrowserContext, site: str, chat_pk: int) -> None:
        self.page: Page = context.new_page()
        self.url = f"{site}/chats/{chat_pk}/now/"
        self.page.goto(self.url)

    def note_on(self, question: str) -> Locator:
        return self.page.get_by_role("textbox", name=f"Note on: {question}")

    def star_on(self, question: str) -> Locator:
        return self.page.get_by_role("checkbox", name=f"Star this note on: {question}")

    def tick(self, question: str) -> Locator:
        return self.page.get_by_role("checkbox", name=question, exact=True)

    def free_notes(self) -> Locator:
        """Those beside no question; the last one is blank."""
        return self.page.locator("#free-notes textarea")

    def full(self) -> Locator:
        return self.page.get_by_label("Full notes")

    def write(self, field: Locator, text: str) -> None:
        """As one types: at the end of what stands there."""
        field.focus()
        field.press("Control+End")
        field.press_sequentially(text)

    def said(self) -> str:
        return self.page.locator("#live-status").inner_text()

    def says(self, text: str) -> None:
        expect(self.page.locator("#live-status")).to_have_text(text)

    def is_saved(self) -> None:
        """Everything has arrived, and nothing is left on the device."""
        expect(self.page.locator("#live-status")).to_have_attribute("data-state", "saved")
        becomes(self.page, "no tab keeps anything on the device", self.kept, 0)

    def kept(self) -> int:
        """How many changes the device still holds."""
        return int(self.page.evaluate(KEPT))


class Traffic:
    """What a page whose clock the test moves has asked for. The clock moves while nothing is under
    way: otherwise what takes a moment would seem to take longer than the page waits for it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._posts: list[str] = []
        self._under_way: set[Request] = set()
        page.on("request", self._begins)
        page.on("response", lambda response: self._ends(response.request))
        page.on("requestfailed", self._ends)

    def _begins(self, request: Request) -> None:
        self._under_way.add(request)
        if request.method == "POST":
            self._posts.append(request.url)

    def _ends(self, request: Request) -> None:
        self._under_way.discard(request)

    def after(self, milliseconds: int) -> list[str]:
        """Moves the clock on by so much; says where anything was sent to until now."""
        if not self._under_way:
            self._page.clock.fast_forward(milliseconds)
        return self._posts

    def now(self) -> int:
        return int(self._page.evaluate("Date.now()"))


def notes_of(chat: Chat) -> dict[str, bool]:
    """Each text the server has, with its star."""
    return dict(Note.objects.filter(chat=chat).values_list("text", "is_starred"))


def asked_of(chat: Chat) -> list[str]:
    asked = Question.objects.filter(chat=chat, asked_at__isnull=False)
    return list(asked.values_list("text", flat=True))
