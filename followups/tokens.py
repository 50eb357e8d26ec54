"""The link in the weekly e-mail that ends it without signing in; it can do nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User

SIGNER = signing.Signer(salt="followups.digest.stop")
"""Without an age: an e-mail found again years later must still be able to end the next one."""


def stop_url(seeker: User) -> str:
    token = SIGNER.sign_object(seeker.pk)
    return settings.SITE_URL + reverse("followups:digest_one_click", args=[token])


def seeker_of(token: str) -> User | None:
    """Whose weekly e-mail it ends; None where it was not signed by us or the account is gone."""
    try:
        return User.objects.filter(pk=SIGNER.unsign_object(token)).first()
    except signing.BadSignature:
        return None
