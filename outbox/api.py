"""What other ways to send say when they fail, in the form of SMTP's failures."""

from anymail.exceptions import AnymailAPIError
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import NewConnectionError

from outbox.smtp import Failure, Phase


def failure(error: Exception) -> Failure | None:
    """None for what never left this program, such as an e-mail that cannot be written."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, AnymailAPIError):
        return _of_provider(error)
    if isinstance(error, OSError):
        return Failure(Phase.END, None, error.strerror or type(error).__name__)
    return None


def _of_provider(error: AnymailAPIError) -> Failure:
    if error.status_code is not None:
        return Failure(Phase.API, error.status_code, getattr(error.response, "reason", "") or "")
    phase = Phase.CONNECT if _never_connected(error) else Phase.API
    return Failure(phase, None, type(error.__cause__ or error).__name__)


def _never_connected(error: AnymailAPIError) -> bool:
    cause = error.__cause__
    why = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return isinstance(cause, ConnectTimeout) or isinstance(why, NewConnectionError)
