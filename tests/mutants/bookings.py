"""Two people, one time, many hands: the constraint and the locks of an ask and its chat."""

from tests.mutants.mutant import Edit, Mutant, mutant

LOCKS = "chats/locks.py"
RACE = "races/test_taking_a_time.py"
COPIED, UNDO = "links/test_copied_links.py", "links/test_undo.py"
OPERATIONS, SECOND = "races/test_other_operations.py", "races/test_who_comes_second.py"

MUTANTS = (
    Mutant(
        "exclusion-constraint",
        (
            Edit(
                "chats/models/chat.py",
                'name="attendance_never_twice",',
                'name="attendance_never_twice", condition=Q(person=""),',
            ),
            Edit(
                "chats/migrations/*.py",
                'name="attendance_never_twice"',
                'name="attendance_never_twice", condition=models.Q(("person", ""))',
            ),
        ),
        (RACE,),
        only="constraint_alone",
    ),
    mutant(
        "answer-of-an-old-page",
        "chats/host/taking.py",
        "if is_its_time and says(invitation.answers.standing().first(), reply):",
        "if is_its_time or reply:",
        "chats/test_lifecycle_answering.py",
        only="before",
    ),
    mutant(
        "locks-of-people",
        LOCKS,
        'cursor.execute(f"SELECT {calls}", numbers)',
        "assert calls",
        RACE,
        only="locks_alone",
    ),
    mutant(
        "day-off-after-the-offer",
        "chats/models/slot.py",
        'marked_at__gt=OuterRef("offer__at"), ',
        "",
        "chats/test_days_off.py",
        only="purpose",
    ),
    mutant(
        "order-of-people",
        LOCKS,
        "sorted(int(key[:15], 16) for key in set(keys))",
        "[int(key[:15], 16) for key in keys]",
        RACE,
        only="crowd or asking_and_asked",
    ),
    mutant(
        "undo-that-the-host-hears-of",
        "chats/meeting/calling_off.py",
        "if chat.host_address and has_heard(chat, Side.HOST):",
        "if False:",
        UNDO,
    ),
    mutant(
        "undo-of-what-has-not-left",
        "chats/meeting/calling_off.py",
        """    take_back(chat)
    rendered = []""",
        "    rendered = []",
        UNDO,
    ),
    mutant(
        "undo-frees-the-time",
        "chats/meeting/calling_off.py",
        """    chat.attendances.all().delete()
    chat.reminders.all().delete()
    entries.remove""",
        "    entries.remove",
        UNDO,
    ),
    mutant(
        "end-of-undoing",
        "chats/host/answering.py",
        "    if answer.at + UNDO_WITHIN <= now:",
        "    if answer.at > now:",
        UNDO,
    ),
    mutant(
        "conflict-of-a-seekers-move",
        "chats/meeting/booking.py",
        "if by == Side.SEEKER and _attends(host, during):",
        "if _attends is None:",
        COPIED,
        only="try or conflict or meets",
    ),
    mutant(
        "count-of-move-conflicts",
        "chats/meeting/move_conflicts.py",
        'update(move_conflicts=F("move_conflicts") + 1)',
        'update(move_conflicts=F("move_conflicts"))',
        COPIED,
        only="try or conflict or meets",
    ),
    mutant(
        "limit-of-move-conflicts",
        "chats/meeting/changing.py",
        "        check_may_try(chat)\n",
        "        assert check_may_try\n",
        COPIED,
        only="try or conflict or meets or alike",
    ),
    mutant(
        "count-of-move-conflicts-under-locks",
        "chats/meeting/move_conflicts.py",
        "            _count(chat)\n",
        "            pass\n        _count(chat)\n",
        OPERATIONS,
        only="at_once or let_go",
    ),
    mutant(
        "locks-of-mailboxes",
        LOCKS,
        "{key_of(contact), *mailboxes, ",
        "{key_of(contact), ",
        OPERATIONS,
        only="at_once",
    ),
    mutant(
        "locks-of-people-at-sending",
        "chats/compose/asking.py",
        "invitation = lock_both(invitation)\n    if invitation.status == InvitationStatus.SENT:",
        "invitation = lock_invitation(invitation.pk)\n"
        "    if invitation.status == InvitationStatus.SENT:",
        OPERATIONS,
        only="at_once",
    ),
    mutant(
        "lock-of-invitation",
        LOCKS,
        'Invitation.objects.select_for_update(of=("self",)).filter(pk=pk)',
        "Invitation.objects.filter(pk=pk)",
        SECOND,
        OPERATIONS,
    ),
    mutant(
        "lock-of-chat",
        LOCKS,
        "Chat.objects.select_for_update().get(pk=chat.pk)",
        "Chat.objects.get(pk=chat.pk)",
        SECOND,
        OPERATIONS,
    ),
    mutant(
        "lock-of-notes",
        LOCKS,
        "Chat.objects.select_for_update(no_key=True).filter(pk=chat.pk)",
        "Chat.objects.filter(pk=chat.pk)",
        SECOND,
        "preparation/test_noting.py",
    ),
    mutant(
        "lock-of-draft",
        "chats/compose/asking.py",
        'unsent.select_for_update(of=("self",)).first()',
        "unsent.first()",
        SECOND,
        OPERATIONS,
    ),
    mutant(
        "lock-of-contact-to-delete",
        "contacts/lifecycle.py",
        "Contact.objects.select_for_update().filter(pk=contact.pk)",
        "Contact.objects.filter(pk=contact.pk)",
        SECOND,
        "contacts/test_views.py",
        only="delet",
    ),
    mutant(
        "e-mails-of-a-deleted-contact",
        "contacts/lifecycle.py",
        "    queue.erase(_emails_about(row))\n",
        "",
        "contacts/test_views.py",
        only="delet",
    ),
    mutant(
        "e-mails-in-the-name-of-an-erased-account",
        "archive/rules.py",
        "about | written | to",
        "about | to",
        "archive/test_erasing.py",
    ),
    mutant(
        "lock-of-introductions",
        "contacts/lifecycle.py",
        "    User.objects.select_for_update(no_key=True).get(pk=contact.seeker_id)\n",
        "",
        SECOND,
        "outcomes/test_introductions.py",
        only="introduction",
    ),
)
