"""After a new key: everything that is kept encrypted, under the first of FIELD_KEYS."""

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Manager, Model, TextField
from django.db.models.functions import Cast

from accounts.encrypted import EncryptedTextField, Sealed, Unreadable


class Command(BaseCommand):
    help = "Encrypt everything kept encrypted anew, under the first of FIELD_KEYS."

    def handle(self, *args: object, **options: object) -> None:
        """Once it has said so, older keys can go. Beside the running program, and twice is fine."""
        outcome = Counter(
            encrypt_row(field, pk, sealed) for field in _fields() for pk, sealed in _rows(field)
        )
        self.stdout.write(f"Encrypted anew: {outcome[True]}.")
        if lost := outcome[False]:
            raise CommandError(
                f"{lost} could not be opened, and stayed as they are: "
                "put the key they were written with back into FIELD_KEYS, and start this again."
            )


def _fields() -> Iterator[EncryptedTextField]:
    for model in apps.get_models():
        yield from (each for each in model._meta.fields if isinstance(each, EncryptedTextField))


def _rows(field: EncryptedTextField) -> Iterator[tuple[object, Sealed]]:
    rows = _manager(field).filter(**{f"{field.attname}__isnull": False})
    yield from rows.values_list("pk", field.attname).order_by("pk").iterator()


def encrypt_row(field: EncryptedTextField, pk: object, sealed: Sealed) -> bool:
    """False where no key opens it. What was changed meanwhile is under the new key already."""
    try:
        anew = sealed.sealed_anew()
    except Unreadable:
        return False
    rows = _manager(field).filter(pk=pk).annotate(was=Cast(field.attname, TextField()))
    rows.filter(was=sealed.token).update(**{field.attname: anew})
    return True


def _manager(field: EncryptedTextField) -> "Manager[Model]":
    return field.model._base_manager
