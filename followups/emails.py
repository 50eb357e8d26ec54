"""The e-mails of this app, found by their table when the program starts (`outbox.apps`)."""

from followups.digest import emails as digest
from followups.keep_in_touch import emails as keep_in_touch
from followups.thank_you import emails as thank_you

__all__ = ["digest", "keep_in_touch", "thank_you"]
