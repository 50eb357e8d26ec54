"""An invented week for the sample of the weekly e-mail. Nothing is saved."""

from datetime import date, timedelta

from chats.samples import NOW, invitation
from followups.digest.items import Line, Week
from followups.kinds import SPECS
from followups.models import Digest
from followups.titles import THANK_YOU

NAME, MINE, THEIRS = "Jonas Weber", "Send the first readings", "Name two schools"

__all__ = ["NOW", "digest", "week"]


def digest() -> Digest:
    return Digest(seeker=invitation().seeker)


def week() -> Week:
    page, day = "https://example.org/follow-ups/1/", timedelta(days=1)
    name = {"name": NAME}
    update = SPECS["update"].wording.title % name
    return Week(
        [Line(THANK_YOU % name, page, due_at=NOW - day, is_late=True)],
        [Line(update, page, due_at=NOW + day)],
        [Line(f"{NAME}: {MINE}", page, due_on=date(2027, 2, 26))],
        [Line(f"{NAME}: {THEIRS}", page, due_on=date(2027, 2, 27))],
    )
