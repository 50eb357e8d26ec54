"""What e-mails of a contact are about. Apps above know what hangs on it, and register here."""

from collections.abc import Callable, Iterable

from contacts.models import Contact

SubjectsOf = Callable[[Contact], Iterable[str]]

_registered: list[SubjectsOf] = []


def register(subjects_of: SubjectsOf) -> None:
    """Called once by each such app, when it is ready."""
    _registered.append(subjects_of)


def subjects_of(contact: Contact) -> list[str]:
    return [subject for theirs in _registered for subject in theirs(contact)]
