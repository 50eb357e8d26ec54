"""The object or 404. Ownership is part of the query."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from chats import host_queries
from chats.models import Chat, Invitation, Link
from chats.tokens import hash_of


def invitation_of(user: User, pk: int) -> Invitation:
    invitations = Invitation.objects.of(user).with_what_stands()
    invitations = invitations.select_related("contact", "seeker")
    return get_object_or_404(invitations, pk=pk)


def chat_of(user: User, pk: int) -> Chat:
    chats = Chat.objects.of(user).with_undone()
    chats = chats.select_related("contact", "seeker", "invitation")
    return get_object_or_404(chats, pk=pk)


def link_for(token: str, purpose: Link.Purpose) -> Link | None:
    """The link with its invitation, seeker and contact; None where the token is not known.

    Without its invitation it is still a way to say "never again", and nothing else.
    """
    found = host_queries.link_with_all(hash_of(token), purpose)
    if found is None:
        found = Link.objects.filter(token_hash=hash_of(token), purpose=purpose).first()
    return found
