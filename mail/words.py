"""The words of an e-mail, and the names of what is attached."""

from collections.abc import Iterator
from email.message import Message

from mail.markup import text_in
from mail.message import param, parts, text_of

OF_PROGRAMS = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/ms-tnef",
}
MAX_ATTACHMENTS = 20
MAX_NAME_LENGTH = 120


def words_of(message: Message) -> str:
    """Its plain text, else what its HTML says. A program may lay a text around what is attached."""
    plain = "\n".join(filter(str.strip, _texts(message, "text/plain")))
    return plain or "\n".join(text_in(one) for one in _texts(message, "text/html"))


def _texts(message: Message, kind: str) -> Iterator[str]:
    for part in parts(message):
        if part.get_content_type() == kind and not _is_attached(part):
            yield _in_whole_lines(part)


def _in_whole_lines(part: Message) -> str:
    """What is `flowed` ends a line with a blank where it goes on (RFC 3676)."""
    text = text_of(part)
    if param(part, "format").lower() != "flowed":
        return text
    glue = "" if param(part, "delsp").lower() == "yes" else " "
    kept, goes_on = list[str](), False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        if goes_on and kept and quoted == kept[-1].startswith(">"):
            kept[-1] = kept[-1].rstrip(" ") + glue + (line.lstrip("> ") if quoted else line)
        else:
            kept.append(line)
        goes_on = line.endswith(" ") and line != "-- "
    return "\n".join(line if line == "-- " else line.rstrip() for line in kept)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def attachments_of(message: Message) -> tuple[str, ...]:
    """By name; pictures that belong to the text are none, nor are signatures of programs."""
    named = (_name(part) for part in parts(message) if _is_file(part))
    return tuple(dict.fromkeys(named))[:MAX_ATTACHMENTS]


def _is_file(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in OF_PROGRAMS:
        return False
    if part.get_content_maintype() == "image" and not _is_attached(part):
        return not part.get("Content-ID") and bool(_file_name(part))
    if part.get_content_maintype() == "message":
        return True
    return _is_attached(part) or (part.get_content_maintype() != "text" and bool(_file_name(part)))


def _file_name(part: Message) -> str:
    return param(part, "filename", "content-disposition") or param(part, "name")


def _name(part: Message) -> str:
    """Without the folders that some write before it."""
    said = _file_name(part).replace("\\", "/").rpartition("/")[2]
    return said[:MAX_NAME_LENGTH] or part.get_content_type()
