"""Two people, one time, many hands: the constraint and the locks of an ask and its chat."""

from tests.mutants.mutant import Edit, Mutant, mutant

LOCKS = "chats/lifecycle/locks.py"
RACE = "races/test_taking_a_time.py"
COPIED, UNDO = "links/test_copied_links.py", "links/test_undo.py"
VERBS, SECOND = "races/test_other_verbs.py", "races/test_who_comes_second.py"

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
        "chats/lifecycle/taking.py",
        "if is_its_time and says(invitation.latest_answer, said):",
        "if is_its_time or said:",
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
        "order-of-people",
        LOCKS,
        "sorted(int(key[:15], 16) for key in set(keys))",
        "[int(key[:15], 16) for key in keys]",
        RACE,
        only="crowd or asking_and_asked",
    ),
    mutant(
        "undo-that-the-host-hears-of",
        "chats/lifecycle/meeting.py",
        "if chat.host_address and has_heard(chat, Side.HOST):",
        "if False:",
        UNDO,
    ),
    mutant(
        "undo-of-what-has-not-left",
        "chats/lifecycle/meeting.py",
        """    queue.cancel(chat.about)
    drafts = []""",
        "    drafts = []",
        UNDO,
    ),
    mutant(
        "undo-frees-the-time",
        "chats/lifecycle/meeting.py",
        """    chat.attendances.all().delete()
    chat.reminders.all().delete()
    entries.remove""",
        "    entries.remove",
        UNDO,
    ),
    mutant(
        "end-of-undoing",
        "chats/lifecycle/answering.py",
        "    if answer.at + UNDO_WITHIN <= now:",
        "    if answer.at > now:",
        UNDO,
    ),
    mutant(
        "clash-of-a-seekers-move",
        "chats/lifecycle/meeting.py",
        "if by == Side.SEEKER and _attends(host, during):",
        "if _attends is None:",
        COPIED,
        only="try or clash or meets",
    ),
    mutant(
        "count-of-clashes",
        "chats/lifecycle/trying.py",
        'update(clashes=F("clashes") + 1)',
        'update(clashes=F("clashes"))',
        COPIED,
        only="try or clash or meets",
    ),
    mutant(
        "limit-of-clashes",
        "chats/lifecycle/changing.py",
        "        check_may_try(chat)\n",
        "        assert check_may_try\n",
        COPIED,
        only="try or clash or meets or alike",
    ),
    mutant(
        "count-of-clashes-under-locks",
        "chats/lifecycle/trying.py",
        """            Chat.objects.filter(pk=chat.pk).update(clashes=F("clashes") + 1)
        raise refused""",
        """            pass
        Chat.objects.filter(pk=chat.pk).update(clashes=F("clashes") + 1)
        raise refused""",
        VERBS,
        only="at_once or let_go",
    ),
    mutant(
        "locks-of-mailboxes",
        LOCKS,
        "{key_of(contact), *mailboxes, ",
        "{key_of(contact), ",
        VERBS,
        only="at_once",
    ),
    mutant(
        "locks-of-people-at-sending",
        "chats/lifecycle/asking.py",
        "invitation = lock_both(invitation)\n    if invitation.status == InvitationStatus.SENT:",
        "invitation = lock_invitation(invitation.pk)\n"
        "    if invitation.status == InvitationStatus.SENT:",
        VERBS,
        only="at_once",
    ),
    mutant(
        "lock-of-invitation",
        LOCKS,
        'Invitation.objects.select_for_update(of=("self",)).filter(pk=pk)',
        "Invitation.objects.filter(pk=pk)",
        SECOND,
        VERBS,
    ),
    mutant(
        "lock-of-chat",
        LOCKS,
        "Chat.objects.select_for_update().get(pk=chat.pk)",
        "Chat.objects.get(pk=chat.pk)",
        SECOND,
        VERBS,
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
        "chats/lifecycle/asking.py",
        'drafts.select_for_update(of=("self",)).first()',
        "drafts.first()",
        SECOND,
        VERBS,
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
