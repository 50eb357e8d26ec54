"""Whose refusal is it? One table says what becomes of an e-mail that was not taken."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models

from outbox.smtp import Failure, Phase


class DeliveryResult(models.TextChoices):
    TAKEN = "taken", "taken"
    SERVER = "server", "ours: all e-mail waits"
    OURS = "ours", "ours: this e-mail waits"
    LATER = "later", "tried again"
    ADDRESS = "address", "the address: it gets no e-mail any more"
    EMAIL = "email", "this e-mail alone: it is given up"
    UNANSWERED = "unanswered", "nobody knows whether it was taken"


@dataclass(frozen=True)
class Rule:
    where: Collection[Phase]
    reply: str
    """A pattern for the beginning of `code, enhanced code or -, words`, or of `none`."""
    delivery_result: DeliveryResult
    when: str
    """The same for people: docs/deploy.md has it."""


BEFORE = (Phase.CONNECT, Phase.HELLO, Phase.SIGN_IN)
READING = (Phase.DATA, Phase.END)
SMTP = (*BEFORE, Phase.MAIL, Phase.RCPT, *READING)

BARE = r"5\d\d (-|5\.0\.0) .*"
OF_US = (
    r"block|black ?list|\blisted\b|\brbl\b|dnsbl|spam|reputation|\brate|too many|limit|policy|"
    r"denied|relay|rcpthosts|authenticat|not permitted|sender|\byour\b|client host|dynamic|"
    r"\bip\b|ipv6|\d{1,3}(\.\d{1,3}){3}|\b[0-9a-f]{1,4}:[0-9a-f]{0,4}:|reverse|\bptr\b|\bdns\b|"
    r"\b(ehlo|helo|spf|dkim|dmarc|tls)\b"
)
"""Where they speak of us and of the user it is ours: whoever is suppressed for nothing hears of
nobody again, while an e-mail of ours only waits."""
FULL = r"\bfull\b|quota|over ?size|too large|insufficient"
OF_THE_USER = (
    r"\buser|mailbox|recipient|account|address|inbox|"
    r"unknown|no such|not exist|not found|nobody|no one"
)

TABLE = (
    Rule(BEFORE, r"", DeliveryResult.SERVER, "Up to signing in: any refusal, or no answer"),
    Rule(SMTP, r"421 ", DeliveryResult.SERVER, "Anywhere: 421"),
    Rule(
        (Phase.MAIL,),
        r"552 |\d+ [45]\.(2\.3|3\.4) ",
        DeliveryResult.EMAIL,
        "MAIL FROM: 552, x.2.3 or x.3.4, it is too large",
    ),
    Rule((Phase.MAIL,), r"", DeliveryResult.SERVER, "MAIL FROM: any other refusal, or no answer"),
    Rule(
        (Phase.RCPT, *READING),
        r"\d+ [45]\.1\.[78] ",
        DeliveryResult.OURS,
        "RCPT TO or later: x.1.7 or x.1.8, our own address",
    ),
    Rule(
        (Phase.RCPT, *READING),
        r"5\d\d (5\.1\.\d+|5\.2\.1) ",
        DeliveryResult.ADDRESS,
        "RCPT TO or later: 5.1.x or 5.2.1",
    ),
    Rule(
        (Phase.RCPT,),
        r"\d+ [45]\.[57]\.\d+ |53[0458] |50[0234] ",
        DeliveryResult.OURS,
        "RCPT TO: x.7.x or x.5.x, 530, 534, 535, 538, 500 or 502 to 504",
    ),
    Rule(
        READING,
        r"4\d\d 4\.7\.\d+ ",
        DeliveryResult.OURS,
        "DATA, or the e-mail itself: 4.7.x, such as rates",
    ),
    Rule(
        (Phase.RCPT,),
        rf"552 |{BARE}({FULL})",
        DeliveryResult.EMAIL,
        "RCPT TO: 552, or a bare 5xx whose words speak of a full mailbox",
    ),
    Rule(
        (Phase.RCPT,),
        rf"(4\d\d (-|4\.0\.0) .*|{BARE})({OF_US})",
        DeliveryResult.OURS,
        "RCPT TO: a bare code whose words speak of us, such as block lists, rates or relaying",
    ),
    Rule((Phase.RCPT,), r"55[13] ", DeliveryResult.ADDRESS, "RCPT TO: 551 or 553"),
    Rule(
        (Phase.RCPT,),
        rf"550 (-|5\.0\.0|5\.3\.0) .*({OF_THE_USER})",
        DeliveryResult.ADDRESS,
        "RCPT TO: a bare 550 whose words speak of the user",
    ),
    Rule((Phase.RCPT, Phase.DATA), r"none", DeliveryResult.LATER, "RCPT TO or DATA: no answer"),
    Rule(
        (Phase.END, Phase.API),
        r"none",
        DeliveryResult.UNANSWERED,
        "The e-mail itself: no answer within ten minutes, or the connection broke",
    ),
    Rule(SMTP, r"4", DeliveryResult.LATER, "Any other 4xx"),
    Rule(
        SMTP,
        r"5",
        DeliveryResult.EMAIL,
        "Any other 5xx, such as 552, 554, 5.6.x or 5.7.x to the e-mail itself",
    ),
    Rule(
        (Phase.API,),
        r"(401|402|403|407|429|503) ",
        DeliveryResult.SERVER,
        "A provider's API: 401, 402, 403, 407, 429 or 503",
    ),
    Rule(
        (Phase.API,),
        r"5",
        DeliveryResult.UNANSWERED,
        "A provider's API: any other 5xx, such as 500, 502 or 504, for it had the e-mail by then",
    ),
    Rule((Phase.API,), r"4", DeliveryResult.EMAIL, "A provider's API: any other 4xx"),
)

ENHANCED = re.compile(r"#?([245]\.\d{1,3}\.\d{1,3})(?= |$)")
"""RFC 3463; it stands first among the words where there is one."""
AMONG_WORDS = re.compile(r"\(?#([245]\.\d{1,3}\.\d{1,3})\)?")
"""As qmail and its relatives write it, last and behind a `#`."""


def delivery_result_of(failure: Failure) -> DeliveryResult:
    """The first rule that fits. What none knows, such as an answer in no known form, is tried
    again, unless whoever answered so had the e-mail by then."""
    reply = _in_one_form(failure)
    for rule in TABLE:
        if failure.phase in rule.where and re.match(rule.reply, reply):
            return rule.delivery_result
    return (
        DeliveryResult.UNANSWERED
        if failure.phase in {Phase.END, Phase.API}
        else DeliveryResult.LATER
    )


def _in_one_form(failure: Failure) -> str:
    if failure.code is None:
        return "none"
    enhanced = ENHANCED.match(failure.said) or AMONG_WORDS.search(failure.said)
    words = failure.said
    if enhanced:
        words = words[: enhanced.start()] + words[enhanced.end() :]
    return f"{failure.code} {enhanced[1] if enhanced else '-'} {words.lower()} "
