"""Why a verb refuses. Each carries a sentence a person can read."""


class Refused(Exception):
    """The verb does not fit the state of the thing."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TimeTaken(Refused):
    """Somebody else has just taken the time."""

    def __init__(self) -> None:
        super().__init__("That time has just been taken. Here is what is still free.")


class TooMany(Refused):
    """A limit that protects strangers' attention."""
