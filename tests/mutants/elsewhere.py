"""What the seeker notes of others: it proves nothing, and can be taken back."""

from tests.mutants.mutant import mutant

NOTING, TAKING_BACK = "chats/elsewhere/noting.py", "chats/elsewhere/taking_back.py"
BY_HAND = "chats/meeting/by_hand.py"
ANSWERED, ADDED = "chats/test_answered_elsewhere.py", "chats/test_added_chats.py"

MUTANTS = (
    mutant(
        "claim-keeps-nobody-from-other-chats",
        "chats/locks.py",
        'proved = "" if chat.told_by_seeker else chat.host_address',
        "proved = chat.host_address",
        ANSWERED,
    ),
    mutant(
        "noted-with-the-newest-ask",
        NOTING,
        "if later.exists():",
        "if False:",
        ANSWERED,
    ),
    mutant(
        "noted-answer-is-not-the-hosts-to-undo",
        "chats/host/answering.py",
        "    if answer.told_by_seeker:\n",
        "    if False:\n",
        ANSWERED,
    ),
    mutant(
        "entry-to-a-stranger-is-a-letter",
        BY_HAND,
        "limits.check_may_ask(invitation, now=now)",
        "pass",
        ADDED,
    ),
    mutant(
        "over-holds-no-time",
        BY_HAND,
        "    if not is_over:\n        booking.hold(chat, now)",
        "    booking.hold(chat, now)",
        ANSWERED,
    ),
    mutant(
        "overlap-afterwards-is-asked-about",
        BY_HAND,
        "if is_over and not meeting.though_another and _had_another(invitation, meeting):",
        "if False:",
        ADDED,
    ),
    mutant(
        "what-was-built-on-stays",
        TAKING_BACK,
        "if is_built_on(chat):",
        "if False:",
        ANSWERED,
    ),
    mutant(
        "whoever-has-the-entry-hears-of-it",
        TAKING_BACK,
        "if chat.host_address and has_heard(chat, Side.HOST):",
        "if False:",
        ANSWERED,
    ),
    mutant(
        "no-letter-stands-in-the-list",
        "chats/models/invitation.py",
        "return self.filter(asked_elsewhere=False)",
        "return self.all()",
        ADDED,
    ),
)
