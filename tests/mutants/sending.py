"""The moment of sending: what leaves later leaves as it was meant, and what was seen stays sent."""

from tests.mutants.mutant import mutant

PLANNING, PLANNED = "chats/compose/planning.py", "chats/test_planning.py"
NUDGED, NUDGED_THEN = "chats/test_nudging.py", "chats/test_nudging_at_its_moment.py"
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
        'if invitation.links.filter(purpose=Link.Purpose.ANSWER, address="").exists():',
        "if False:",
        TAKEN_BACK,
    ),
    mutant(
        "taken-back-as-its-link-is-copied",
        "chats/compose/asking.py",
        "    invitation = lock_both(invitation)\n    if invitation.status not in REACHABLE:",
        "    if invitation.status not in REACHABLE:",
        "races/test_taking_back.py",
    ),
    mutant(
        "taken-back-after-another-email",
        TAKING_BACK,
        "invitation.emails_sent == 1 and",
        "True and",
        TAKEN_BACK,
    ),
    mutant(
        "draft-behind-a-link",
        "chats/host/page.py",
        "if status == InvitationStatus.WITHDRAWN or status in UNSENT:",
        "if status == InvitationStatus.WITHDRAWN:",
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
        "if waits_for_a_look(invitation, fresh):",
        "if False:",
        NUDGED_THEN,
    ),
    mutant(
        "nudge-at-any-hour",
        "chats/compose/nudging.py",
        " or now - fresh.moment > LATE:",
        ":",
        NUDGED_THEN,
    ),
    mutant(
        "nudge-after-an-answer",
        "chats/replies/hearing.py",
        'keep_nudge_back(invitation, stop="heard")',
        "pass",
        NUDGED_THEN,
    ),
    mutant(
        "times-offered-after-not-now",
        "chats/compose/asking.py",
        "    if invitation.status == InvitationStatus.DEFERRED:\n        check_rested",
        "    if None:\n        check_rested",
        "chats/test_answered_states.py",
    ),
    mutant(
        "nudge-repeated",
        "chats/compose/emails.py",
        "headers=headers, repeatable=False)",
        "headers=headers)",
        NUDGED,
    ),
)
