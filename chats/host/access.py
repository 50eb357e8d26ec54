"""The link behind a token, or nothing. Whoever holds it may see what it belongs to."""

from chats.host import queries as host_queries
from chats.models import Link
from chats.tokens import hash_of


def link_for(token: str, purpose: Link.Purpose) -> Link | None:
    """The link with its invitation, seeker and contact; None where the token is not known.

    Without its invitation it is still a way to say "never again", and nothing else.
    """
    found = host_queries.link_with_all(hash_of(token), purpose)
    if found is None:
        found = Link.objects.filter(token_hash=hash_of(token), purpose=purpose).first()
    return found
