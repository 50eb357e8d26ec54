"""What came by e-mail: what is believed, what is no answer, and what has an end."""

from tests.mutants.mutant import mutant

HEARING, MATCHING = "chats/replies/hearing.py", "chats/replies/matching.py"
HEARD = "chats/replies/test_hearing.py"

MUTANTS = (
    mutant(
        "answer-of-our-own",
        HEARING,
        "kind is None or reply_address.is_ours(email.sender)",
        "kind is None",
        HEARD,
        only="no_answer",
    ),
    mutant(
        "answer-of-the-seeker",
        HEARING,
        "return normalised(email.sender) in _addresses_of(invitation)",
        "return False",
        HEARD,
        only="no_answer",
    ),
    mutant(
        "loop-of-answers",
        HEARING,
        "if alike.count() >= MAX_KEPT:",
        "if False:",
        HEARD,
        only="loop",
    ),
    mutant(
        "list-without-an-end",
        "chats/replies/unmatched.py",
        "if UnmatchedEmail.objects.count() >= MAX_UNMATCHED:",
        "if False:",
        HEARD,
        only="list_is_short",
    ),
    mutant(
        "bounce-of-somebody-else",
        MATCHING,
        " and normalised(row.to) in named",
        "",
        HEARD,
        only="not_believed",
    ),
    mutant(
        "bounce-of-long-ago",
        MATCHING,
        " and row.sent_at > now - BELIEVED_FOR",
        "",
        HEARD,
        only="too_late",
    ),
    mutant(
        "bounce-after-an-answer",
        HEARING,
        "if invitation is None or has_arrived(invitation, returned.row):",
        "if invitation is None:",
        HEARD,
        only="have_written",
    ),
    mutant(
        "e-mail-of-the-operator",
        MATCHING,
        "return _by_sender(email, now) if is_to_us(email) else (None, NONE)",
        "return _by_sender(email, now)",
        HEARD,
        only="somebody_elses",
    ),
    mutant(
        "token-made-up",
        "outbox/reply_address.py",
        "hmac.compare_digest(token[0], _token(pk, one))",
        "True",
        "outbox/test_reply_address.py",
        only="makes_one_up",
    ),
    mutant(
        "expiry-after-an-answer",
        "chats/models/invitation.py",
        "status__in=WAITING, heard_at=None, expires_at__lte=now",
        "status__in=WAITING, expires_at__lte=now",
        HEARD,
        only="stops_waiting",
    ),
    mutant(
        "policy-for-a-wrong-address",
        "mail/codes.py",
        " or any(map(NOT_OF_THE_ADDRESS.fullmatch, codes))",
        "",
        "mail/test_bounces.py",
        only="alone_is_at_fault",
    ),
    mutant(
        "bounce-forwarded",
        "mail/bounces.py",
        "return NO_BOUNCE if _is_forwarded(message) else None",
        "return None",
        "mail/test_bounces.py",
        only="forwards",
    ),
)
