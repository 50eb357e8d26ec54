"""What was told, kept with the chat; and how long the outbox keeps its e-mails."""

from tests.mutants.mutant import mutant

NOTIFICATIONS, TESTS = "chats/notifications.py", "chats/test_notifications.py"
RETENTION, KEPT = "outbox/retention.py", "outbox/test_retention.py"

MUTANTS = (
    mutant(
        "what-was-told-and-is-forgotten",
        NOTIFICATIONS,
        "        row.delivery_status = DeliveryStatus.LEFT\n",
        "        row.delivery_status = DeliveryStatus.NEVER_LEFT\n",
        TESTS,
    ),
    mutant(
        "what-was-taken-back-in-time",
        "chats/models/notification.py",
        "return self.exclude(delivery_status=DeliveryStatus.NEVER_LEFT)",
        "return self.all()",
        TESTS,
    ),
    mutant(
        "delivery-status-of-what-is-kept",
        NOTIFICATIONS,
        "delivery_statuses(row.key for row in rows) if rows else {}",
        "{}",
        TESTS,
    ),
    mutant(
        "letter-that-was-refused",
        NOTIFICATIONS,
        "row.delivery_status == DeliveryStatus.LEFT and row.address == key",
        "row.delivery_status != DeliveryStatus.NEVER_LEFT and row.address == key",
        TESTS,
        "chats/test_lifecycle_asking.py",
    ),
    mutant(
        "letter-to-another-address",
        NOTIFICATIONS,
        "row.delivery_status == DeliveryStatus.LEFT and row.address == key",
        "row.delivery_status == DeliveryStatus.LEFT or not key",
        "chats/test_lifecycle_asking.py",
    ),
    mutant(
        "bound-on-what-is-forgotten",
        "chats/telling.py",
        "up_to_date(told) if row.delivery_status != DeliveryStatus.NEVER_LEFT",
        "up_to_date(told) if row.delivery_status == DeliveryStatus.NEVER_LEFT",
        TESTS,
    ),
    mutant(
        "move-nobody-has-heard-of",
        "chats/meeting/changing.py",
        "chat.moved_by == by and not set(told).isdisjoint(taken_back)",
        "chat.moved_by == by and None in taken_back",
        TESTS,
    ),
    mutant(
        "told-from-the-rows-of-before",
        "chats/migrations/0006_told_so_far.py",
        'return "never_left" if status == "held" or started_at is None else "failed"',
        'return "failed" if status else "never_left"',
        "upgrade/test_upgrade.py",
        only="known_without",
    ),
    mutant(
        "retention-of-what-waits",
        "outbox/models.py",
        "finished = self.filter(status__in=FINISHED).annotate(",
        "finished = self.annotate(",
        KEPT,
    ),
    mutant(
        "retention-until-the-last-moment",
        "outbox/models.py",
        ".annotate(last_moment=LAST_MOMENT)",
        '.annotate(last_moment=models.F("wanted_at"))',
        KEPT,
        TESTS,
    ),
    mutant(
        "retention-as-the-operator-says",
        "outbox/models.py",
        "kept = timedelta(days=settings.EMAIL_RETENTION_DAYS)",
        "kept = timedelta(days=90 if settings else 0)",
        KEPT,
    ),
    mutant(
        "retention-of-the-oldest-first",
        "outbox/models.py",
        '.order_by("last_moment")',
        '.order_by("-last_moment")',
        KEPT,
    ),
    mutant(
        "retention-in-bounded-runs",
        RETENTION,
        "for _ in range(MAX_BATCHES):",
        "while MAX_BATCHES:",
        KEPT,
    ),
    mutant(
        "retention-beside-an-operator",
        RETENTION,
        ".select_for_update(skip_locked=True)",
        "",
        "races/test_workers_side_by_side.py",
        only="outdated",
    ),
    mutant(
        "retention-that-waits",
        RETENTION,
        ".select_for_update(skip_locked=True)",
        ".select_for_update()",
        "races/test_workers_side_by_side.py",
        only="outdated",
    ),
    mutant(
        "retention-not-shorter-than-texts",
        "coffeechat/settings.py",
        "90, validate=validate.Range(min=30))",
        "90)",
        "coffeechat/test_settings.py",
        only="kept",
    ),
    mutant(
        "round-told-of-once",
        "chats/meeting/emails/asks.py",
        "to_seeker(kind, invitation, version, {}, expires_at=invitation.expires_at)",
        "to_seeker(kind, invitation, version, {})",
        TESTS,
    ),
)
