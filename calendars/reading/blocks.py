"""The parts of a calendar, found in one pass over its lines: its entries, zones and free times."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Line = tuple[str, str]
"""The name of a property in capitals, and all that follows it."""
ENTRY, ZONE, FREE = "VEVENT", "VTIMEZONE", "VFREEBUSY"
COMPONENTS = (ENTRY, ZONE, FREE)
SAY_WHEN = (ENTRY, FREE)
EDGES = ("BEGIN", "END")


@dataclass
class Block:
    """What stands between a BEGIN and its END."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    depth: int = 0
    """How many components within are open: alarms, people, places (RFC 9073)."""
    is_whole: bool = False
    """Whether it came to its end."""

    def take(self, name: str, line: str) -> None:
        """A line within. What stands in a component of an entry says nothing about the entry; the
        parts of a zone are the zone."""
        if name in EDGES:
            self.depth = max(self.depth + (1 if name == "BEGIN" else -1), 0)
        if self.kind == ZONE or (name not in EDGES and self.depth == 0):
            self.lines.append((name, line))

    def values(self, name: str) -> list[str]:
        return [line for found, line in self.lines if found == name]

    @property
    def words(self) -> str:
        return "".join(f"{name}{line}\n" for name, line in self.lines)


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """One that never ends reaches to the next, and counts where it says when."""
    block: Block | None = None
    for name, line in lines:
        kind = line[1:].strip().upper() if name in EDGES else ""
        if name == "BEGIN" and kind in COMPONENTS:
            yield from [block] if block and block.kind in SAY_WHEN else []
            block = Block(kind)
        elif block and name == "END" and kind == block.kind:
            block.is_whole = True
            yield block
            block = None
        elif block:
            block.take(name, line)
    yield from [block] if block and block.kind in SAY_WHEN else []
