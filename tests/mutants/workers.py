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
        "lock-of-wishes",
        HOURS,
        f'keeps the usual week."""\n{SEEKER}',
        'keeps the usual week."""\n',
        SECOND,
        DAYS,
    ),
    mutant(
        "lock-of-single-days",
        HOURS,
        f'The same twice is once."""\n{SEEKER}',
        'The same twice is once."""\n',
        SECOND,
        DAYS,
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
        "    CalendarAccount.objects.select_for_update().filter(pk=account.pk).first()\n",
        "",
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
        "row = _mine(account).select_for_update().first()",
        "row = _mine(account).first()",
        SIDE_BY_SIDE,
        ORDER,
    ),
    mutant(
        "lease-of-reading",
        READING,
        "filter(pk=account.pk, lease_until=account.lease_until)",
        "filter(pk=account.pk)",
        CALENDARS,
        only="overtaken or while",
    ),
    mutant(
        "lease-of-writing",
        WRITING,
        "filter(pk=entry.pk, lease_until=entry.lease_until)",
        "filter(pk=entry.pk)",
        "calendars/test_entries.py",
        only="worker or during",
    ),
    mutant(
        "lease-of-archiving",
        ARCHIVING,
        "filter(pk=export.pk, lease_until=export.lease_until)",
        "filter(pk=export.pk)",
        "archive/test_building.py",
        only="worker",
    ),
    mutant(
        "skip-locked-reading",
        READING,
        'select_for_update(skip_locked=True, of=("self",))',
        'select_for_update(of=("self",))',
        SIDE_BY_SIDE,
        CALENDARS,
        only="worker",
    ),
    mutant(
        "skip-locked-writing",
        WRITING,
        'select_for_update(skip_locked=True, of=("self",))',
        'select_for_update(of=("self",))',
        SIDE_BY_SIDE,
        "calendars/test_entries.py",
        only="worker",
    ),
    mutant(
        "skip-locked-archiving",
        ARCHIVING,
        'select_for_update(skip_locked=True, of=("self",))',
        'select_for_update(of=("self",))',
        SIDE_BY_SIDE,
        "archive/test_building.py",
        only="worker",
    ),
    mutant(
        "one-sweep-at-a-time",
        "outbox/sweeps.py",
        "SELECT pg_try_advisory_lock(%s)",
        "SELECT %s IS NOT NULL",
        "calendars/test_tasks.py",
    ),
)
