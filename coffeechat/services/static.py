"""Collect the static files: `python -m coffeechat.services.static`."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Compressing takes seconds: only where a file changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    found = _fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(found)


def _fingerprint() -> str:
    files = sorted(
        (name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    )
    facts = [(name, Path(path).stat().st_mtime_ns) for name, path in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


if __name__ == "__main__":
    django.setup()
    collect()
