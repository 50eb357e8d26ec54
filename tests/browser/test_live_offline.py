"""The page beside the call opens without a connection, with what was typed before."""

from playwright.sync_api import expect

from chats.models import Chat
from tests.browser.live import OFFLINE, Call, notes_of
from tests.browser.test_live_browser import (
    BEGIN,
    CLOSE,
    chat,  # noqa: F401
    context,  # noqa: F401
    opens,  # noqa: F401
    pytestmark,  # noqa: F401
)
from tests.patience import comes_true

HOLDS = """async words => {
  const kept = await caches.match(location.pathname);
  return Boolean(kept) && (await kept.text()).includes(words);
}"""


def keeps(call: Call, words: str) -> None:
    """The page that opens without a connection holds these words."""
    comes_true(call.page, f"kept with {words}", lambda: call.page.evaluate(HOLDS, words))


def test_it_opens_offline_with_all_that_was_typed_before(
    opens,  # noqa: F811
    context,  # noqa: F811
    chat: Chat,  # noqa: F811
) -> None:
    call = opens()
    keeps(call, BEGIN)
    call.page.reload()
    call.write(call.note_on(BEGIN), "Said upstairs.")
    call.is_saved()
    keeps(call, "Said upstairs.")
    context.set_offline(True)
    call.write(call.note_on(CLOSE), "Lena, typed")
    call.says(OFFLINE)
    call.page.close()
    again = opens()
    expect(again.note_on(BEGIN)).to_have_value("Said upstairs.")
    expect(again.note_on(CLOSE)).to_have_value("Lena, typed")
    again.write(again.note_on(CLOSE), " in the basement")
    again.says(OFFLINE)
    again.page.close()
    context.set_offline(False)
    opens().is_saved()
    assert notes_of(chat) == {"Said upstairs.": False, "Lena, typed in the basement": False}
