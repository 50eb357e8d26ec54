"""The object or 404. Ownership is part of the query."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from chats.models import Chat, Invitation, with_what_stands


def invitation_of(user: User, pk: int) -> Invitation:
    invitations = with_what_stands(Invitation.objects.of(user))
    invitations = invitations.select_related("contact", "seeker")
    return get_object_or_404(invitations, pk=pk)


def chat_of(user: User, pk: int) -> Chat:
    chats = Chat.objects.of(user).with_undone()
    chats = chats.select_related("contact", "seeker", "invitation")
    return get_object_or_404(chats, pk=pk)
