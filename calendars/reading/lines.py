"""Take out of a calendar what says nothing about when: most of it, while it arrives.

Parsing a line properly costs a hundred times more than skipping it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from calendars.reading import repeats
from calendars.reading.blocks import ENTRY, SAY_WHEN, ZONE, Block, Line, blocks
from calendars.reading.entries import Entries, Entry, steps
from calendars.reading.heads import Head, heads
from calendars.reading.wire import CannotRead, Problem, Request
from calendars.reading.zones import Declared, Zones, by_name


@dataclass(slots=True)
class Part:
    """One calendar of a stream, and what it holds that can matter."""

    head: Head
    zones: list[Block] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    replaced: list[Entry] = field(default_factory=list)
    """Those that would hold but for one that is over."""
    free_busy: list[str] = field(default_factory=list)
    """The lines of free times, after their names."""
    says_when: bool = False

    def take(self, block: Block, entries: Entries) -> None:
        self.says_when = self.says_when or block.kind in SAY_WHEN
        if block.kind == ENTRY:
            self.entries += entries.near(block)
        elif block.kind == ZONE:
            self.zones.append(block)
        else:
            self.free_busy += block.values("FREEBUSY")

    @property
    def matters(self) -> bool:
        return bool(self.entries or self.replaced or self.free_busy)

    @property
    def is_cut_off(self) -> bool:
        """Rather than a remark behind the others."""
        return self.head.has_begun and self.says_when and not self.head.is_whole


@dataclass
class Reduced:
    """What can say something about the time between `since` and `until`."""

    parts: list[Part]
    left_out: int
    """Entries without a beginning, those that repeat more often than anybody meets, and calendars
    that were cut off behind a whole one."""
    _pay: Callable[[Block], None]
    _declared: Declared

    @property
    def name(self) -> str:
        return next((part.head.name for part in self.parts if part.head.name), "")

    def zones_of(self, part: Part) -> Zones:
        """By what it explains itself, and where it does not by what any other explains."""
        return Zones([by_name(part.zones), self._declared], self._pay, part.head.zone)


def reduced(lines: Iterable[Line], request: Request, budget: repeats.Budget) -> Reduced:
    entries = Entries(request, budget)
    parts = [_part(head, rest, entries) for head, rest in heads(iter(lines))]
    # One that was cut off would make a busy week look free.
    if not any(part.head.is_whole for part in parts):
        raise CannotRead(Problem.UNREADABLE)
    for part in parts:
        part.replaced = entries.replaced(part.entries)
        part.entries = entries.held(part.entries)
    left_out = entries.left_out + sum(part.is_cut_off for part in parts)
    declared = by_name(zone for part in parts for zone in part.zones)
    return Reduced(parts, left_out, lambda zone: _pay(zone, request, budget), declared)


def _part(head: Head, rest: Iterable[Line], entries: Entries) -> Part:
    part = Part(head)
    for block in blocks(rest):
        part.take(block, entries)
    return part


def _pay(zone: Block, request: Request, budget: repeats.Budget) -> None:
    """However many objects bring it along, it is made once."""
    if zone.words not in budget.zones:
        budget.zones.add(zone.words)
        budget.spend(steps=steps(zone, request))
