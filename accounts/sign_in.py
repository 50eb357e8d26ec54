"""The sign-in form of allauth, for seekers who chose to have a password."""

from allauth.account.forms import LoginForm


class PasswordLoginForm(LoginForm):  # type: ignore[misc]
    def _setup_password_field(self) -> None:
        """Keep it. allauth takes it away where signing up asks for none, though one may be set."""
