"""What stands in the table of e-mails as soon as a process has started."""

import subprocess
import sys

from django.conf import settings

from outbox.kinds import registered


def test_the_table_is_full_once_django_is_ready() -> None:
    """Whoever asks first, in whichever process: an empty table would call no chat off. What writes
    styles into e-mails is loaded for the first of them."""
    code = "import django, sys; django.setup(); from outbox.kinds import registered;"
    code += "print('css_inline' in sys.modules, *sorted(kind.name for kind in registered()))"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["False", *sorted(kind.name for kind in registered())]
