"""The places of a letter that still wait for words: ours, and those of templates people paste."""

import re

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
"""The space within is taken off afterwards: a pattern that does so tries each share of a long one
for the front, the middle and the end."""
BRACKET = re.compile(r"\[(?:one specific thing they said|in your own words:)[^\]]*\]?")

_FEW = r"[^\[\]{}<>()\n:/@]{0,60}"
_THING = (
    r"(?i:[^\W\d]{0,20}(?:name|firma|compan(?:y|ies)|role|title|position|"
    r"school|university|topic|nom|nombre|empresa|entreprise))"
)
_STANDS_FOR = rf"(?i:{_FEW}\b(?:your|insert|about me|{_THING})\b{_FEW})"
"""What a template has in its brackets: `your name`, `Company`, `Firmenname`, `first_name`."""
_ASIDE = (
    r"\((?i:insert [^()\n]{1,60}|(?:your |first |last |full |company )?name|"
    r"(?:job )?(?:topic|company|firm|role|title|job|school|university|employer|profession)|"
    r"your [^()\n]{1,40} here|one line about (?:me|you)|tbd)\)"
)
"""`(topic)`, but not `(your company)`: in round brackets people say things as well."""
_MARKED = rf"(?<![\w%])%{_THING}%(?!\w)|(?<![\w$])\$\{{?{_THING}\b\}}?|« ?{_THING} ?»"
_SHOUTED = r"\bINSERT(?! INTO\b)(?: [A-Z]{2,}){1,4}\b|\bYOUR(?: [A-Z]{2,}){1,3} HERE\b"
_AFTER_ARTICLE = r"(?i:(?<=\ba )|(?<=\ban )|(?<=\bthe )|(?<=\bmy )|(?<=\byour )|(?<=\bname is ))"
_AFTER_WORD = (
    rf"(?:{_AFTER_ARTICLE}|(?i:(?<=\babout )|(?<=\bat )|(?<=\bof )|(?<=\bfrom )|(?<=\bfor )|"
    r"(?<=\bwith )|(?<=\bas )|(?<=\bin )|(?<=\bi am )))"
)
"""A word that asks for another one: what follows it is no kiss and no sigh."""
_GAP = (
    rf"{_AFTER_WORD}(?:x{{3,}}+\b|\?{{3,}}+|(?i:tbd)\b)"
    rf"|(?:{_AFTER_ARTICLE}|(?<=\bfrom )(?=\S++ to )|(?<=\bI am )(?=\S++ (?:of|from|at) ))"
    r"(?:\.{3}|…)(?![.…])"
    r"|^(?:\.{3}|…)$"
)
_PASTED = re.compile(
    rf"\[(?:{_STANDS_FOR}|(?!sic\b)[a-zà-öø-ÿ]{{2}}{_FEW})\](?!\()"  # no link, as Markdown has it
    rf"|<{_STANDS_FOR}>|\{{{_STANDS_FOR}\}}|{_ASIDE}|{_MARKED}|{_SHOUTED}|(?=[x?tT.…])(?m:{_GAP})"
    r"|(?<=[^\s_])_{3,}+|(?<=[^\s_] )_{3,}+|(?<!_)_{3,}+(?=[ \t]?[^\s_])"  # no line across
    r"|\bX{3,}\b|\bTODO\b"
)
PLACE = re.compile(f"{PLACEHOLDER.pattern}|{BRACKET.pattern}|{_PASTED.pattern}")


def places(text: str) -> list[str]:
    """What still waits for own words, as it stands, each once."""
    return list(dict.fromkeys(found[0] for found in PLACE.finditer(text)))
