"""The operations of preparing. Twice is a quiet no-op, wrong raises `Refused` with a sentence."""

from preparation.lifecycle.bank import add_own, bring_back, forget, put_away, reword
from preparation.lifecycle.questions import add, fill, move, move_by, pick, remove
from preparation.lifecycle.reminding import remind

__all__ = [
    "add",
    "add_own",
    "bring_back",
    "fill",
    "forget",
    "move",
    "move_by",
    "pick",
    "put_away",
    "remind",
    "remove",
    "reword",
]
