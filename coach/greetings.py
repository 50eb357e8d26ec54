"""How a letter greets, in the languages people write, and what is wrong with it whoever it goes to.

Names are read only where they stand in a greeting as they do in a list of contacts. Elsewhere they
bend ("Cześć Aniu") or are of another script: there a greeting is known, and no name is doubted.
"""

import re
from collections.abc import Collection

from coach.words import fold, words
from names import is_title

_ENGLISH = r"dear|hi|hello|hey|good (?:morning|day|afternoon|evening)|greetings"
_ALIKE = (
    rf"{_ENGLISH}|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|moin|servus|grüezi|"
    r"grüß gott|bonjour|bonsoir|salut|chers?|chère|hola|estimad[oa]s?|querid[oa]s?|"
    r"buen(?:os|as) (?:días|dias|tardes|noches)|olá|prezad[oa]s?|bom dia|boa (?:tarde|noite)|"
    r"ciao|buongiorno|buonasera|gentil(?:e|issim[oa])|egregi[oa]|beste|geachte|"
    r"goede(?:morgen|middag|navond|ndag)|hej|hei|kära?|kære|kjære|merhaba|sayın|sevgili"
)
_ELSEWHERE = (
    r"car[oa]|salve|dzień dobry|cześć|szanown[ay]|dobrý den|ahoj|dobar dan|"
    r"здравствуйте|добр(?:ый день|ого дня|ий день)|привет|уважаем(?:ая|ый)|дорог(?:ая|ой)|вітаю|"
    r"γεια(?: σ(?:ας|ου))?|καλημέρα|αγαπητ(?:έ|ή)|مرحبا|السلام عليكم|عزيزي|عزيزتي|שלום|היי|"
    r"नमस्ते|こんにちは|はじめまして|初めまして|拝啓|[你您]好|尊敬的|안녕하세요"
)
HELLO = rf"(?:{_ALIKE})"
GREETING = re.compile(
    rf"^\s*(?:{_ALIKE}|{_ELSEWHERE})(?!\w)[^\n,!.:，！。、،]*(?:[,!:，！。、،]|\.?\s*\n)?",
    re.IGNORECASE,
)
NOBODY = re.compile(
    rf"^\s*(?:{HELLO}[ \t]*+(?:[,!.][ \t]*+)?\n|{HELLO}\s+(?:there|all|everyone|friend|team|"
    r"hiring manager|recruiter|zusammen|damen und herren|à tous|equipo|allemaal)\b"
    r"|to whom it may concern|dear sir|dear madam|madame, monsieur|a quien corresponda)",
    re.IGNORECASE,
)
"""Whoever reads it."""

_NOT_NAMES = words(
    "i i'm i’m my we it this that thank thanks hope how what again from and all both there "
    "everyone everybody team sir madam friend friends hiring manager recruiter colleague to you "
    "your the a an as after when would could happy "
    "zusammen damen herren kollege kollegin kollegen equipo équipe todos allemaal ich"
)
_ALONE = words(
    "madame monsieur mademoiselle maître docteur professeur señora señor señorita doctora "
    "profesor profesora senhora senhor signora signore dottore dottoressa professore professoressa"
)
"""Titles that greet well by themselves in their languages."""

_GREETED = re.compile(rf"^\s*{HELLO}\s+([^\n,!:;–—]{{1,80}})", re.IGNORECASE)
_LINE = re.compile(rf"^\s*{HELLO}\s+([^\n]{{1,200}})", re.IGNORECASE)
_END = re.compile("[,!:;–—]")
_WORD = re.compile(r"[\w.’'-]+")
_NAME = re.compile(r"[\w’'-]+(?:\.-[\w’'-]+)*")


def names_in(message: str, known: Collection[str] = ()) -> list[str]:
    """The names of the greeting: words right after the hello, capitalised or known as names."""
    found = _GREETED.match(message)
    names: list[str] = []
    for word in _NAME.findall(found[1]) if found else []:
        plain = word.casefold().removesuffix(".")
        if is_title(word):
            continue
        if plain in _NOT_NAMES or not (word[0].isupper() or plain in known):
            break
        names.extend(word.split("-"))
    return [name for name in names if name]


def title_alone(message: str, called: str) -> str:
    """`Hello Dr.,` greets a title. Where that is what they are called it is meant."""
    greeted = _WORD.findall(_END.split(_line(message))[0])
    alone = bool(greeted) and all(map(is_title, greeted))
    said = " ".join(greeted)
    is_meant = greeted[-1:] and greeted[-1].casefold() in _ALONE
    return said if alone and not is_meant and _letters(said) != _letters(called) else ""


def comma_inside(message: str, name: str) -> str:
    """`Hello Weber, Anna,` greets as a list of names does."""
    before, _, rest = _line(message).partition(",")
    after = _END.split(rest)[0]
    theirs = set(_letters(name).split())
    inside = bool(theirs & {*_letters(before).split()}) and set(_letters(after).split()) <= theirs
    return f"{before.strip()}, {after.strip()}" if inside and after.strip() else ""


def _line(message: str) -> str:
    found = _LINE.match(message)
    return found[1] if found else ""


def _letters(words: str) -> str:
    return " ".join(re.findall(r"[\w’'-]+", fold(words)))
