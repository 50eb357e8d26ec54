"""Read calendar entries with libical, in a process of its own: C code may crash on what we feed it.

Takes a list of texts as JSON, gives a list of what was read.
"""

import ctypes
import json
import os
import sys
from typing import Any

lib = ctypes.CDLL(os.environ["COFFEECHAT_LIBICAL"])
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "UID"}
ANY_PROPERTY = 0
POINTER, TEXT, NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int


def call(name: str, gives: Any, *given: Any) -> Any:
    function = getattr(lib, name)
    function.restype = gives
    types = {bytes: TEXT, int: NUMBER}
    function.argtypes = [types.get(type(one), POINTER) for one in given]
    return function(*given)


def read(text: str) -> dict[str, Any]:
    calendar = POINTER(call("icalparser_parse_string", POINTER, text.encode()))
    if not calendar:
        return {"trouble": "not a calendar", "events": []}
    call("icalrestriction_check", NUMBER, calendar)  # marks what RFC 5546 forbids as errors
    errors = call("icalcomponent_count_errors", NUMBER, calendar)
    found = {
        "trouble": f"{errors} errors" if errors else "",
        "method": dict(properties(calendar)).get("METHOD", ""),
        "events": [dict_of(event) for event in events(calendar)],
    }
    call("icalcomponent_free", None, calendar)
    return found


def events(calendar: Any) -> Any:
    kind = call("icalcomponent_string_to_kind", NUMBER, b"VEVENT")
    event = POINTER(call("icalcomponent_get_first_component", POINTER, calendar, kind))
    while event:
        yield event
        event = POINTER(call("icalcomponent_get_next_component", POINTER, calendar, kind))


def dict_of(event: Any) -> dict[str, Any]:
    pairs = list(properties(event))
    people = [value for name, value in pairs if name == "ATTENDEE"]
    return {**dict(pairs), "ATTENDEE": people}


def properties(component: Any) -> Any:
    one = POINTER(call("icalcomponent_get_first_property", POINTER, component, ANY_PROPERTY))
    while one:
        name = call("icalproperty_get_property_name", TEXT, one).decode()
        yield name, value_of(name, one)
        one = POINTER(call("icalcomponent_get_next_property", POINTER, component, ANY_PROPERTY))


def value_of(name: str, one: Any) -> str:
    if name in TEXTS:
        value: bytes = call(f"icalproperty_get_{name.lower()}", TEXT, one)
    else:
        value = call("icalproperty_get_value_as_string", TEXT, one)
    return value.decode()


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
