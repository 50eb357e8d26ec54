"""Where a page leads on to one of an app further left, and parts of it that such an app has.

Whoever shows the link declares it and knows no address; the app whose page it is says where it is,
once it is ready (`apps.py`).
"""

from collections.abc import Collection

from django.urls import reverse

_declared: dict[str, "Onward"] = {}


class Onward:
    def __init__(self, name: str) -> None:
        """`name` is how a template asks for it: `{% onward "thank_you" chat.pk %}`."""
        self.name, self.address = name, ""
        if _declared.setdefault(name, self) is not self:
            raise ValueError(f"Two ways onward are called {name}.")

    def is_at(self, address: str) -> None:
        """The name of its address, such as `followups:thank_you`."""
        self.address = address

    def url(self, *numbers: int | None) -> str:
        return reverse(self.address, args=numbers)


def declared() -> Collection[Onward]:
    return _declared.values()


def url_of(name: str, *numbers: int) -> str:
    return _declared[name].url(*numbers)


_parts: dict[str, list[str]] = {}


def add_part(page: str, template: str) -> None:
    """A template that the page includes, with whatever it has at that place."""
    _parts.setdefault(page, []).append(template)


def parts_of(page: str) -> list[str]:
    return _parts.get(page, [])


MY_TIMES = Onward("my_times")
MY_CALENDARS = Onward("my_calendars")
KEEPING_IN_TOUCH = Onward("keeping_in_touch")
WEEKLY_EMAIL = Onward("weekly_email")
MY_DATA = Onward("my_data")
