"""One function for each e-mail, each with a folder of three templates in `templates/emails/`."""

from followups.emails.digest import digest
from followups.emails.keeping import KEEPING, in_touch
from followups.emails.thanking import thank_you, thank_you_due, thank_you_last_call

__all__ = ["KEEPING", "digest", "in_touch", "thank_you", "thank_you_due", "thank_you_last_call"]
