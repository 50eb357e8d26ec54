"""allauth, with its e-mails leaving through the outbox."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter

from outbox import queue


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue what allauth rendered: sign-in codes wait for nothing and expire soon."""
        message = self.render_mail(template_prefix, email, context)
        html = message.alternatives[0].content if getattr(message, "alternatives", None) else ""
        queue.enqueue(
            [
                queue.Draft(
                    kind=template_prefix.rpartition("/")[2],
                    dedupe_key=f"account:{uuid4()}",
                    to=email,
                    subject=message.subject,
                    text=message.body,
                    html=html,
                )
            ]
        )
