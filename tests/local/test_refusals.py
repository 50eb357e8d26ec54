"""What can be wrong with a machine is said in one sentence, and nothing is left running."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local.services.state import CHECKOUT
from tests.local.programs import refusal, status
from tests.stack import Stack, clean_env


def test_a_port_in_use_is_said(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refusal(folder, PORT=str(port)) == (
            f"Port {port} on 127.0.0.1 cannot be used (Address already in use): "
            "stop the program that uses it, or choose another with PORT."
        )


@pytest.mark.parametrize("port", ["eight", "-1", "65536"])
def test_a_port_that_is_none_is_said(folder: Path, port: str) -> None:
    assert refusal(folder, PORT=port) == (f"PORT is {port!r}: set it to a number from 1 to 65535.")


def test_an_address_below_a_path_is_said(folder: Path) -> None:
    assert refusal(folder, SITE_URL="https://coffee.example/chats") == (
        "SITE_URL is a host name alone, with nothing behind it: CoffeeChat needs one of its own, "
        "such as https://coffee.example, and cannot live below a path."
    )


def test_a_new_key_without_that_of_addresses_is_said(folder: Path) -> None:
    assert refusal(folder, SECRET_KEY_FALLBACKS="before") == (
        "SECRET_KEY_FALLBACKS needs ADDRESS_KEY beside it: set that to the SECRET_KEY this "
        "instance began with, or nobody's opt-out is recognised any more."
    )


@pytest.mark.stack
def test_a_second_start_on_the_same_folder_is_said(stack: Stack) -> None:
    folder = stack.state.folder
    assert refusal(folder) == (
        f"CoffeeChat already runs on {folder}: use that one, or stop it first."
    )
    assert status(f"{stack.url}/mailbox/") == 200


def test_a_state_folder_that_cannot_be_made_is_said(folder: Path) -> None:
    in_the_way = folder / "file"
    in_the_way.touch()
    assert refusal(in_the_way / "state") == (
        f"The state folder {in_the_way / 'state'} cannot be written (Not a directory): "
        "set COFFEECHAT_STATE to a folder of yours."
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_state_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    folder.chmod(0o500)
    assert refusal(folder / "state") == (
        f"The state folder {folder / 'state'} cannot be written (Permission denied): "
        "set COFFEECHAT_STATE to a folder of yours."
    )


def test_data_of_another_postgres_major_is_said(folder: Path) -> None:
    data = folder / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n")
    assert refusal(folder).startswith(
        f"The data in {data} belongs to Postgres 12, and this is Postgres "
    )


def test_a_database_that_is_not_there_is_said(folder: Path) -> None:
    url = "postgres://coffee:secret@127.0.0.1:9/coffee"
    assert refusal(folder, DATABASE_URL=url) == (
        'The database of DATABASE_URL does not let us in (connection to server at "127.0.0.1", '
        "port 9 failed: Connection refused): "
        "start it, correct the address, or leave DATABASE_URL out."
    )
    assert "Traceback" not in (folder / "coffeechat.log").read_text()


@pytest.mark.parametrize("url", ["sqlite:///secret.db", "postgres://coffee:secret@h:eight/coffee"])
def test_an_address_of_no_postgres_is_said(folder: Path, url: str) -> None:
    said = refusal(folder, DATABASE_URL=url)
    assert said.endswith(("or leave it out.", "or leave DATABASE_URL out."))
    assert "secret" not in said


def test_an_unknown_command_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "local.services", "down"],
        env=clean_env(),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "usage: python -m local.services (up | test [pytest arguments])\n"
