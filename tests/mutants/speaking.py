"""For whom a link speaks, and what reaches whoever opted out."""

from tests.mutants.mutant import mutant

COPIED, OPTED_OUT = "links/test_copied_links.py", "chats/test_opted_out.py"
SPEAKING, SUPPRESSION = "chats/host/speaking.py", "outbox/suppression.py"

MUTANTS = (
    mutant(
        "wish-of-another-answer",
        "chats/host/answering.py",
        "        if mailbox(other.address) == theirs:",
        "        if not theirs and mailbox:",
        "chats/test_lifecycle_answering.py",
        only="never_again",
    ),
    mutant(
        "never-again-taken-back-at-once",
        "chats/meeting/calling_off.py",
        "if take_back(chat, kinds=[emails.cancelled_seeker.name]):",
        "if chat is None:",
        "chats/test_lifecycle_answering.py",
        only="alone",
    ),
    mutant(
        "wish-of-somebody-else",
        "chats/host/answering.py",
        "        if mailbox(other.address) == theirs:",
        "        if mailbox and theirs:",
        "chats/test_lifecycle_answering.py",
        only="somebody_else",
    ),
    mutant(
        "address-a-chat-is-agreed-from",
        "chats/meeting/booking.py",
        "        host_address=reply.address,\n",
        "        host_address=reply.address or invitation.contact.email,\n",
        COPIED,
    ),
    mutant(
        "person-by-a-proved-address",
        "chats/locks.py",
        "return address_hash(address) if proved else key_of(contact)",
        "return address_hash(address or contact.email)",
        COPIED,
    ),
    mutant(
        "whose-answer-stands",
        SPEAKING,
        "        _check_whose_answer_stands(invitation, link)\n",
        "",
        COPIED,
    ),
    mutant(
        "no-answer-for-the-unwilling",
        SPEAKING,
        "        if sentence := why_no_answer(link, invitation):",
        '        if sentence := "":',
        COPIED,
    ),
    mutant(
        "wish-of-a-contact",
        SPEAKING,
        "    if never.exists():\n",
        "    if never is None:\n",
        COPIED,
    ),
    mutant(
        "answer-beside-a-dead-address",
        SPEAKING,
        "    if why and invitation.status != InvitationStatus.BOOKED:\n",
        "    if why is None and not invitation.pk:\n",
        COPIED,
    ),
    mutant(
        "no-link-to-copy",
        "chats/compose/asking.py",
        "    if why := why_unwanted(invitation):\n",
        "    if (why := why_unwanted(invitation)) and not invitation.pk:\n",
        COPIED,
    ),
    mutant(
        "attendees-of-an-entry",
        "chats/itip.py",
        "(chat.host_address, chat.contact.name)",
        "(chat.contact.email, chat.contact.name)",
        COPIED,
    ),
    mutant(
        "chat-that-thanks-count-from",
        "followups/limits.py",
        '        chats = chats.filter(same_address("host_address", agreed_at))\n',
        "        assert same_address\n",
        COPIED,
    ),
    mutant(
        "every-e-mail-to-a-host",
        "chats/writing.py",
        "        outreach=True,\n",
        "        outreach=False,\n",
        OPTED_OUT,
    ),
    mutant(
        "bare-facts",
        SUPPRESSION,
        "        setattr(email, name, text)\n",
        "        assert name or text\n",
        OPTED_OUT,
    ),
    mutant(
        "bare-sender",
        SUPPRESSION,
        '    email.from_name = email.reply_to = ""\n',
        "",
        OPTED_OUT,
    ),
    mutant(
        "bare-facts-for-a-wish-alone",
        SUPPRESSION,
        "if reason != Reason.OPT_OUT or email.bare is None:",
        "if email.bare is None:",
        OPTED_OUT,
    ),
    mutant(
        "bare-facts-that-wait",
        SUPPRESSION,
        "filter(outreach=True, bare__isnull=True, started_at=None)",
        "filter(outreach=True, started_at=None)",
        OPTED_OUT,
    ),
)
