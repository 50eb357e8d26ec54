"""How long a text takes to say, and a self-introduction to start from."""

from accounts.models import User

WORDS_A_MINUTE = 140
"""What we count with: an unhurried voice that is easy to follow."""

SPEAKING_SECONDS = 30


def seconds_of(text: str) -> int:
    return round(len(text.split()) * 60 / WORDS_A_MINUTE)


def say_length(text: str) -> str:
    words = len(text.split())
    if not words:
        fitting = SPEAKING_SECONDS * WORDS_A_MINUTE // 60
        return f"Nothing yet. About {fitting} words fill {SPEAKING_SECONDS} seconds."
    counted = f"{words} {'word' if words == 1 else 'words'}, about {seconds_of(text)} seconds"
    if seconds_of(text) > SPEAKING_SECONDS + 5:
        return f"{counted}. A little shorter leaves more of the chat to them."
    return f"{counted}."


def starter(seeker: User) -> str:
    """A first draft from the profile, with gaps that say what belongs there."""
    who = f"I’m {seeker.name}." if seeker.name else "I’m …"
    about = seeker.about.strip().rstrip(".")
    now = f" {about[0].upper()}{about[1:]}." if about else " At the moment I …"
    return (
        f"Hello, {who}{now}\n\n"
        "What brought me here: …\n\n"
        "I asked you because …, and I would love to hear how that looks from where you are."
    )
