"""E-mail: to whom it never goes, how often, and that it leaves once."""

from tests.mutants.mutant import mutant

DELIVERY, QUEUE = "outbox/delivery.py", "outbox/queue.py"
LEAVING, QUEUEING = "outbox/test_delivery.py", "outbox/test_queue.py"
SIDE_BY_SIDE = "races/test_workers_side_by_side.py"
LIMITS = "chats/limits.py"
BOUNDED = "chats/test_bounded_emails.py"

MUTANTS = (
    mutant(
        "suppression-at-queueing",
        QUEUE,
        "elif draft.outreach and suppressed and not left_bare(row, suppressed):",
        "elif False:",
        QUEUEING,
    ),
    mutant(
        "suppression-at-leaving",
        DELIVERY,
        "(why := reasons_among([row.to]).get(row.to))",
        "(why := None)",
        LEAVING,
    ),
    mutant(
        "hash-of-addresses",
        "outbox/addresses.py",
        "hmac.new(settings.SECRET_KEY.encode(),",
        'hmac.new(b"",',
        QUEUEING,
    ),
    mutant(
        "lease-at-the-start",
        DELIVERY,
        "WHERE id = %s AND lease = %s AND status = 'sending' AND lease_until",
        "WHERE id = %s AND (lease = %s OR true) AND status = 'sending' AND lease_until",
        LEAVING,
    ),
    mutant(
        "lease-that-ran-out",
        DELIVERY,
        " AND lease_until > statement_timestamp()\n",
        "\n",
        LEAVING,
    ),
    mutant(
        "lease-when-sent",
        DELIVERY,
        "lease = %s AND status = 'sending'\n",
        "(lease = %s OR true) AND status = 'sending'\n",
        LEAVING,
    ),
    mutant(
        "lease-when-it-failed",
        DELIVERY,
        "status=Status.SENDING, lease=row.lease)",
        "status=Status.SENDING)",
        LEAVING,
    ),
    mutant(
        "repeatable",
        DELIVERY,
        "repeatable THEN 'pending' ELSE 'uncertain' END",
        "repeatable THEN 'pending' ELSE 'pending' END",
        LEAVING,
    ),
    mutant(
        "skip-locked",
        DELIVERY,
        "due.select_for_update(skip_locked=True)",
        "due.select_for_update()",
        SIDE_BY_SIDE,
        LEAVING,
        only="worker",
    ),
    mutant(
        "lock-of-what-is-taken-back",
        QUEUE,
        "        .select_for_update()\n",
        "",
        SIDE_BY_SIDE,
        QUEUEING,
    ),
    mutant(
        "limit-of-a-seekers-day",
        LIMITS,
        "if today.count() >= most:",
        "if today.count() > most:",
        "chats/test_limits.py",
    ),
    mutant(
        "limit-of-a-hosts-week",
        LIMITS,
        ".count() >= settings.FIRST_CONTACTS_PER_HOST_PER_WEEK",
        ".count() > settings.FIRST_CONTACTS_PER_HOST_PER_WEEK",
        "chats/test_limits.py",
    ),
    mutant(
        "limit-of-a-pairs-month",
        LIMITS,
        "if ours >= settings.EMAILS_PER_INVITATION:",
        "if ours > settings.EMAILS_PER_INVITATION:",
        "chats/test_limits.py",
    ),
    mutant(
        "limit-of-one-ask",
        "chats/lifecycle/asking.py",
        "if invitation.emails_sent >= settings.EMAILS_PER_INVITATION:",
        "if invitation.emails_sent > settings.EMAILS_PER_INVITATION:",
        "chats/test_lifecycle_asking.py",
    ),
    mutant(
        "limit-of-one-chats-e-mails",
        "chats/lifecycle/telling.py",
        "raise TooMany(OFTEN)",
        "assert OFTEN",
        BOUNDED,
    ),
    mutant(
        "limit-of-what-leaves-by-itself",
        "chats/lifecycle/telling.py",
        "if _to(one) in full else one",
        "if None in full else one",
        BOUNDED,
    ),
    mutant(
        "wait-after-an-undo",
        "chats/lifecycle/meeting.py",
        "by == Side.HOST and _took_back(invitation)",
        "False",
        BOUNDED,
    ),
    mutant(
        "limit-of-buttons",
        "chats/views/host_acting.py",
        "    if presses_too_often(request, link):",
        "    if not presses_too_often:",
        "links/test_pressing.py",
    ),
    mutant(
        "limit-of-buttons-through-copies",
        "chats/views/host_rates.py",
        "link.token_hash if link.address else link.invitation.thread_id",
        "link.token_hash",
        "links/test_pressing.py",
    ),
    mutant(
        "limit-of-keeping-in-touch",
        "followups/limits.py",
        'if found := last.order_by("-done_at").first():',
        "if found := last.none().first():",
        "followups/test_keeping.py",
    ),
    mutant(
        "limit-of-unknown-links",
        "chats/views/host_guard.py",
        "    if asks_too_often(request):",
        "    if not asks_too_often:",
        "chats/test_host_page.py",
    ),
    mutant(
        "limit-of-sample-data",
        "coffeechat/sample/views.py",
        "    if _starts_too_often(request):",
        "    if not _starts_too_often:",
        "sample/test_sample.py",
        only="starts",
    ),
)
