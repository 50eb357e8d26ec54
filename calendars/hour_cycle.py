"""Who reads hours as `3:00 pm` and who as `15:00`: CLDR knows it for each language and country."""

import re
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.zones import country_of
from calendars.clock import H12, H24

QUOTED = re.compile("'[^']*'")


def of_browser(request: HttpRequest) -> str:
    """As the languages ask that the browser accepts, the first one known."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    known = (_of_locale(language.replace("-", "_")) for language, _ in accepted)
    return next((cycle for cycle in known if cycle), H24)


@cache
def of_zone(zone: ZoneInfo) -> str:
    """As the people do who live there; an e-mail brings no word of its reader's language."""
    country = country_of(zone.key)
    spoken = get_official_languages(country, regional=False, de_facto=True) if country else ()
    known = (_of_locale(f"{language}_{country}") for language in spoken)
    return next((cycle for cycle in known if cycle), H24)


@lru_cache(maxsize=1000)  # a browser may say anything
def _of_locale(name: str) -> str:
    """`h` and `K` count to twelve in a CLDR pattern (UTS #35); blank for what is no locale."""
    try:
        pattern = Locale.parse(name).time_formats["short"].pattern
    except (ValueError, UnknownLocaleError):
        return ""
    return H12 if {"h", "K"} & set(QUOTED.sub("", pattern)) else H24
