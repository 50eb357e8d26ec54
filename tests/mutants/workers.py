"""What workers share with each other, and with seekers who change their calendars and hours."""

from tests.mutants.mutant import mutant

ACCOUNTS, CALENDARS = "calendars/lifecycle/accounts.py", "calendars/test_accounts.py"
HOURS, DAYS = "calendars/my_hours.py", "calendars/test_times_page.py"
SECOND = "races/test_who_comes_second.py"
READING, WRITING, ARCHIVING = (
    "calendars/lifecycle/reading.py",
    "calendars/lifecycle/writing.py",
    "archive/lifecycle.py",
)
ORDER, SIDE_BY_SIDE = "races/test_lock_order.py", "races/test_workers_side_by_side.py"
SEEKER = "    User.objects.select_for_update().get(pk=seeker.pk)\n"
SEEKER_ALONE = "    User.objects.select_for_update(no_key=True).get(pk=seeker.pk)\n"

MUTANTS = (
    mutant(
        "lock-of-the-week",
        HOURS,
        f'The seeker\'s row is the lock."""\n{SEEKER}',
        'The seeker\'s row is the lock."""\n',
        SECOND,
        DAYS,
    ),
    mutant(
        "lock-of-preferences",
        HOURS,
        f'keeps the usual week."""\n{SEEKER}',
        'keeps the usual week."""\n',
        SECOND,
        DAYS,
    ),
    mutant(
        "lock-of-single-days",
        HOURS,
        "    commitments.known().hold(seeker)\n",
        "    assert commitments.known()\n",
        SECOND,
        "races/test_days_off.py",
        only="two_days_off or day",
    ),
    mutant(
        "lock-of-adding-a-calendar",
        ACCOUNTS,
        f'the same at once make one."""\n{SEEKER_ALONE}',
        'the same at once make one."""\n',
        SIDE_BY_SIDE,
        CALENDARS,
        only="address",
    ),
    mutant(
        "lock-of-removing-a-calendar",
        ACCOUNTS,
        "row = CalendarAccount.objects.select_for_update().filter(pk=account.pk).first()",
        "row = CalendarAccount.objects.filter(pk=account.pk).first()",
        ORDER,
    ),
    mutant(
        "lock-of-choosing-a-calendar",
        ACCOUNTS,
        "    CalendarAccount.objects.select_for_update().get(pk=calendar.account_id)\n",
        "",
        CALENDARS,
        only="while",
    ),
    mutant(
        "lock-of-accounts-where-chats-go",
        ACCOUNTS,
        '    list(CalendarAccount.objects.of(seeker).order_by("pk").select_for_update())\n',
        "",
        CALENDARS,
        only="waits",
    ),
    mutant(
        "lock-of-what-was-read",
        READING,
        "row = leases.leased(account).select_for_update().first()",
        "row = leases.leased(account).first()",
        SIDE_BY_SIDE,
        ORDER,
    ),
    mutant(
        "lease-of-reading",
        READING,
        "leases.leased(account).select_for_update()",
        "CalendarAccount.objects.filter(pk=account.pk).select_for_update()",
        CALENDARS,
        only="overtaken or while",
    ),
    mutant(
        "lease-of-writing",
        WRITING,
        "mine = leases.leased(entry)",
        "mine = CalendarEntry.objects.filter(pk=entry.pk)",
        "calendars/test_entries.py",
        only="worker or during",
    ),
    mutant(
        "lease-of-archiving",
        ARCHIVING,
        "if not finish(leased(export),",
        "if not finish(Export.objects.filter(pk=export.pk),",
        "archive/test_building.py",
        only="worker",
    ),
    mutant(
        "end-of-a-lease",
        "outbox/leases.py",
        "rows.update(lease=None, lease_until=None, **values)",
        "rows.update(**values)",
        "calendars/test_entries.py",
        only="worker or during",
    ),
    mutant(
        "one-sweep-at-a-time",
        "outbox/sweeps.py",
        "SELECT pg_try_advisory_lock(%s)",
        "SELECT %s IS NOT NULL",
        "calendars/test_tasks.py",
    ),
    mutant(
        "one-slot-for-slow-calendars",
        "calendars/models/busy.py",
        "free if patient else free.filter(is_slow=False)",
        "free",
        "calendars/test_tasks.py",
    ),
    mutant(
        "one-slot-for-slow-servers",
        WRITING,
        "due if patient else due.filter(attempts=0)",
        "due",
        "calendars/test_tasks.py",
    ),
    mutant(
        "slow-calendars-come-last",
        "calendars/models/busy.py",
        'order_by("is_slow", "due_at")',
        'order_by("due_at")',
        CALENDARS,
        only="come_last",
    ),
    mutant(
        "one-reading-of-a-seeker",
        "calendars/models/busy.py",
        "self.exclude(Exists(mine.filter(somebody_has(now))))",
        "self",
        CALENDARS,
        only="at_a_time",
    ),
    mutant(
        "one-claim-at-a-time",
        READING,
        "    _one_claims_at_a_time()\n    account = leases",
        "    account = leases",
        SIDE_BY_SIDE,
        only="two_workers",
    ),
    mutant(
        "backoff-at-the-limits-of-readers",
        ACCOUNTS,
        "filter(pk=pk, limit_hits=0).update(due_at=now)",
        "filter(pk=pk).update(due_at=now)",
        CALENDARS,
        only="hastens",
    ),
)
