"""Every e-mail, to look at."""

import pytest

from coffeechat.styleguide import all_emails
from outbox.rendered import RenderedEmail


@pytest.fixture(scope="session")
def emails() -> dict[str, RenderedEmail]:
    """A sample of each, rendered once."""
    return all_emails()
