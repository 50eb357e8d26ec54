"""Our own questions, by theme. Each can be answered in a few minutes by whoever does the work.

A key stays for good: chats remember by it what has been asked, seekers change or put away by it.
Open rather than yes or no, about what they have seen rather than what they think of the seeker,
and none that asks for a job.
"""

from dataclasses import dataclass

from preparation.states import Theme


@dataclass(frozen=True)
class Ours:
    key: str
    theme: Theme
    text: str
    minutes: int


def _of(theme: Theme, *questions: tuple[str, int, str]) -> list[Ours]:
    return [Ours(f"{theme}-{key}", theme, text, minutes) for key, minutes, text in questions]


OURS: list[Ours] = [
    *_of(
        Theme.OPENING,
        ("week", 2, "What has your week looked like so far?"),
        ("working-on", 3, "What are you working on these days that you enjoy explaining?"),
        ("yes", 2, "What made you say yes to this conversation?"),
        ("outsiders", 3, "What do people outside your field usually get wrong about your work?"),
        ("last-good-day", 3, "When did you last go home pleased with a day’s work, and why?"),
        ("common", 2, "We have something in common. How did you come to it?"),
    ),
    *_of(
        Theme.PATH,
        ("first-step", 4, "What was your first step into this field, and who opened the door?"),
        ("turn", 4, "Which turn in your path surprised you most?"),
        ("before", 3, "What from your life before this work do you still use?"),
        ("first-year", 4, "What was hard in your first year here, and what made it easier?"),
        ("choice", 4, "When did you have two ways open to you, and how did you choose?"),
        ("skip", 3, "Which part of your path would you leave out if you began again?"),
        ("at-the-start", 3, "What did you believe about this work at the start that was not so?"),
        ("stayed", 3, "What has kept you here?"),
    ),
    *_of(
        Theme.TRENDS,
        ("changed", 4, "What has changed most in your field since you began?"),
        ("soon", 4, "What will your team do differently in two years?"),
        ("overrated", 3, "Which trend gets more attention than it deserves?"),
        ("quiet", 3, "What is changing quietly, that few people talk about yet?"),
        ("skills", 3, "Which skill is asked for more often now than three years ago?"),
        ("worry", 3, "What worries you about where the field is going?"),
        ("who-first", 3, "Whom do you watch to see what comes next?"),
    ),
    *_of(
        Theme.INSIGHTS,
        ("day", 4, "Would you walk me through yesterday, from the first task to the last?"),
        ("hardest", 4, "What is the hardest part of your work that nobody sees?"),
        ("decide", 4, "How does a decision get made in your team? A recent one, perhaps?"),
        ("thrive", 3, "Who does well in your team, and what do they have in common?"),
        ("leave", 3, "Why do people leave this kind of work?"),
        ("measure", 3, "How do you know at the end of a month that it was a good one?"),
        ("with-whom", 3, "With whom do you work most, outside your own team?"),
        ("newcomers", 4, "What do newcomers do in their first three months?"),
    ),
    *_of(
        Theme.ADVICE,
        ("my-place", 5, "If you stood where I stand now, what would you do in the next month?"),
        ("mistake", 3, "What mistake do you see people like me make?"),
        ("gap", 4, "From what I have told you, what should I learn first?"),
        ("proof", 4, "What would show you that somebody from outside can do this work?"),
        ("not-yet", 3, "What could safely wait that everybody tells me to do at once?"),
        ("best", 3, "What is the best advice somebody gave you about this work?"),
        ("test", 3, "How could I find out in a weekend whether this work suits me?"),
        ("words", 3, "How would you describe my background so that your colleagues understand it?"),
    ),
    *_of(
        Theme.RESOURCES,
        ("read", 2, "What do you read or listen to so as to keep up?"),
        ("book", 2, "Which one book or article should I read next?"),
        ("places", 3, "Where do people in your field meet, in a room or online?"),
        ("course", 3, "Which course or certificate was worth its time, and which was not?"),
        ("tools", 3, "Which tools should I have tried once before I apply anywhere?"),
        ("example", 2, "Whose work in your field do you admire, so that I can study it?"),
        ("numbers", 2, "Where do you look when you need facts or figures about your field?"),
    ),
    *_of(
        Theme.ASSIGNMENTS,
        ("small-project", 4, "What small project could I do alone that would teach me the most?"),
        ("homework", 3, "If you gave me one piece of homework, what would it be?"),
        ("useful", 3, "What small thing would be useful to your team that nobody has time for?"),
        ("practise", 3, "What could I practise every week for half an hour?"),
        ("first-task", 4, "What was your first real task, and could I try one like it?"),
        ("show", 3, "If I make something, what should it show, and to whom?"),
        ("volunteer", 3, "Where could somebody new lend a hand and learn at the same time?"),
    ),
    *_of(
        Theme.CLOSING,
        ("who-else", 2, "Who else should I speak to, and may I use your name?"),
        ("not-asked", 2, "What should I have asked that I did not?"),
        ("update", 2, "May I write to you in a few weeks and say what I did with this?"),
        ("give-back", 2, "Is there anything I could do for you?"),
        ("one-thing", 2, "If I remember one thing from today, what should it be?"),
        ("how-to-ask", 2, "When I write to the people you named, what should I say first?"),
    ),
]

BY_KEY: dict[str, Ours] = {ours.key: ours for ours in OURS}
