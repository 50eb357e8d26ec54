"""A state folder made once, from which every program of a test run begins as a copy."""

import shutil
import subprocess

from local.services import program
from local.services.postgres import UNSAFE_BUT_FAST
from local.services.servers import start_servers
from local.services.state import State
from local.services.supervisor import Supervisor
from local.services.up import STOPPING, prepare

SEED = "COFFEECHAT_SEED"
"""The variable by which tests learn where it is."""


def make_seed(seed: State) -> None:
    """A state folder as the first start leaves it: migrated, with its static files compressed.

    Whatever a run starts begins as a copy of it, so that nothing is migrated or compressed twice.
    """
    seed.prepare()
    supervisor = Supervisor(seed, say=lambda _: None)
    try:
        database_url, redis_url = start_servers(supervisor, UNSAFE_BUT_FAST)
        supervisor.env = program.environment(seed, database_url, redis_url, 0, None)
        prepare(supervisor, database_url)
    finally:
        supervisor.stop(STOPPING)


def begin_as_copy(seed: State, state: State) -> None:
    """The database, its password, and the proof that it is migrated."""
    state.prepare()
    for name in ("secrets.env", "migrated"):
        shutil.copy2(seed.folder / name, state.folder / name)
    home = state.folder / "postgres"
    home.mkdir(mode=0o700)
    for part in (seed.folder / "postgres").iterdir():
        if part.name != "run":
            # Postgres refuses data that is not its user's, and `copytree` forgets whose it is.
            subprocess.run(["cp", "-a", part, home / part.name], check=True)
