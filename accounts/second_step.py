"""When signing in takes one step more, and whoever cannot take it still comes in.

An authenticator app asks for its digits at every sign-in: its owner wants that. A passkey is a way
in of its own. It is asked for where a password was typed, which others may know, and never after a
code by e-mail: devices get lost.
"""

from collections.abc import Set

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.models import User

TOTP = Authenticator.Type.TOTP


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        user: User = self.login.user
        return TOTP in authenticators_of(user) or not came_by_code(request, user)


def authenticators_of(user: User) -> Set[str]:
    """What they have to show beside an address: an app, passkeys, recovery codes."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def came_by_code(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    return any(record["method"] == "code" for record in records)
