"""What an e-mail is filed under: what it is about, by a word and the key of its row.

The one place that knows how the two are written together, for Python and for SQL. Whoever asks
writes the same of what they hold and compares; nothing takes it apart again.
"""

from django.db.models import CharField, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

OUTER_KEY = OuterRef("pk")


def about(word: str, pk: int) -> str:
    return f"{word}:{pk}"


def about_each(word: str, pk: Combinable = OUTER_KEY) -> Concat:
    """Of each row of the outer query, or of this one by `F("pk")`."""
    return Concat(Value(f"{word}:"), Cast(pk, CharField()), output_field=CharField())
