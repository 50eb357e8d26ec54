"""The words the coach listens for, and how it compares names."""

import re
from collections.abc import Iterable

from names.spellings import folded


def any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def words(text: str) -> set[str]:
    return set(text.split())


_THEIRS = r"your (?:[\w’'-]+ ){0,4}"
_ABOUT = r"(?=,? (?:about|on|from|to|into|in|at|with|between|as|of|through|out of|for|and how)\b)"
THEIR_WORK = any_of(
    rf"{_THEIRS}(?:talk|article|post|paper|book|podcast|interview|newsletter|thesis|lecture|course)",
    rf"{_THEIRS}(?:work|project|path|way|move|switch|research|story|career|journey|team){_ABOUT}",
)
"""A talk is one specific thing; a path or a career says something with what it was about."""
SHARED = any_of(
    r"we (?:both|met|share|studied|went|worked)", r"both of us", r"connects? us",
    r"alum(?:s|n\w+)?", r"same (?!(?:time|day|week|way|page|thing|goal|boat|feeling)\b)\w+",
    r"(?:introduced|suggested|recommended|told me|pointed me)", r"fellow",
    r"(?:your|heard|saw|read|enjoyed) (?:[\w’'-]+ ){0,3}(?:talk|article|post|book|paper|podcast|"
    r"lecture|interview|newsletter)",
)  # fmt: skip
_TOLD_OF = "".join(
    rf"(?<!\b{words}\s)"
    for words in (
        "my", "your", "his", "her", "their", "our", "its", "first", "last", "former", "previous",
        "old", "current", "changed", "changing", "change", "switched", "not want a", "not about a",
        "did a good", "did a great", "got a", "had a", "left a", "found a", "took a", "quit a",
        "started a", "lost a",
    )
)  # fmt: skip
"""A job that is told of, and not asked for: `my job at a bank`, `I changed jobs`."""
_SEEKING = (
    r"(?:seek|seeking|offer|offering|need|find|get|want|(?:do|would) you have|looking for|"
    r"interested in|(?:is|are) there|apply for|applying for|hoping for)"
)
JOB_ASK = any_of(
    rf"{_TOLD_OF}jobs?", "hiring", rf"{_TOLD_OF}positions?", "vacanc(?:y|ies)",
    "résumé", r"(?:(?<=\bmy\s)|(?<=\ba\s)|(?<=\bthe\s))resume", "cv", "referrals?", "refer me",
    rf"{_SEEKING} (?:me )?(?:an? |any )?(?:internships?|openings?)", rf"{_SEEKING} my first job",
    r"get me an? (?:job )?interview",
    r"(?:i(?: would|[’']d) (?:like|love) to|i want to|(?:can|may|could|how do) i) "
    r"apply(?! (?:this|that|it|what|your|my|the|them|these)\b)",
)  # fmt: skip
ASKED_MINUTES = re.compile(
    r"\b(\d{1,3})(?:\s*(?:-|–|to)\s*\d{1,3})?[\s-]*min(?:ute)?s?\b"
    r"|\b(?:ten|fifteen|twenty(?:[ -]five)?|thirty)[ -]minutes?\b"
    r"|\b(?:half|quarter)[ -](?:of )?(?:an )?hour\b|\b(?:an|one|1) hour\b",
    re.IGNORECASE,
)
_SAID = {
    "quarter": 15,
    "half": 30,
    "hour": 60,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}


def minutes_in(text: str) -> int:
    """How long the letter asks for: the longest in its questions, or in all of it; 0 for none."""
    questions = " ".join(one for one in re.findall(r"[^.!?]*[.!?]?", text) if one.endswith("?"))
    lengths = (map(_minutes, ASKED_MINUTES.finditer(part)) for part in (questions, text))
    return next((found for each in lengths if (found := max(each, default=0))), 0)


def _minutes(found: re.Match[str]) -> int:
    said = found[0].casefold()
    return int(found[1]) if found[1] else next(_SAID[word] for word in _SAID if word in said)


EASY_OUT = any_of(
    r"no is (?:\w+ )?(?:fine|ok|okay)", r"a no is", r"say no", r"not the right time",
    r"no (?:pressure|worries|problem|hard feelings)",
    r"(?:completely |totally |fully )?understand if",
    r"i(?:[’']ll| will| would|[’']d)? (?:(?:fully|completely|totally|of course) )?understand"
    r"(?= if| completely| either|\s*[.!,;]|\s*$)",
    r"(?:no|not any) (?:obligation|need to (?:reply|answer|respond))", r"either way",
    r"if you (?:have no|do not have|don[’']t have|lack) (?:the )?time", r"only if it suits",
    r"feel free to (?:say no|decline|ignore)",
    r"if not,?", r"if (?:it|this|that) (?:does not|doesn[’']t|is not|isn[’']t)",
    r"if you (?:are|[’']re) too busy", r"if you can(?:not|[’']t)",
)  # fmt: skip
COFFEE = any_of("coffee", "tea", "cup", "my treat")
STALE = any_of(
    r"pick (?:your|his|her|their) brains?", r"dear sir(?: or madam)?", r"sir/madam",
    r"to whom it may concern", "urgent(?:ly)?", "asap", "as soon as possible",
    r"(?:reply|answer|respond|write|call|decide)(?: \w+){0,2} immediately",
    "last chance", "time-sensitive", "(?:before|until) it is too late", "act now",
)  # fmt: skip
_IN_TRUTH = (
    r"(?:simply|just|truly|really|certainly|clearly|definitely|undoubtedly|quite|absolutely)"
)
_I_AM = r"i(?: am|[’']m| would be|[’']d be| will be|[’']ll be)"
_AT_END = r"(?=\s*[.!,;]|\s*$)"
_EXTRAORDINARY = r"(?:extraordinary|exceptional|outstanding|brilliant|amazing|incredible|unique)"
_SUCH_A_ONE = (
    r"(?:talent|person|candidate|worker|employee|colleague|leader|analyst|engineer|developer|"
    r"designer|manager|researcher|professional|communicator|team player|problem[ -]solver)"
)
BOAST = any_of(
    r"(?:the )?(?:best|perfect|ideal|right|strongest|top|dream|natural|number[ -]one|obvious) "
    r"(?:candidate|applicant|employee|student|intern|hire|fit|match|choice)(?: for)?",
    r"you(?: will|[’']ll) ever (?:see|meet|find|have|get|hire)", "you could (?:ever )?wish for",
    r"(?:candidate|applicant) you (?:dream|are looking|have been waiting)",
    "you need me (?:at|in|on|for)",
    r"(?:\w+ ){0,4}need(?:s|ed)? (?:someone|somebody|people) like me",
    r"(?:\w+ ){0,5}(?:lucky|fortunate|glad|happy) to have me",
    "better than (?:me|anyone|anybody|everyone)",
    r"i(?: am|[’']m) (?:a |an |the )?(?:\w+ )?"
    r"(?:genius|rock ?star|ninja|guru|superstar|(?:top|high) performer|world[ -]class|unbeatable)",
    r"i(?: am|[’']m) (?:the (?:best|greatest|finest) "
    r"(?:person|man(?!(?: \w+){1,4} wedding)|woman|one|at)"
    r"|the (?:greatest|finest)|(?:exactly |just )?(?:what|who) \w+(?: \w+){0,2} "
    r"(?:needs?|wants?|(?:is|are) looking for))",
    r"i(?:[’']d| would|[’']ll| will|[’']m| am)(?: be)? (?:an? )(?:\w+ )?asset",
    r"(?:bring|add) (?:\w+ ){0,2}value to", "fit (?:in )?perfectly",
    r"(?:will not|won[’']t) regret", r"second to none", r"hire me",
    r"(?:an? )?(?:excellent|outstanding|exceptional|great|strong|perfect) "
    r"(?:candidate|applicant|hire|fit|match)",
    r"(?:the |an? )?(?:perfect|ideal|great|excellent|valuable) addition",
    r"(?:the )?most (?:qualified|talented|gifted|skilled)",
    r"i(?: am|[’']m) (?:by far|one of) the best",
    r"i(?: am|[’']m) the right (?:person|man|woman|one)",
    r"(?<!\byour\s)(?:exceptionally|extremely|highly|uniquely) "
    r"(?:talented|gifted|qualified|skilled)",
    r"(?<!\bare\s)(?<!\byou\s)(?:the |an )?(?<!\byou\sthe\s)(?<!\bare\sthe\s)ideal person",
    r"you (?:will not|won[’']t|will never|cannot|can[’']t) find (?:anyone|anybody|a) better",
    r"you(?: will|[’']ll) never (?:meet|see|hire) (?:anyone |anybody |an? )better"
    r"(?!(?: \w+)? than (?!me\b))",
    r"(?:nobody|no[ -]one) (?:\w+ ){1,3}(?:better|harder) than (?:me|i)",
    rf"{_I_AM} the (?:answer|solution) to",
    rf"{_I_AM} a (?:(?:true|real|born|rising) )?(?:winner|star)(?! of\b)",
    rf"{_I_AM} a (?:born|natural) {_SUCH_A_ONE}",
    rf"{_I_AM} (?:an? )?(?:{_IN_TRUTH} )?{_EXTRAORDINARY} (?:\w+ ){{0,2}}{_SUCH_A_ONE}",
    rf"{_I_AM} a (?:real|rare|great|natural|huge|big) talent",
    rf"{_I_AM} (?:{_IN_TRUTH} )?{_EXTRAORDINARY}(?= at\b|\s*[.!,;]|\s*$)",
    rf"{_I_AM} (?:{_IN_TRUTH} the (?:very )?best(?! man\b)|the very best|the best{_AT_END})",
    r"your (?:\w+ ){0,2}(?:team|company|firm|project|organi[sz]ation) needs me(?! to\b)",
    r"(?-i:(?<!\bMy )[A-ZÀ-ÖØ-Þ]\w*) needs me(?! to\b)",
)  # fmt: skip
JOINING = any_of(
    r"(?:join|be (?:a )?part of|work (?:in|on|with|for)) your (?:\w+ ){0,2}(?:team|company|firm|"
    r"organi[sz]ation|group|lab|startup|start-up)",
    r"(?<!is it like to )work for you",
    r"(?:want|like|love|hope|wish|dream|eager|keen) (?:of |to )(?:join(?:ing)?|work(?:ing)? at)"
    r"(?! your)(?! (?:the|an?) (?:\w+ ){0,2}(?:talk|webinar|meet-?up|event|conference|community))",
    r"(?:applying|apply|application) (?:for|to|at)",
    "consider me",
    r"(?:looking for|seeking) (?:(?:an?|any|new|my next) ){0,2}"
    r"(?:opportunit(?:y|ies)|roles?|work|employment)",
)
SELLING = re.compile(rf"(?:\ban? )?(?:{BOAST.pattern}|{JOINING.pattern})[^.!?,;\n]*", re.IGNORECASE)
"""To the end of its clause: `the best candidate for your team` is nothing about the team."""
ATTACHMENT = any_of(
    r"attach(?:ed|ment|ments|ing)?(?! (?:great|much|little|importance)\b)",
    "enclosed",
    "please find",
)


def fold(text: str) -> str:
    """In small letters without accents; a curly apostrophe is a straight one."""
    return folded(text.replace("’", "'"))


_STOP = words(
    "about after again also been before being both could from have head hello into just know like "
    "line made make more most much only other over same senior some than that their them then "
    "chat call meet talk speak minutes coffee question questions "
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


_ENGLISH = words(
    "the and you your for with would could have that this from about my i to are it be"
)
FEWEST_TO_TELL, ENGLISH_SHARE = 10, 0.1


def is_english(text: str) -> bool:
    """Also where it is too short to tell. Of English a third are such words."""
    found = re.findall(r"[^\W\d_]+", text.casefold())
    known = sum(word in _ENGLISH for word in found)
    return len(found) < FEWEST_TO_TELL or known >= ENGLISH_SHARE * len(found)
