"""How mail programs announce what they quote, in the languages their users write."""

import re
from collections.abc import Sequence

CUT_HERE = "-----\x02quoted below\x02-----"
"""What `mail.markup` writes where HTML itself says that the quote begins."""

ATTRIBUTIONS = (
    ("on ", ("wrote",)),
    ("am ", ("schrieb", "geschrieben")),
    ("le ", ("a écrit", "écrit :")),
    ("el ", ("escribió", "escribio")),
    ("il ", ("ha scritto",)),
    ("op ", ("schreef", "geschreven")),
    ("em ", ("escreveu",)),
    ("a ", ("escreveu",)),
    ("no dia ", ("escreveu",)),
    ("den ", ("skrev",)),
    ("på ", ("skrev",)),
    ("w dniu ", ("napisał", "pisze")),
    ("dnia ", ("napisał", "pisze")),
    ("dne ", ("napsal",)),
    ("", ("wrote on", "wrote:", "schrieb am", "schrieb:", "a écrit :", "escribió:", "ha scritto:")),
    ("", ("schreef:", "skrev:", "kirjoitti", "napisał", "napsal", "ezt írta", "şunu yazdı")),
    ("", ("пишет", "написал", "έγραψε", "のメール", "写道", "作成:")),
)
"""How such a line begins, and what stands somewhere in it. It ends with a colon and says a day."""

YEAR = re.compile(r"\d{4}")
HOUR = re.compile(r"\d{1,2}[:.h]\d\d")
MAX_ATTRIBUTION = 400
MAX_ATTRIBUTION_LINES = 3

ORIGINAL = re.compile(
    r"[ \t]*[-_*=]{2,}[ \t]*(original[ -](message|nachricht|appointment)|ursprüngliche nachricht|"
    r"originalnachricht|message (d['’])?origin(al|e)|mensaje original|messaggio originale|"
    r"oorspronkelijk bericht|mensagem original|oryginalna wiadomość|wiadomość oryginalna|"
    r"ursprungligt meddelande|originalmeddelande|oprindelig meddelelse|opprinnelig melding|"
    r"alkuperäinen viesti|původní zpráva|eredeti üzenet|исходное сообщение|"
    r"reply message|reply above this line|forwarded message|weitergeleitete nachricht)"
    r"[ \t]*[-_*=]*[ \t]*",
    re.I,
)
BETWEEN_DASHES = re.compile(r"[ \t]*-{2,}[ \t]*on .{5,300}? wrote[ \t]*-{2,}[ \t]*", re.I)
"""As Zoho has it, without any colon; what it quotes may be marked or not."""
UNDERSCORES = re.compile(r"[ \t]*_{10,}[ \t]*")

_FIRST_KEYS = "from von de da van od från fra lähettäjä feladó от kimden από 差出人 发件人"
_OTHER_KEYS = """
sent date to cc subject reply-to importance
gesendet datum an betreff antwort-an
envoyé date à objet répondre
enviado enviada fecha para asunto assunto data
inviato a oggetto
verzonden aan onderwerp
wysłano do temat data
skickat till ämne
sendt til emne
lähetetty vastaanottaja aihe
odesláno komu předmět
elküldve címzett tárgy
отправлено кому тема дата
gönderildi kime konu
送信日時 宛先 件名 发送时间 收件人 主题
"""
FIRST_KEYS = frozenset(_FIRST_KEYS.split())
KEYS = FIRST_KEYS | frozenset(_OTHER_KEYS.split())
KEY = re.compile(r"[ \t>*]{0,10}\*?([^\s:*：]{1,20})(?: le| el)?\*?[ \t]?[:：]\*?")


def may_begin_one(line: str) -> bool:
    """Whether such a line may begin here; the line before it is somebody's own."""
    lower = line.lstrip(" \t>").lower()
    begins = any(start and lower.startswith(start) for start, _ in ATTRIBUTIONS)
    return begins or names_somebody(lower) or "<" in lower


def is_attribution(line: str) -> bool:
    """Whether one line, or several joined, says that somebody wrote what follows."""
    said = line.strip()
    if len(said) > MAX_ATTRIBUTION:
        return False
    if BETWEEN_DASHES.fullmatch(said):
        return True
    if not said.endswith((":", "：")):
        return False
    if not any(letter.isdigit() for letter in said):
        return False
    lower = said.lower()
    if any(
        lower.startswith(start) and any(verb in lower for verb in verbs)
        for start, verbs in ATTRIBUTIONS
    ):
        return True
    return _names_a_moment_and_an_address(said[:-1].rstrip())


def _names_a_moment_and_an_address(said: str) -> bool:
    """Without any verb. The address is looked for first, and from the end: a search for all three
    at once takes the cube of the length."""
    begins = max(said.rfind("<"), said.rfind("("))
    if begins < 0 or not said.endswith((">", ")")) or "@" not in said[begins + 2 : -2]:
        return False
    year = YEAR.search(said, 0, begins)
    return year is not None and HOUR.search(said, year.end(), begins) is not None


def names_somebody(said: str) -> bool:
    """An address or an hour stands in it: no sentence of somebody's own ends so."""
    return "@" in said or HOUR.search(said) is not None


def is_header_block(lines: Sequence[str], at: int) -> bool:
    """Whether From, Date, To and Subject of another e-mail stand here, in whatever language. GMX
    and web.de say first when it was sent."""
    first = KEY.match(lines[at])
    if not first or first[1].lower() not in KEYS:
        return False
    found = [KEY.match(line) for line in lines[at + 1 : at + 8] if line.strip(" \t>")]
    named = [one[1].lower() if one else "" for one in found]
    begins = FIRST_KEYS.intersection((first[1].lower(), *named[:1]))
    return bool(begins) and sum(name in KEYS for name in named) >= 2
