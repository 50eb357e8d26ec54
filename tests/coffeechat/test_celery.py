"""What Celery is told so that no task is lost, and what it is never asked to do."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from celery.app.utils import find_app
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from kombu.transport.redis import Channel

from coffeechat.celery import app
from coffeechat.settings import _next_database

ROOT = Path(settings.BASE_DIR)
TRANSPORT = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "retry_on_timeout": True,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("task_ignore_result", True),
        ("task_time_limit", 300),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("worker_prefetch_multiplier", 1),
        ("worker_cancel_long_running_tasks_on_connection_loss", True),
        ("broker_connection_max_retries", None),
        ("broker_transport_options", TRANSPORT),
        ("result_backend", None),
    ],
)
def test_a_ring_outlives_its_worker(name: str, value: object) -> None:
    assert app.conf[name] == value


def test_kombu_knows_every_option_of_the_transport() -> None:
    """A name it does not know is passed over in silence."""
    assert TRANSPORT.keys() <= {*Channel.from_transport_options}


def test_the_outbox_is_looked_at_each_second() -> None:
    tick = app.conf.beat_schedule["outbox-tick"]
    assert tick == {"task": "outbox.tick", "schedule": 1.0, "options": {"expires": 5}}


def test_beat_rings_the_same_whichever_app_it_is_given() -> None:
    """`--app coffeechat.clock` is what we start; an operator may still say `--app coffeechat`."""
    asked = [
        "beat_schedule",
        "broker_url",
        "broker_transport_options",
        "timezone",
        "task_serializer",
    ]
    # In a process of its own: here beat's app, made last, would be the one that rings.
    clock = "import json; from coffeechat.clock import app"
    ask = f"{clock}; print(json.dumps([app.conf[name] for name in {asked}]))"
    said = subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, text=True)
    assert json.loads(said) == [app.conf[name] for name in asked]
    assert find_app("coffeechat") is app
    assert current_app.main == app.main


def test_beat_loads_nothing_of_what_it_rings_for() -> None:
    ask = "import coffeechat.clock, sys; print('django.db.models' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, text=True) == "False\n"


def test_no_task_of_ours_says_otherwise() -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= {
        task.name for task in ours
    }
    said = {(task.acks_late, task.reject_on_worker_lost, task.ignore_result) for task in ours}
    assert said == {(True, True, True)}


def test_nothing_is_due_in_the_broker() -> None:
    """Due times are columns: a worker that holds a task for hours loses it or runs it twice."""
    asked = {keyword for path in _our_code() for keyword in _keywords(path)}
    assert "expires" in asked
    assert asked & {"eta", "countdown"} == set()


def _our_code() -> Iterator[Path]:
    for config in apps.get_app_configs():
        if Path(config.path).parent == ROOT:
            yield from Path(config.path).rglob("*.py")


def _keywords(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and node.value in ("eta", "countdown"):
            yield str(node.value)


@pytest.mark.parametrize(
    ("broker", "beside"),
    [
        ("redis://h:6379", "redis://h:6379?db=1"),
        ("redis://:p%40w@h:6379/0", "redis://:p%40w@h:6379/0?db=1"),
        ("rediss://h/3?ssl_cert_reqs=none", "rediss://h/3?ssl_cert_reqs=none&db=4"),
        ("unix://:p@/run/valkey.sock", "unix://:p@/run/valkey.sock?db=1"),
        ("unix:///run/valkey.sock?db=2", "unix:///run/valkey.sock?db=3"),
    ],
)
def test_limits_are_counted_beside_the_broker(broker: str, beside: str) -> None:
    assert _next_database(broker) == beside


def test_clearing_the_limits_loses_no_ring() -> None:
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("left-alone")
        queue.put({})
        caches["limits"].set("a", 1)
        caches["limits"].clear()
        assert queue.qsize() == 1
        queue.clear()
        queue.close()


def test_notes_to_a_seeker_have_no_cookie_of_their_own() -> None:
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.session.SessionStorage"


@pytest.mark.django_db
def test_a_sweep_begins_with_what_is_due_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch out of many rows in no order could leave the same one out again and again."""
    seen: list[object] = []
    modules = ["chats", "followups", "preparation"]
    for where in [*(f"{name}.tasks" for name in modules), "followups.due"]:
        monkeypatch.setattr(f"{where}.each", lambda rows, _: seen.append(rows))
    for name in modules:
        app.tasks[f"{name}.sweep"]()
    assert len(seen) > 10
    batches = [rows for rows in seen if isinstance(rows, QuerySet)]
    assert [str(rows.query) for rows in batches if not rows.ordered] == []
