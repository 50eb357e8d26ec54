"""Requests have one moment, operations are given theirs; who else looks at the clock says why."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = [app for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()]
CLOCKS = {
    *(f"timezone.{ask}" for ask in ("now", "localtime", "localdate")),
    *(f"datetime.{ask}" for ask in ("now", "today", "utcnow")),
    "date.today",
    "time.time",
}

TASK = "a task: its one moment, or that of each thing it takes up"
MAY_LOOK = {
    "accounts/middleware.py": "the moment of a request",
    "accounts/session_store.py": "a session that no request opened, such as of a command",
    "coffeechat/webhooks.py": "what anymail tells of comes without its request",
    **dict.fromkeys(("archive/tasks.py", "calendars/tasks.py", "chats/tasks.py"), TASK),
    **dict.fromkeys(("followups/tasks.py", "preparation/tasks.py", "progress/tasks.py"), TASK),
}
"""Each with its reason. In migrations and commands a clock is nobody's concern."""
APART = ("/migrations/", "/management/")


def looks_at_the_clock() -> Iterator[tuple[str, int, str]]:
    for path in sorted(path for app in APPS for path in (ROOT / app).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if not any(part in name for part in APART):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
                    yield name, node.lineno, ast.unparse(node)


def test_nobody_looks_at_the_clock_beside_the_request() -> None:
    found = [
        f"{path}:{line} {ask}" for path, line, ask in looks_at_the_clock() if path not in MAY_LOOK
    ]
    assert found == []


def test_whoever_may_look_does() -> None:
    assert set(MAY_LOOK) - {path for path, _, _ in looks_at_the_clock()} == set()
