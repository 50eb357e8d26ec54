"""The moment of sending: what leaves later leaves as it was meant, and what was seen stays sent."""

from tests.mutants.mutant import mutant

PLANNING, PLANNED = "chats/compose/planning.py", "chats/test_planning.py"
NUDGED = "chats/test_nudging.py"
TAKING_BACK, TAKEN_BACK = "chats/compose/taking_back.py", "chats/test_taking_back.py"

MUTANTS = (
    mutant(
        "planned-to-another-address",
        PLANNING,
        "if not are_same(invitation.contact.email, plan.to):",
        "if False:",
        PLANNED,
    ),
    mutant(
        "planned-in-another-zone",
        PLANNING,
        "if invitation.seeker.time_zone.key != plan.seeker_zone.key:",
        "if False:",
        PLANNED,
    ),
    mutant(
        "planned-times-too-near",
        PLANNING,
        "if any(start < near for start in starts):",
        "if any(start < then for start in starts):",
        PLANNED,
    ),
    mutant(
        "planned-by-the-rules-of-today",
        "chats/models/plan.py",
        "return self.send_at if self.send_at in both else both[0]",
        "return self.send_at",
        PLANNED,
    ),
    mutant(
        "taken-back-after-it-began",
        "outbox/queue.py",
        "if not rows or any(started_at or attempts for _, started_at, attempts in rows):",
        "if not rows:",
        TAKEN_BACK,
        "races/test_taking_back.py",
    ),
    mutant(
        "taken-back-with-its-link-out",
        TAKING_BACK,
        'if invitation.links.filter(address="").exists():',
        "if False:",
        TAKEN_BACK,
    ),
    mutant(
        "taken-back-counts",
        TAKING_BACK,
        "    limits.forget_letter(invitation)\n",
        "",
        TAKEN_BACK,
    ),
    mutant(
        "nudge-before-five-working-days",
        "chats/compose/nudging.py",
        "if now.astimezone(nudge.zone).date() < first_day(invitation):\n        raise",
        "if now is None:\n        raise",
        NUDGED,
    ),
    mutant(
        "nudge-after-anything-came",
        "chats/compose/nudging.py",
        "    if stop := first_stop(invitation, now):\n        nudge.status",
        "    if stop := None:\n        nudge.status",
        NUDGED,
    ),
    mutant(
        "nudge-unasked",
        "chats/compose/nudging.py",
        "or (nudge.unheard_at is None and is_deaf())",
        "or False",
        NUDGED,
    ),
    mutant(
        "nudge-repeated",
        "chats/compose/emails.py",
        "headers=headers, repeatable=False)",
        "headers=headers)",
        NUDGED,
    ),
)
