"""How much more a task costs where what it is given is four times as long."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

LINEAR = 8
"""At most: work in proportion makes 4, the square of the size makes 16."""
RUNS = 5
Input = TypeVar("Input")


def growth(work: Callable[[Input], object], make: Callable[[int], Input], size: int) -> float:
    """Cost of four times `size` as a multiple of the cost of `size`."""
    return cost(work, make(4 * size)) / cost(work, make(size))


def cost(work: Callable[[Input], object], given: Input) -> float:
    """Processor seconds of this thread alone, so that neither a busy machine nor other threads
    count. The least of several: whatever disturbs a measurement only ever adds to it."""
    gc.disable()
    try:
        return min(_once(work, given) for _ in range(RUNS))
    finally:
        gc.enable()


def _once(work: Callable[[Input], object], given: Input) -> float:
    begun = time.thread_time()
    work(given)
    return time.thread_time() - begun
