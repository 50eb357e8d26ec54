"""What can stand in a timeline: the table of kinds, to which the apps above add theirs.

An event is kept as facts. Its sentence and its link are made of them when it is shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from django.urls import reverse

from contacts.states import Stage
from outbox.text import isolated, runs_leftwards

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Sentence: TypeAlias = StrOrPromise | Mapping[str, StrOrPromise]
    """One, or one for each side whose doing it can be."""

TYPED = {"name", "by", "words"}
"""Of data: what people wrote. Where it runs from right to left, the sentence around it keeps its
places."""


@dataclass(frozen=True)
class Target:
    """What an event is about. Its page is known by type and id, so no row is fetched for a link."""

    type: str
    model: str
    """Whose key it is, such as `chats.Chat`."""
    page: str


@dataclass(frozen=True)
class EventKind:
    """One kind of event: how it is said, what it is about, and where it leaves a contact."""

    name: str
    sentence: "Sentence"
    """Whole, with named places for the data: `Invited with %(times)s times`."""
    quoting: "Sentence | None" = None
    """The same where somebody's `words` go with it."""
    target: Target | None = None
    leads_on: Collection[Stage] = ()
    """The stages whose next step is on the page of the newest such event's target."""
    labels: Mapping[str, Mapping[str, "StrOrPromise"]] = field(default_factory=dict)
    """Of data that is a code, how each value is said."""

    def say(self, side: str, data: Mapping[str, Any]) -> str:
        fitting = self.quoting if self.quoting and data.get("words") else self.sentence
        whole = fitting[side] if isinstance(fitting, Mapping) else fitting
        return str(whole % {name: self._said(name, value) for name, value in data.items()})

    def _said(self, name: str, value: Any) -> Any:
        if name in self.labels:
            return self.labels[name].get(value, value)  # of a newer release, as it is kept
        if name in TYPED and runs_leftwards(value):
            return "\n".join(map(isolated, value.splitlines()))
        return value


_kinds: dict[str, EventKind] = {}
_targets: dict[str, Target] = {}


def register(*kinds: EventKind) -> None:
    """Called once by each app that records events, when it is ready."""
    for kind in kinds:
        target = kind.target
        if target and _targets.setdefault(target.type, target) != target:
            raise ValueError(f"Two targets of events are called {target.type}.")
        if _kinds.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"Two kinds of event are called {kind.name}.")


def registered() -> Collection[EventKind]:
    return _kinds.values()


def say(name: str, side: str, data: Mapping[str, Any]) -> str:
    """A kind of a newer release, while it takes the place of this one or after going back, is said
    by what was written with it: one line must not take the whole page with it."""
    kind = _kinds.get(name)
    return kind.say(side, data) if kind else str(data.get("words", ""))


def names_leading_on(stage: Stage) -> list[str]:
    return [kind.name for kind in _kinds.values() if stage in kind.leads_on]


def page_of(target_type: str, target_id: int) -> str:
    """Blank for a target that only a newer release knows."""
    target = _targets.get(target_type)
    return reverse(target.page, args=[target_id]) if target else ""
