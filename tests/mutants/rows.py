"""The locks of single rows: who comes second finds what the first one wrote."""

from tests.mutants.mutant import mutant

SECOND, KEEPING = "races/test_who_comes_second.py", "races/test_keeping_in_touch.py"
OUTCOMES, OUTCOME_RACE = "outcomes/lifecycle.py", "races/test_outcomes.py"
ERASING, ORDER = "archive/lifecycle.py", "races/test_lock_order.py"
SEEKER = "    User.objects.select_for_update(no_key=True).get(pk=seeker.pk)\n"

MUTANTS = (
    mutant(
        "lock-of-own-questions",
        "preparation/lifecycle/bank.py",
        '    User.objects.select_for_update().only("pk").get(pk=seeker.pk)\n',
        "",
        SECOND,
        "preparation/test_lifecycle.py",
        only="question",
    ),
    mutant(
        "lock-of-a-chats-questions",
        "preparation/lifecycle/questions.py",
        '    Chat.objects.select_for_update().only("pk").get(pk=chat.pk)\n',
        "",
        SECOND,
        "preparation/test_lifecycle.py",
        only="question",
    ),
    mutant("lock-of-outcomes", OUTCOMES, SEEKER, "    return\n", OUTCOME_RACE),
    mutant(
        "lock-of-an-outcome-to-change",
        OUTCOMES,
        "if not Outcome.objects.select_for_update().filter(pk=outcome.pk).exists():",
        "if not Outcome.objects.filter(pk=outcome.pk).exists():",
        SECOND,
        OUTCOME_RACE,
    ),
    mutant(
        "lock-of-an-outcome-to-delete",
        OUTCOMES,
        "row = Outcome.objects.select_for_update().filter(pk=outcome.pk).first()",
        "row = Outcome.objects.filter(pk=outcome.pk).first()",
        SECOND,
        OUTCOME_RACE,
    ),
    mutant(
        "lock-of-digest",
        "followups/digest/digesting.py",
        'Digest.objects.select_for_update(of=("self",)).select_related("seeker")',
        'Digest.objects.select_related("seeker")',
        SECOND,
        KEEPING,
    ),
    mutant(
        "lock-of-contact-to-keep",
        "followups/keep_in_touch/cadence.py",
        'Contact.objects.select_for_update(no_key=True, of=("self",))',
        "Contact.objects",
        KEEPING,
    ),
    mutant(
        "lock-of-follow-up",
        "followups/keep_in_touch/keeping.py",
        'FollowUp.objects.keeping().select_for_update(of=("self",))',
        "FollowUp.objects.keeping()",
        SECOND,
        "followups/test_keeping.py",
    ),
    mutant(
        "lock-of-thank-you",
        "followups/thank_you/thanking.py",
        'FollowUp.objects.select_for_update(of=("self",))',
        "FollowUp.objects",
        SECOND,
        "followups/test_scheduling.py",
        only="while or at_once",
    ),
    mutant(
        "lock-of-looking-back",
        "followups/debrief/debriefing.py",
        "    User.objects.select_for_update(no_key=True).get(pk=chat.seeker_id)\n",
        "    return\n",
        "followups/test_after.py",
        only="at_once",
    ),
    mutant(
        "lock-of-promise",
        "followups/debrief/debriefing.py",
        'Promise.objects.select_for_update(of=("self",)).select_related',
        "Promise.objects.select_related",
        SECOND,
        "followups/test_after.py",
        only="promise",
    ),
    mutant(
        "locks-of-people-at-erasing",
        ERASING,
        "    lock_people(address_hash(seeker.email), *keys)\n",
        "    assert keys is not None\n",
        ORDER,
    ),
    mutant(
        "lock-of-accounts-at-erasing",
        ERASING,
        '    list(CalendarAccount.objects.of(seeker).order_by("pk").select_for_update())\n',
        "",
        ORDER,
    ),
)
