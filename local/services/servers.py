"""Postgres and Valkey, side by side: our own, or those that the environment names."""

import os
from dataclasses import dataclass

from local.services import postgres, valkey
from local.services.console import step
from local.services.state import State
from local.services.supervisor import Supervisor


@dataclass(frozen=True)
class Servers:
    """Postgres and Valkey of our own, unless others are named in the environment."""

    database: postgres.Postgres | None
    database_url: str
    broker: valkey.Valkey | None
    redis_url: str

    @classmethod
    def of(cls, state: State) -> "Servers":
        given_database, given_redis = (os.environ.get(n, "") for n in ("DATABASE_URL", "REDIS_URL"))
        database = None if given_database else postgres.of(state)
        broker = None if given_redis else valkey.of(state)
        return cls(
            database,
            database.url if database else given_database,
            broker,
            broker.url if broker else given_redis,
        )

    def start(self, supervisor: Supervisor, settings: dict[str, str] | None = None) -> None:
        """The broker comes up while Postgres makes or opens its data."""
        if self.broker:
            supervisor.start(self.broker.role(), _plain_env())
        if self.database:
            with step("Postgres"):
                self._start_postgres(supervisor, self.database, settings)
        else:
            postgres.check(self.database_url)
        if self.broker:
            with step("Valkey"):
                supervisor.wait_for("valkey", self.broker.answers)

    @staticmethod
    def _start_postgres(
        supervisor: Supervisor, database: postgres.Postgres, settings: dict[str, str] | None
    ) -> None:
        database.initialise()
        supervisor.start(database.role(settings), _plain_env())
        supervisor.wait_for("postgres", database.answers)
        database.create_database()


def start_servers(
    supervisor: Supervisor, settings: dict[str, str] | None = None
) -> tuple[str, str]:
    """The addresses of the database and of the broker, both of which answer."""
    servers = Servers.of(supervisor.state)
    servers.start(supervisor, settings)
    return servers.database_url, servers.redis_url


def _plain_env() -> dict[str, str]:
    """The servers need no secret of ours."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
