"""Start the children, watch them, start again those that die, stop them in order."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from socket import socket
from types import FrameType

from local.services.processes import Child, Role, fingerprint, spawn
from local.services.state import CHECKOUT, Refusal, State, write_private

LINES_OF_LOG = 8
MAX_PAUSE = 30.0
LOOK_EVERY = 5.0
STEADY = 60.0
"""A child that ran this long is well again, and its pauses start from the shortest."""


class Stop(Exception):
    """Somebody asked us to stop."""


@dataclass
class Supervisor:
    state: State
    say: Callable[[str], None]
    env: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    children: dict[str, Child] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    held: list[socket] = field(default_factory=list)
    """Listening sockets, kept open so that a child that starts again finds its port."""
    hindered: str = ""
    """Why the state folder cannot be written; empty while it can."""
    looks_at: float = 0
    asked_to_stop: bool = False
    ready: bool = False

    def hold(self, listener: socket) -> socket:
        self.held.append(listener)
        return listener

    def listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(self, role: Role, env: Mapping[str, str] | None = None) -> Child:
        child = spawn(role, env or self.env, self.state.log, CHECKOUT)
        self.children[role.name] = child
        self.look_after_folder()
        return child

    def finish(self, name: str) -> None:
        """Wait until a child that was started for one step has done it."""
        child = self.children[name]
        while child.alive:
            self.pause(0.02)
        del self.children[name]
        if child.process.returncode:
            raise Refusal(self._why(name))

    def wait_for(self, name: str, answers: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until it answers; a child that dies before it ever answered will not get better."""
        deadline, pause = time.monotonic() + seconds, 0.05
        while not answers():
            if not self.children[name].alive or time.monotonic() > deadline:
                raise Refusal(self._why(name))
            self.pause(pause)
            pause = min(pause * 1.25, 0.25)  # each look takes time from whoever we wait for

    def pause(self, seconds: float) -> None:
        if self.asked_to_stop:
            raise Stop
        time.sleep(seconds)

    def _why(self, name: str) -> str:
        last = self.state.log.read_text(errors="replace").strip().splitlines()[-LINES_OF_LOG:]
        return "\n".join([f"{name} did not start. The end of {self.state.log}:", *last])

    def watch(self) -> None:
        """Stay until asked to stop."""
        while True:
            for child in list(self.children.values()):
                if not child.alive:
                    self._revive(child)
            if time.monotonic() >= self.looks_at:
                self.look_after_folder()
            self.pause(0.2)

    def _revive(self, child: Child) -> None:
        name, now = child.role.name, time.monotonic()
        if name not in self.due:
            child.stop()
            lived = now - child.started
            pause = 0.25 if lived > STEADY else self.pauses.get(name, 0.25)
            self.due[name], self.pauses[name] = now + pause, min(pause * 2, MAX_PAUSE)
            self.say(f"{name} stopped by itself, starting it again")
        elif now >= self.due[name]:
            del self.due[name]
            # Where there is no room, not even the log may open: then it is due again.
            with suppress(OSError):
                self.start(child.role)

    def look_after_folder(self) -> None:
        """Say once that it cannot be written, and once that it can: whoever died of it begins again
        at once. A write of our own shows it, and ends nothing when it fails."""
        self.looks_at = time.monotonic() + LOOK_EVERY
        hindered = self._hindrance()
        if hindered and not self.hindered:
            self.say(f"{hindered}. What stops for want of it is started again once it can be.")
        if self.hindered and not hindered:
            self.say(f"The state folder {self.state.folder} can be written again.")
            self.due = dict.fromkeys(self.due, 0.0)
            self.pauses.clear()
        self.hindered = hindered

    def _hindrance(self) -> str:
        try:
            self.record()
            self.state.check_room()
        except OSError as error:
            return self.state.unwritable(error)
        return ""

    def record(self) -> None:
        """Write down who runs, for the next start to clean up after a kill -9."""
        roles = {
            name: [child.process.pid, fingerprint(child.process.pid)]
            for name, child in self.children.items()
        }
        facts = {"supervisor": os.getpid(), "url": self.url, "ready": self.ready, "roles": roles}
        write_private(self.state.run_file, json.dumps(facts))

    def stop(self, order: Iterable[Iterable[str]]) -> None:
        """Stop group after group; whoever needs a server goes before it."""
        for group in order:
            children = [self.children[name] for name in group if name in self.children]
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
                del self.children[child.role.name]
        for listener in self.held:
            listener.close()
        with suppress(OSError):
            self.state.run_file.unlink()
