"""What a process loads when it starts, and what it leaves out when it ends."""

import os
import subprocess
import sys

from local.services.state import CHECKOUT


def said(code: str) -> str:
    return subprocess.check_output([sys.executable, "-c", code], cwd=CHECKOUT, text=True)


def test_an_end_looks_through_nothing_that_was_loaded() -> None:
    at_the_end = "atexit._run_exitfuncs(); print(gc.get_freeze_count() > 1000)"
    assert said(f"import atexit, gc, coffeechat; {at_the_end}") == "True\n"


def test_the_supervisor_and_the_mail_server_load_no_celery() -> None:
    both = "import sys, local.services.up, local.mailbox.server"
    assert said(f"{both}; print('celery' in sys.modules)") == "False\n"


def test_gunicorn_loads_every_view_before_it_forks() -> None:
    site = "import sys, coffeechat.wsgi"
    assert said(f"{site}; print('accounts.views' in sys.modules)") == "True\n"


OF_A_PROCESS = """
import sys
import coffeechat.gunicorn, coffeechat.wsgi, coffeechat.celery, coffeechat.clock
coffeechat.celery.app.loader.import_default_modules()
assert {"chats.tasks", "accounts.views"} <= set(sys.modules)
print(*(name for name in sys.modules if name.partition(".")[0] == "local"))
"""


def loaded_of_local(settings: str) -> set[str]:
    """By web, worker and beat of an instance that has all it needs."""
    env = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME")},
        "DJANGO_SETTINGS_MODULE": settings,
        "ENV_FILE": os.devnull,
        "SITE_URL": "https://coffee.example",
        "SECRET_KEY": "a-secret-of-an-instance-that-nobody-starts",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "REDIS_URL": "redis://127.0.0.1:9",
        "EMAIL_URL": "submission://user:password@smtp.example:587",
        "MAILBOX_DIR": "/nowhere",
    }
    command = [sys.executable, "-c", OF_A_PROCESS]
    return set(subprocess.check_output(command, cwd=CHECKOUT, env=env, text=True).split())


def test_production_loads_nothing_that_one_machine_alone_needs() -> None:
    assert loaded_of_local("coffeechat.settings") == set()


def test_an_instance_that_offers_sample_data_loads_that_alone() -> None:
    loaded = loaded_of_local("local.sample.settings")
    assert "local.sample.views" in loaded
    assert {name for name in loaded if not name.startswith("local.sample")} == {"local"}
