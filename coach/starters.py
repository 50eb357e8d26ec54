"""What a message can begin from. What cannot be filled in stays a visible {{placeholder}}.

The coach knows these sentences: whoever leaves them as they are has not said them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.places import PLACEHOLDER

SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
ABOVE_ALL = re.compile(r",[^,]*$")
"""How a starter leads up to its last place; who deletes the place deletes that as well."""
PUT_IN_BY_US = {"role", "company", "minutes"}
"""Places that say nothing by themselves once they are filled: anybody's would read alike."""


@dataclass(frozen=True)
class Starter:
    key: str
    title: str
    subject: str
    message: str


CLOSING = """\
Could we talk for {{minutes}} minutes? Pick whichever time and way suits you below. \
And if it does not fit, no is completely fine.

Thank you for reading,
{{my_name}}"""

STARTERS = {
    starter.key: starter
    for starter in (
        Starter(
            "common-ground",
            "We have something in common",
            "{{what connects us}}: {{minutes}} minutes?",
            "Hello {{first_name}},\n\n"
            "what connects us: {{how we are connected}}. A line about me: {{one line about me}}. "
            "Your path to {{role}} at {{company}} is one I would like to understand, above all "
            "{{one specific thing about their path}}.\n\n" + CLOSING,
        ),
        Starter(
            "their-work",
            "I know their talk, article or project",
            "Your {{talk, article or project}}",
            "Hello {{first_name}},\n\n"
            "your {{talk, article or project}} stayed with me, above all "
            "{{one specific thing in it}}. A line about me: {{one line about me}}. "
            "I would like to hear how it went on at {{company}}.\n\n" + CLOSING,
        ),
        Starter(
            "new-field",
            "I am changing fields",
            "From {{my field}} to {{their field}}: {{minutes}} minutes?",
            "Hello {{first_name}},\n\n"
            "your way into {{their field}} made me curious, above all "
            "{{one specific thing about their path}}. How I found you: {{how we are connected}}. "
            "A line about me: {{one line about me}}, and I am finding out whether that road is "
            "for me.\n\n" + CLOSING,
        ),
        Starter(
            "first-steps",
            "I am studying or starting out",
            "A question from a beginner about {{their field}}",
            "Hello {{first_name}},\n\n"
            "how I found you: {{how we are connected}}. A line about me: {{one line about me}}. "
            "What you do as {{role}} at {{company}} is what I hope to learn, and I wonder most "
            "about {{one question only they can answer}}.\n\n" + CLOSING,
        ),
    )
}

AGAIN = {
    "host": Starter(
        "they-missed-it",
        "They did not come",
        "Another time for our chat?",
        "Hello {{first_name}},\n\n"
        "I waited for you at the time of our chat and hope that all is well. If you would still "
        "like to talk, I am glad to find another time: pick whichever suits you below. And if it "
        "does not fit, no is completely fine.\n\n{{my_name}}",
    ),
    "seeker": Starter(
        "i-missed-it",
        "I did not make it",
        "I am sorry that I missed our chat",
        "Hello {{first_name}},\n\n"
        "I am sorry: I missed our chat, and you had kept the time free. That was my mistake alone. "
        "If you are still willing, I would be glad to try again, at whatever time suits you below. "
        "And if not, I understand.\n\n{{my_name}}",
    ),
}
"""After a chat that one of the two missed: how a new ask begins, by who missed it."""


def filled(text: str, known: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: known.get(found[1].strip(), "") or found[0], text)


def sentences(known: Mapping[str, str]) -> Iterator[str]:
    """What a starter says by itself: no word of it is the seeker's, whatever we put in, and when.

    Also filled with what is `known` now, which may hold dots as the end of a sentence does.

    A place that was deleted leaves a sentence of ours behind; one that was filled does not.
    """
    for starter in (*STARTERS.values(), *AGAIN.values()):
        for sentence in SENTENCES.split(starter.message):
            bare = PLACEHOLDER.sub(_kept, sentence)
            for said in (bare, ABOVE_ALL.sub("", bare) if bare != sentence else bare):
                yield from {said, filled(said, known)}


def _kept(place: re.Match[str]) -> str:
    return place[0] if place[1].strip() in PUT_IN_BY_US else ""
