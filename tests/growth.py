"""How much more a task costs where what it is given is four times as long."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

LINEAR = 8
"""At most: work in proportion makes 4, the square of the size makes 16."""
RUNS = 5
MIN_SECONDS = 0.2
"""Measured in all, so that one short disturbance spoils no measurement of microseconds."""
Input = TypeVar("Input")


def growth(work: Callable[[Input], object], make: Callable[[int], Input], size: int) -> float:
    """Cost of four times `size` as a multiple of the cost of `size`.

    Of each the least of several runs counts, since whatever disturbs one only ever adds to it. They
    take turns, so that a while in which the machine is slow is the same for both.
    """
    inputs = [make(size), make(4 * size)]
    runs = list[list[float]]()
    gc.disable()
    try:
        while len(runs) < RUNS or sum(map(sum, runs)) < MIN_SECONDS:
            runs.append([_cost(work, given) for given in inputs])
    finally:
        gc.enable()
    small, large = map(min, zip(*runs, strict=True))
    return large / small


def _cost(work: Callable[[Input], object], given: Input) -> float:
    """Processor seconds of this thread alone, so that neither a busy machine nor other threads
    count."""
    begun = time.thread_time()
    work(given)
    return time.thread_time() - begun
