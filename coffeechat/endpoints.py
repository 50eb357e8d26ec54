"""The addresses at which an e-mail provider tells us: of the one that sends for us, and proven.

anymail has them for every provider, and takes what is not signed where no key is set.
"""

import re
import warnings

from anymail.exceptions import AnymailInsecureWebhookWarning
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern

PROVIDER = re.compile(r"anymail\.backends\.([a-z_]+)\.EmailBackend")


def of_provider() -> list[URLPattern]:
    """Refuses where none of them would know the provider from anybody else."""
    from anymail.urls import urlpatterns

    named = PROVIDER.fullmatch(settings.EMAIL_BACKEND)
    theirs = [one for one in urlpatterns if named and str(one.name).startswith(f"{named[1]}_")]
    if not theirs:
        raise ImproperlyConfigured("EMAIL_WEBHOOKS needs a provider in EMAIL_BACKEND that tells.")
    proven = [one for one in theirs if _is_proven(one)]
    if not proven:
        raise ImproperlyConfigured(
            "EMAIL_WEBHOOKS needs the provider's signing key, or ANYMAIL_WEBHOOK_SECRET."
        )
    return proven


def _is_proven(endpoint: URLPattern) -> bool:
    """By what anymail says of it: it wants a key that is not set, or warns that it has none."""
    view = endpoint.callback
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", AnymailInsecureWebhookWarning)
            view.view_class(**view.view_initkwargs)  # type: ignore[attr-defined]
    except (ImproperlyConfigured, AnymailInsecureWebhookWarning):
        return False
    return True
