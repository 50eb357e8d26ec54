"""What a mail server's refusal says of the address, by its code (RFC 3463) and its words."""

import re

CODE = re.compile(r"(?:\b[245]\d\d[ -]|#|\bStatus: ?)([245]\.\d{1,3}\.\d{1,3})\b")
WHOLE_CODE = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
SAYS_LITTLE = re.compile(r"\d\.[035]\.0")
"""Such as 5.0.0 and 5.5.0, which servers write for anything: then their words tell."""
OF_OUR_OWN = {"5.1.7", "5.1.8"}
OF_THE_ADDRESS = re.compile(r"5\.1\.\d+|5\.2\.1")
NOT_OF_THE_ADDRESS = re.compile(r"\d\.7\.\d+|\d\.2\.[234]|\d\.3\.\d+")
"""Policies, full boxes, what is too large, and whole systems."""
ROUTES = re.compile(r"5\.4\.(1|4|310|316)")

POLICY = re.compile(
    r"block|black ?list|\blisted\b|\brbl\b|dnsbl|spam|reputation|\brate\b|limit|policy|"
    r"too (many|quickly|fast|often)|"
    r"relay|authenticat|not permitted|sender|client host|dynamic ip|reverse dns|"
    r"\b(spf|dkim|dmarc|tls)\b"
)
FULL = re.compile(r"\bfull\b|quota|over ?size|too large|insufficient|out of storage")
NO_SUCH_HOST = re.compile(r"host not found|domain (name )?not found|nxdomain|no such domain")
TURNED_AWAY = re.compile(r"recipient address rejected")
"""As Exchange Online turns away, by 5.4.1, whoever its directory does not know."""
NO_SUCH_USER = re.compile(
    r"(user|mailbox|recipient|account|address|inbox)[^.]{0,60}?(unknown|disabled|"
    r"not? (longer )?(exist|found|active|valid)|does ?n.t (exist|have))|"
    r"(unknown|no such|unrouteable|doesn.t have a)[^.]{0,30}?"
    r"(user|mailbox|recipient|account|address|person|name)|nobody here|no mailbox here"
)
NOT_TAKEN = re.compile(
    r"(user|mailbox|recipient|account|address|inbox)[^.]{0,60}?(unavailable|invalid|rejected)|"
    r"(invalid|bad)[^.]{0,30}?(user|mailbox|recipient|account|address|person|name)"
)
"""Said of whom a server does not know, and of what its policy turns away."""
MAX_WORDS = 2_000


def code_in(status: str, said: str) -> str:
    """That of the status, unless it says little and the words know better."""
    whole = WHOLE_CODE.match(status)
    found = CODE.search(said[:MAX_WORDS])
    if whole and not (SAYS_LITTLE.fullmatch(whole[1]) and found):
        return whole[1]
    return found[1] if found else ""


def is_permanent(code: str, said: str) -> bool:
    """Whether the address itself is at fault, for good. In doubt it is not: whoever is suppressed
    for nothing is never written to again."""
    words = " ".join(said[:MAX_WORDS].lower().split())
    codes = {code, *(found[1] for found in CODE.finditer(said[:MAX_WORDS]))}
    if code.startswith(("2", "4")) or any(map(NOT_OF_THE_ADDRESS.fullmatch, codes)):
        return False
    if code in OF_OUR_OWN or FULL.search(words):
        return False
    if OF_THE_ADDRESS.fullmatch(code):
        return bool(NO_SUCH_USER.search(words)) or not POLICY.search(words)
    return _by_words(code, words)


def _by_words(code: str, words: str) -> bool:
    if ROUTES.fullmatch(code):
        return bool(NO_SUCH_HOST.search(words) or TURNED_AWAY.search(words))
    if (code and not SAYS_LITTLE.fullmatch(code)) or POLICY.search(words):
        return False
    return any(sign.search(words) for sign in (NO_SUCH_USER, NOT_TAKEN, NO_SUCH_HOST))
