"""Where the time of a run goes: by kind of test, and the slowest of them."""

from collections import Counter, defaultdict

import pytest

SLOWEST_SHOWN = 20
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def kind_of(item: pytest.Item) -> str:
    """What it needs to run, the costliest of all."""
    folder = item.path.relative_to(item.config.rootpath / "tests").parts[0]
    if folder == "house":
        return "house"
    if folder == "races" or "race" in item.keywords:
        return "race"
    for mark in ("stack", "browser"):
        if mark in item.keywords:
            return mark
    asks_for = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return "database" if asks_for or "django_db" in item.keywords else "unit"


class Timing:
    """A plugin. With several workers its second half runs in the process that hears of all."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.kinds: dict[str, str] = {}

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if item.path.is_relative_to(item.config.rootpath / "tests"):
            item.user_properties.append(("kind", kind_of(item)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        self.kinds[report.nodeid] = dict(report.user_properties).get("kind", "unit")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.seconds:
            return
        counts = Counter(self.kinds.values())
        sums: Counter[str] = Counter()
        for test, seconds in self.seconds.items():
            sums[self.kinds[test]] += seconds
        terminalreporter.section(f"the {SLOWEST_SHOWN} slowest, and all by kind (seconds)")
        slowest = sorted(self.seconds.items(), key=lambda each: -each[1])[:SLOWEST_SHOWN]
        for test, seconds in slowest:
            terminalreporter.write_line(f"{seconds:8.1f}  {test}")
        for kind, seconds in sums.most_common():
            terminalreporter.write_line(f"{kind:10}{counts[kind]:6} tests {seconds:8.1f}")
        terminalreporter.write_line(f"{'all':10}{counts.total():6} tests {sums.total():8.1f}")
