"""The words the coach listens for, and how it compares names."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from accounts.names import is_title


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def _words(text: str) -> set[str]:
    return set(text.split())


HELLO = r"(?:dear|hi|hello|hey|good (?:morning|day|afternoon|evening)|greetings)"
_NOT_NAMES = _words(
    "i i'm i’m my we it this that thank thanks hope how what again from and all both there "
    "everyone everybody team sir madam friend friends hiring manager recruiter colleague to you "
    "your the a an as after when would could happy"
)

GREETING = re.compile(rf"^\s*{HELLO}\b[^\n,!.:]*(?:[,!:]|\.?\s*\n)?", re.IGNORECASE)
NOBODY = re.compile(
    rf"^\s*(?:{HELLO}\s+(?:there|all|everyone|friend|team|hiring manager|recruiter)\b"
    r"|to whom it may concern|dear sir|dear madam)",
    re.IGNORECASE,
)
_NOT_WHO = (
    r"(?:(?:so|very|really|truly) )?(?:sorry|glad|happy|interested|writing|sure|certain|curious|"
    r"excited|reaching|looking|hoping|wondering|confident|convinced|keen|eager|grateful|"
    r"impressed|asking|contacting|the (?:best|perfect|ideal|right|strongest|one)|"
    r"an? (?:perfect|great|ideal|strong|excellent))"
)
"""After "I am": how one feels, what one does this minute, or a boast; not who one is."""
INTRODUCTION = _any(
    rf"i(?: am|[’']m) (?!{_NOT_WHO}\b)\w+", r"my name is",
    r"i (?:study|studied|work|teach|research|write|run|build)",
    r"i (?:just|recently) (?!want|hope|hoping|wonder|thought)\w+", r"(?:a line )?about me",
    r"as an? (?!favou?r\b|result\b|rule\b|matter\b)\w+",
)  # fmt: skip
THEIR_WORK = _any(
    r"your (?:[\w’'-]+ ){0,4}(?:talk|article|post|paper|book|project|work|path|way|move|switch|"
    r"podcast|interview|research|team|newsletter|thesis|lecture|course|story|career)"
)
SHARED = _any(
    r"we (?:both|met|share|studied|went|worked)", r"both of us", r"connects? us", r"alum\w*",
    r"same \w+", r"(?:introduced|suggested|recommended|told me|pointed me)", r"fellow",
    r"(?:your|heard|saw|read|enjoyed) (?:[\w’'-]+ ){0,3}(?:talk|article|post|book|paper|podcast|"
    r"lecture|interview|newsletter)",
)  # fmt: skip
JOB_ASK = _any(
    "jobs?", "hiring", "positions?", "vacanc(?:y|ies)", "résumé", "resume", "cv", "referrals?",
    "refer me",
)  # fmt: skip
LENGTH = re.compile(r"\b(\d{1,3})(?:\s*(?:-|–|to)\s*\d{1,3})?[\s-]*min(?:ute)?s?\b", re.IGNORECASE)
EASY_OUT = _any(
    r"no is (?:\w+ )?(?:fine|ok|okay)", r"a no is", r"say no", r"not the right time",
    r"no (?:pressure|worries|problem|hard feelings)",
    r"(?:completely |totally |fully )?understand if",
    r"i (?:would )?(?:fully |completely )?understand",
    r"feel free to (?:say no|decline|ignore)",
    r"if not,?", r"if (?:it|this|that) (?:does not|doesn[’']t|is not|isn[’']t)",
    r"if you (?:are|[’']re) too busy", r"if you can(?:not|[’']t)",
)  # fmt: skip
COFFEE = _any("coffee", "tea", "cup", "my treat")
STALE = _any(
    r"pick (?:your|his|her|their) brains?", r"dear sir(?: or madam)?", r"sir/madam",
    r"to whom it may concern", "urgent(?:ly)?", "asap", "as soon as possible", "immediately",
    "last chance", "time-sensitive", "(?:before|until) it is too late", "act now",
)  # fmt: skip
BOAST = _any(
    r"(?:the )?(?:best|perfect|ideal|right|strongest|top) (?:candidate|hire|fit|match)(?: for)?",
    r"you(?: will|[’']ll) ever (?:see|meet|find)",
    r"(?:will not|won[’']t) regret", r"second to none", r"hire me",
)  # fmt: skip
ATTACHMENT = _any("attach(?:ed|ment|ments|ing)", "enclosed", "please find")


def fold(text: str) -> str:
    """Lower case without accents, so that Müller, Muller and MÜLLER are one."""
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


_GREETED = re.compile(rf"^\s*{HELLO}\s+([^\n,!:;–—]{{1,80}})", re.IGNORECASE)


def names_in(message: str, known: Collection[str] = ()) -> list[str]:
    """The names of the greeting: words right after the hello, capitalised or known as names."""
    found = _GREETED.match(message)
    names: list[str] = []
    for word in re.findall(r"[\w’'-]+", found[1]) if found else []:
        plain = word.casefold().removesuffix(".")
        if is_title(word):
            continue
        if plain in _NOT_NAMES or not (word[0].isupper() or plain in known):
            break
        names.extend(word.split("-"))
    return [name for name in names if name]


_STOP = _words(
    "about after again also been before being both could from have head hello into just know like "
    "line made make more most much only other over same senior some than that their them then "
    "there they this through time very want what when where which while will with work works "
    "would year years your"
)


def significant_words(text: str) -> set[str]:
    """Words that mean something: four letters or more, none of the everyday ones."""
    return set(re.findall(r"\w{4,}", fold(text))) - _STOP


def stands_in(words: str, text: str) -> bool:
    """Whether they stand there as whole words, in capitals or not, on one line or over two."""
    wanted, within = (" ".join(each.split()).casefold() for each in (words, text))
    return wanted in within and bool(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", within))


def found_in(text: str, *patterns: re.Pattern[str]) -> str:
    """`“job”, “CV” and “referral”`: all that is there, each once; empty where nothing is."""
    found = [each for pattern in patterns for each in pattern.finditer(text)]
    found.sort(key=lambda each: each.start())
    return listed(f"“{' '.join(each[0].split())}”" for each in found)


def listed(words: Iterable[str]) -> str:
    """`a, b and c`, each once however it is written."""
    once: dict[str, str] = {}
    for word in words:
        once.setdefault(word.casefold(), word)
    *first, last = once.values() or [""]
    return f"{', '.join(first)} and {last}" if first else last
