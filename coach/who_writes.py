"""Whether a letter says who writes it: by a name, by what they do or by where they come from.

What one feels ("I am desperate") and what one does this minute ("I just saw …") does not.
"""

import re

from coach.words import any_of, fold

_NOT_WHO = (
    r"(?:(?:\w+ )?(?:fan|admirer|follower)|perfect|great|ideal|strong|excellent|good|bit|little|"
    r"lot|loss|best|right|strongest|one who|one you)\b"
)
"""After "I am a": a boast, praise, or how one feels."""
_DOING = (
    r"(?:studying|working|finishing|training|changing|switching|moving|leaving|teaching|building|"
    r"researching|running|doing|pursuing|completing|majoring|living|coming|transitioning|"
    r"graduating|retraining|returning|writing (?:my|an?))"
)
_PEOPLE = (
    r"(?:\w+ ){0,2}?(?:\w+(?:ist|yst|eer|ician|woman|man|mother|father)|(?:\w+)?graduate|student|"
    r"teacher|nurse|doctor|lawyer|designer|developer|manager|researcher|writer|consultant|founder|"
    r"intern|apprentice|trainee|freelancer|carpenter|baker|architect|lecturer)s?\b"
)
"""Without an article, as those write whose language has none."""
_WHO = (
    rf"(?:an? (?!{_NOT_WHO})\w+|the (?!{_NOT_WHO})\w+|from\b|based\b|called\b|head of\b|part of\b|"
    r"in (?:my|the|year|between)\b|(?:with|at|on) (?!(?:a loss|hand|awe|fire|edge)\b)\w+|"
    rf"{_DOING}\b|{_PEOPLE}|\d\d\b)"
)
_BESIDE = r"(?:(?:currently|now|also|still|just|myself|originally|actually|presently|only) ){0,2}"
_WORK = (
    r"(?:study|studied|work|worked|teach|taught|research|run(?! out\b)|build|built|lead|led|manage|"
    r"design|develop|graduated|majored|came from|come from|hold an?|did (?:my|an?)|"
    r"used to (?:be|work|teach)|write(?! (?:to|because|about your)\b))"
)
_TURNED = (
    r"(?:quit|left|changed|lost|switched|started|finished|completed|joined) (?:my|an?|as|from)"
)
_AS_NOBODY = r"(?:favou?r|result|rule|matter|token|way|start|sign|first|next|last|big|huge)\b"
INTRODUCTION = any_of(
    rf"i(?: am|[’']m) {_BESIDE}{_WHO}",
    r"my name(?: is|[’']s)",
    rf"i (?:was|used to be|have been|[’']ve been) {_BESIDE}(?:{_DOING}|an? (?!{_NOT_WHO})\w+)",
    rf"i {_BESIDE}{_WORK}",
    rf"i (?:just |recently )?{_TURNED}",
    r"i spent \w+ (?:years|months)",
    r"i (?:just|recently) (?:moved|became|began|started|finished|joined|completed|got my)",
    r"(?:a line )?about me",
    rf"as an? (?!{_AS_NOBODY}|thank|{_NOT_WHO})\w+",
)
_NAME_GIVEN = re.compile(r"\b(?:[Ii](?: am|[’']m)|[Tt]his is|[Ii]t[’']s) (\w+)|\b(\w+) here\b")


def says_who(text: str, name: str) -> bool:
    own = fold(name).split()
    given = {fold(word) for pair in _NAME_GIVEN.findall(text) for word in pair if word}
    return bool(INTRODUCTION.search(text) or given.intersection(own))
