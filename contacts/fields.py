"""What a seeker types about a contact in one field, and what is wrong with it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.fields import LineField, ProseField
from outbox.text import one_line

MAX_LINKS, MAX_LINK_LENGTH = 20, 500
MAX_TAGS, MAX_TAG_LENGTH = 20, 30


class LinksField(ProseField):
    """Links, one on each line; what is wrong is told with its line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = enumerate((super().to_python(value) or "").split("\n"), 1)
        typed = [(line.strip(), number) for number, line in lines if line.strip()]
        if len(typed) > MAX_LINKS:
            raise ValidationError(f"Please keep to {MAX_LINKS} links; there are {len(typed)}.")
        return list(dict.fromkeys(_checked_link(line, number) for line, number in typed))


def _checked_link(line: str, number: int) -> str:
    link = line if "://" in line else f"https://{line}"
    if len(link) > MAX_LINK_LENGTH:
        raise ValidationError(f"Line {number} is longer than {MAX_LINK_LENGTH} characters.")
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError as error:
        sentence = f"Line {number} is not a link: {line[:60]}"
        raise ValidationError(sentence) from error
    return link


class TagsField(LineField):
    """Words between commas, in lower case, each once."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").lower().split(",")
        tags = list(dict.fromkeys(one_line(tag) for tag in typed if tag.strip()))
        if any(len(tag) > MAX_TAG_LENGTH for tag in tags):
            raise ValidationError(f"Please keep each tag to {MAX_TAG_LENGTH} characters.")
        if len(tags) > MAX_TAGS:
            raise ValidationError(f"Please keep to {MAX_TAGS} tags; there are {len(tags)}.")
        return tags
