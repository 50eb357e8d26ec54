"""What other ways to send say when they fail, in the form of SMTP's failures."""

from typing import TYPE_CHECKING

from outbox.smtp import Failure, Phase

if TYPE_CHECKING:
    from anymail.exceptions import AnymailAPIError


def failure(error: Exception) -> Failure | None:
    """None for what never left this program, such as an e-mail that cannot be written."""
    # A sixth of every start would go into importing it, and most programs send by SMTP.
    from anymail.exceptions import AnymailAPIError

    if isinstance(error, Failure):
        return error
    if isinstance(error, AnymailAPIError):
        return _of_provider(error)
    if isinstance(error, OSError):
        return Failure(Phase.END, None, error.strerror or type(error).__name__)
    return None


def _of_provider(error: "AnymailAPIError") -> Failure:
    if error.status_code is not None:
        return Failure(Phase.API, error.status_code, getattr(error.response, "reason", "") or "")
    phase = Phase.CONNECT if _never_connected(error) else Phase.API
    return Failure(phase, None, type(error.__cause__ or error).__name__)


def _never_connected(error: "AnymailAPIError") -> bool:
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    cause = error.__cause__
    why = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return isinstance(cause, ConnectTimeout) or isinstance(why, NewConnectionError)
