"""One function for each e-mail, each with a folder of three templates in `templates/emails/`."""

from followups.emails.thanking import thank_you, thank_you_due, thank_you_last_call

__all__ = ["thank_you", "thank_you_due", "thank_you_last_call"]
