"""What programs answer by themselves; what people answer; and until when somebody is away."""

from datetime import date

import pytest

from mail import Kind, understand
from tests.mail.letters import letter

SUBJECTS = [
    "Automatic reply: 25 minutes",
    "Automatische Antwort: 25 minutes",
    "Abwesenheitsnotiz: 25 minutes",
    "Out of Office: 25 minutes",
    "Réponse automatique : 25 minutes",
    "Respuesta automática: 25 minutes",
    "Risposta automatica: 25 minutes",
    "Automatisch antwoord: 25 minutes",
    "Resposta automática: 25 minutes",
    "Automatyczna odpowiedź: 25 minutes",
    "Autosvar: 25 minutes",
    "Automatiskt svar: 25 minutes",
    "[EXT] Automatic reply: 25 minutes",
    "Abwesenheitsnachricht",
    "Abwesenheitsbenachrichtigung: 25 minutes",
    "Automatische E-Mail-Antwort",
    "Absence du bureau : 25 minutes",
]
ALSO_OF_PERSONS = [
    ("Auto: 25 minutes", "I am on vacation until Monday."),
    ("OOO: 25 minutes", "I am out of office."),
    ("Absence : 25 minutes", "Je suis en congé."),
    ("Absent: 25 minutes", "Je suis absente jusqu'au 7 décembre."),
    ("Poissa: 25 minutes", "Olen lomalla."),
    ("Re: 25 minutes [Abwesenheitsnotiz]", "Ich bin im Urlaub."),
    ("Out of office on Thursday", "I am away from my desk until Friday."),
]
HEADERS = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated; owner-email=x",
    "X-Autoreply: yes",
    "X-Autorespond: 25 minutes",
    "Precedence: auto_reply",
    "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
]
NO_PROOF = [
    "X-Auto-Response-Suppress: All",
    "Precedence: bulk",
    "Auto-Submitted: no",
    "X-Autoreply: no",
    "Return-Path: <>",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_some_say_it_in_the_subject_alone(subject: str) -> None:
    assert understand(letter("I am in court.\n", subject=subject)).kind == Kind.AUTO


@pytest.mark.parametrize(("subject", "body"), ALSO_OF_PERSONS)
def test_some_say_it_in_a_subject_that_persons_write_too(subject: str, body: str) -> None:
    assert understand(letter(f"{body}\n", subject=subject)).kind == Kind.AUTO


@pytest.mark.parametrize("header", HEADERS)
def test_some_say_it_in_a_header_alone(header: str) -> None:
    assert understand(letter("I am in court.\n", more=f"{header}\r\n")).kind == Kind.AUTO


@pytest.mark.parametrize("header", NO_PROOF)
def test_a_person_may_write_with_it(header: str) -> None:
    assert understand(letter("Gladly.\n", more=f"{header}\r\n")).kind == Kind.REPLY


def test_from_nobody_with_words_of_absence() -> None:
    body = "Ich bin im Urlaub.\n"
    assert understand(letter(body, more="Return-Path: <>\r\n")).kind == Kind.AUTO


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: 25 minutes",
        "AW: Abwesenheitsnotiz",
        "Absence of data",
        "Auto: how engineers decide",
        "Absent: coffee",
        "Poissa? Coffee",
        "Out of office on Thursday, but Friday works",
        "25 minutes [Abwesenheitsnotiz]",
        "Autos and data",
    ],
)
def test_a_person_answers_such_a_thing(subject: str) -> None:
    assert understand(letter("Now I am back. Gladly.\n", subject=subject)).kind == Kind.REPLY


def test_an_answer_that_speaks_of_a_journey_is_an_answer() -> None:
    body = "I am out of the office until 7 December. Thursday the 10th at 3?\n"
    assert understand(letter(body)).kind == Kind.REPLY


AWAY = [
    (
        "I am out of the office until 7 December 2026 and will reply when I am back.",
        date(2026, 12, 7),
    ),
    ("I'm away until Monday, 7 December.", date(2026, 12, 7)),
    ("I am on leave through December 18th.", date(2026, 12, 18)),
    ("I will be back on 7 December.", date(2026, 12, 7)),
    ("I will return to the office on Monday, December 7, 2026.", date(2026, 12, 7)),
    ("I am out from 30 November to 4 December, back on 7 December.", date(2026, 12, 7)),
    ("Away 28 Nov - 11 Dec.", date(2026, 12, 11)),
    ("Out of office 28/11/2026 to 13/12/2026.", date(2026, 12, 13)),
    ("I'm out until 07/12/2026.", date(2026, 12, 7)),
    ("I'm out until 02/03/2027.", None),
    ("ich bin vom 20.11. bis einschließlich 04.12.2026 nicht im Haus.", date(2026, 12, 4)),
    ("Ich bin ab dem 7. Dezember wieder erreichbar.", date(2026, 12, 7)),
    ("Ich bin bis zum 6.1. im Urlaub.", date(2027, 1, 6)),
    ("Ich bin bis 04.12. nicht erreichbar, ab 07.12. wieder für Sie da.", date(2026, 12, 7)),
    ("Je suis absent(e) du bureau du 23/11/2026 au 07/12/2026 inclus.", date(2026, 12, 7)),
    ("Jag är på semester till och med 4 december.", date(2026, 12, 4)),
    ("I'm on vacation until the 7th.", None),
    (
        "I will return on 1 March 2027. For urgent matters before 15 January 2027 ask Eva.",
        date(2027, 3, 1),
    ),
    ("Back in 2027. For urgent matters before 15 January 2027 please ask Eva.", None),
    ("Ich bin bis einschl. 4. Dezember im Urlaub.", date(2026, 12, 4)),
    ("Ich bin bis Fr. 4. Dezember im Urlaub.", date(2026, 12, 4)),
    ("I think so. 7 December is when our fair begins.", None),
    ("Ich bin bis zum 4.12 nicht erreichbar.", date(2026, 12, 4)),
    ("Ich bin bis einschließlich 4.12 im Urlaub.", date(2026, 12, 4)),
    ("Ich bin ab dem 7.12 wieder da.", date(2026, 12, 7)),
    ("Heute bin ich bis 10.12 Uhr im Gespräch.", None),
    ("Ab 10.12 Uhr bin ich wieder da.", None),
    ("Bis 4.12,50 Euro sind es.", None),
    ("Ich kehre am 07.12.2026 zurück.", date(2026, 12, 7)),
    ("Ich bin derzeit nicht im Büro und kehre am 07.12.2026 zurück.", date(2026, 12, 7)),
    ("Je suis absente du 1er au 4 décembre inclus.", date(2026, 12, 4)),
    ("Ab 14.12.2026 bin ich wieder für Sie da.", date(2026, 12, 14)),
    ("Ab 14.12.2026 bin ich nicht mehr im Büro.", None),
    ("Je suis absente jusqu'au 7 décembre inclus.", date(2026, 12, 7)),
    ("Je serai de retour le 7 décembre 2026.", date(2026, 12, 7)),
    ("Du 28 novembre au 11 décembre, je suis en congé.", date(2026, 12, 11)),
    ("Estaré fuera hasta el 7 de diciembre de 2026.", date(2026, 12, 7)),
    ("Vuelvo el 7 de diciembre.", date(2026, 12, 7)),
    ("Sono assente fino al 7 dicembre 2026.", date(2026, 12, 7)),
    ("Rientro il 7 dicembre.", date(2026, 12, 7)),
    ("Ik ben afwezig tot en met 7 december.", date(2026, 12, 7)),
    ("Ik ben weer bereikbaar vanaf 7 december.", date(2026, 12, 7)),
    ("On parental leave until 2027-02-01.", date(2027, 2, 1)),
    ("I am away until 4 December and from 20 December to 6 January.", date(2026, 12, 4)),
    ("I am travelling and will be slow to answer.", None),
    ("I am back next Monday.", None),
    ("Our conference is on 12 December, please register.", None),
    ("I was away until 20 November.", None),
    ("I am out until 31 February.", None),
    ("Call 0049 30 12 12 2026.", None),
]


@pytest.mark.parametrize(("body", "until"), AWAY)
def test_until_when_somebody_is_away(body: str, until: date | None) -> None:
    understood = understand(letter(f"{body}\n", more="Auto-Submitted: auto-replied\r\n"))
    assert (understood.until, understood.gone) == (until, False)


@pytest.mark.parametrize(
    "body",
    [
        "Igor Lind no longer works at Contoso.",
        "Igor has left the company.",
        "Ich bin nicht mehr bei der Stadtwerke GmbH tätig.",
        "Frau Lind hat unser Unternehmen verlassen.",
        "Je ne travaille plus chez Contoso.",
        "Igor ya no trabaja en Contoso.",
        "Igor werkt niet meer bij Contoso.",
        "Igor Lind (igor@contoso.example) is no longer with us.",
        "I no longer work here.",
        "I'm no longer employed by Contoso.",
        "The person you are trying to reach no longer works for Contoso.",
        "Igor has left Contoso.",
        "Dr. Lind has retired.",
        "Frau Lind arbeitet nicht mehr bei uns.",
        "Ich bin nicht mehr unter dieser E-Mail-Adresse erreichbar.",
        "Herr Lind ist aus dem Unternehmen ausgeschieden.",
        "Marie a quitté l'entreprise.",
        "Marie ne fait plus partie de la société.",
        "Igor non lavora più per Contoso.",
        "Já não trabalho na Contoso.",
        "Igor ha dejado la empresa.",
    ],
)
def test_somebody_left_for_good(body: str) -> None:
    understood = understand(letter(f"{body}\n", more="Auto-Submitted: auto-replied\r\n"))
    assert (understood.gone, understood.until) == (True, None)


@pytest.mark.parametrize(
    "body",
    [
        "My office phone is no longer in use.",
        "This mailbox is no longer monitored during that time.",
        "This number no longer works.",
        "I am no longer at my desk today.",
        "I have left instructions with Eva.",
        "I have left the office for today.",
        "Ich habe das Büro verlassen.",
        "Heute bin ich nicht mehr im Büro erreichbar.",
        "Marie a quitté l'équipe.",
        "Mijn telefoon werkt niet meer.",
        "Mi teléfono ya no está activo.",
        "Il numero non è più attivo.",
    ],
)
def test_what_ended_is_not_always_their_time_there(body: str) -> None:
    assert not understand(letter(f"{body}\n", more="Auto-Submitted: auto-replied\r\n")).gone


@pytest.mark.parametrize(
    ("body", "until"),
    [
        ("On holiday until 7 December. Igor no longer works here.", date(2026, 12, 7)),
        ("Ich habe die Firma verlassen und bin ab dem 7.12. wieder da.", date(2026, 12, 7)),
    ],
)
def test_who_says_when_they_are_back_has_not_gone(body: str, until: date) -> None:
    understood = understand(letter(f"{body}\n", more="Auto-Submitted: auto-replied\r\n"))
    assert (understood.until, understood.gone) == (until, False)
