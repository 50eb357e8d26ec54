"""Every e-mail, to look at."""

import pytest

from coffeechat.styleguide import all_emails
from outbox.queue import Draft


@pytest.fixture(scope="session")
def emails() -> dict[str, Draft]:
    """A sample of each, rendered once."""
    return all_emails()
