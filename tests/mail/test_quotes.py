"""What is shown of an answer: their words, without ours."""

import pytest

from mail import Kind, understand
from tests.growth import LINEAR, growth
from tests.mail.letters import letter, page

QUOTED = "> Dear Maren,\n>\n> could I ask you three questions?\n>\n> Ana\n"
ZOHO = "---- On Thu, 26 Nov 2026 09:00:00 +0000 Ana <coffee@coffee.example> wrote ----"
HEADS = [
    "On Thu, 26 Nov 2026 at 09:00, Ana Walka via CoffeeChat <coffee@coffee.example> wrote:",
    "On Thu, 26 Nov 2026 at 09:00, Ana Walka via CoffeeChat\n<coffee@coffee.example>\nwrote:",
    "Am 26.11.2026 um 09:00 schrieb Ana Walka via CoffeeChat:",
    "Ana Walka <coffee@coffee.example> schrieb am Do., 26. Nov. 2026, 09:00:",
    "Le jeu. 26 nov. 2026 à 09:00, Ana Walka <coffee@coffee.example> a écrit :",
    "El jue, 26 nov 2026 a las 9:00, Ana (<coffee@coffee.example>) escribió:",
    "Il giorno gio 26 nov 2026 alle ore 09:00 Ana <coffee@coffee.example> ha scritto:",
    "Op do 26 nov 2026 om 09:00 schreef Ana <coffee@coffee.example>:",
    "Em qui., 26 de nov. de 2026 às 09:00, Ana <coffee@coffee.example> escreveu:",
    "W dniu 26.11.2026 o 09:00, Ana Walka pisze:",
    "czw., 26 lis 2026 o 09:00 Ana Walka <coffee@coffee.example> napisał(a):",
    "Den tors 26 nov. 2026 kl 09:00 skrev Ana <coffee@coffee.example>:",
    "2026年11月26日(木) 9:00 Ana Walka <coffee@coffee.example>:",
    ZOHO,
    "---- On Thu, 26 Nov 2026 09:00:00 +0000\nAna <coffee@coffee.example> wrote ----",
]
BLOCKS = [
    "-----Original Message-----\nFrom: Ana\nSent: Thursday\nTo: Maren\nSubject: 25\n\nDear\n",
    "-----Ursprüngliche Nachricht-----\nVon: Ana\nGesendet: Donnerstag\nAn: Maren\n\nDear Maren,\n",
    "________________________________\nFrom: Ana\nSent: Thursday\nTo: Maren\nSubject: 25\n\nDear\n",
    "________________________________\n\nDe : Ana\nEnvoyé : jeudi\nÀ : Maren\nObjet : 25\n\nDear\n",
    "Von: Ana\nGesendet: Donnerstag\nAn: Maren\nBetreff: 25\n\nDear Maren,\n",
    "De: Ana\nEnviado el: jueves\nPara: Maren\nAsunto: 25\n\nDear Maren,\n",
    "Da: Ana\nInviato: giovedì\nA: Maren\nOggetto: 25\n\nDear Maren,\n",
    "Van: Ana\nVerzonden: donderdag\nAan: Maren\nOnderwerp: 25\n\nDear Maren,\n",
    "---- On Thu, 26 Nov 2026 09:00:00 +0000 Ana <a@b.example> wrote ----\n\nDear Maren,\n",
    "Gesendet: Donnerstag um 09:00 Uhr\nVon: Ana\nAn: Maren\nBetreff: 25\n\nDear Maren,\n",
    "Sent: Thursday\nFrom: Ana\nTo: Maren\nSubject: 25\n\nDear Maren,\n",
    "*From:* Ana\n*Sent:* Thursday\n*To:* Maren\n*Subject:* 25\n\nDear Maren,\n",
]
DEVICES = [
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Skickat från min iPhone",
    "-- \nMaren Oduya\nHead of Tides",
]


def shown(body: str) -> str:
    return understand(letter(body)).text


@pytest.mark.parametrize("head", HEADS)
def test_a_quote_is_cut_with_the_line_that_announces_it(head: str) -> None:
    assert shown(f"Gladly.\n\nMaren\n\n{head}\n\n{QUOTED}") == "Gladly.\n\nMaren"


@pytest.mark.parametrize("head", [one for one in HEADS if "@" in one])
def test_a_quote_that_is_not_marked_is_cut_as_well(head: str) -> None:
    assert shown(f"Gladly.\n\n{head}\n\nDear Maren,\n\ncould I ask?\n") == "Gladly."


@pytest.mark.parametrize("block", BLOCKS)
def test_the_head_of_another_e_mail_begins_the_quote(block: str) -> None:
    assert shown(f"Gladly.\n\n{block}") == "Gladly."


@pytest.mark.parametrize("added", DEVICES)
def test_what_a_program_adds_is_left_out(added: str) -> None:
    assert shown(f"Gladly.\n\n{added}\n\n{HEADS[0]}\n{QUOTED}") == "Gladly."


def test_answers_between_quoted_lines_stay_behind_what_they_answer() -> None:
    body = (
        f"Hi Ana,\n\n{HEADS[0]}\n> Dear Maren,\n> how did you begin?\n\nBy chance.\n\n"
        "> And what would you do again?\n\nEverything.\n\n> Ana\n"
    )
    assert shown(body) == (
        "Hi Ana,\n\n> Dear Maren,\n> how did you begin?\n\nBy chance.\n\n"
        "> And what would you do again?\n\nEverything."
    )


def test_answers_between_lines_that_zoho_quotes_stay() -> None:
    body = f"Hi Ana,\n\n{ZOHO}\n> did you begin early?\n\nBy chance.\n"
    assert shown(body) == "Hi Ana,\n\n> did you begin early?\n\nBy chance."


def test_an_answer_below_the_quote_is_found() -> None:
    assert shown(f"{HEADS[0]}\n{QUOTED}> more\n> and more\n\nGladly.\nMaren\n") == "Gladly.\nMaren"


def test_an_answer_to_one_quoted_line_stands_behind_it() -> None:
    assert shown("> three questions?\n\nGladly.\n") == "> three questions?\n\nGladly."


def test_where_nothing_new_is_found_everything_is_shown() -> None:
    assert shown(f"{HEADS[0]}\n{QUOTED}") == f"{HEADS[0]}\n{QUOTED}".strip()


@pytest.mark.parametrize(
    "body",
    [
        "From: the bottom of my heart, yes.",
        "On Thursday I wrote:\nnothing.",
        "Here are 3 days that work:\n\nMonday\nTuesday",
        "Sent from the office, so a little short. But gladly! When would it suit you, and how?",
        "a > b is what I would ask.",
        "Two dates:\nDate: Thursday\nSubject: tides",
        "My days in 2026 at 9:30 (if it suits):\n\nMonday",
    ],
)
def test_a_sentence_of_their_own_is_no_quote(body: str) -> None:
    assert shown(f"{body}\n") == body


def test_the_whole_stays_one_press_away() -> None:
    understood = understand(letter(f"Gladly.\n\n{HEADS[0]}\n{QUOTED}"))
    assert "three questions" in understood.whole


def test_html_alone_is_read_and_cut() -> None:
    body = (
        "<html><head><style>p{}</style></head><body><!-- <p>no</p> --><p>Hi&nbsp;Ana,</p>"
        "<p>happy&#x20;to.<br>Maren</p><div id='appendonsend'></div><hr>"
        '<div id="divRplyFwdMsg"><b>From:</b> Ana</div><p>Dear Maren</p></body></html>'
    )
    assert understand(page(body)).text == "Hi Ana,\n\nhappy to.\nMaren"


def test_a_quote_in_html_is_one() -> None:
    body = (
        '<div dir="ltr">Gladly.</div><div class="gmail_quote"><div>'
        "On Thu, 26 Nov 2026 at 09:00 Ana &lt;a@coffee.example&gt; wrote:</div>"
        "<blockquote>Dear Maren,<br>three?</blockquote></div>"
    )
    assert understand(page(body)).text == "Gladly."


def test_flowed_lines_are_joined() -> None:
    raw = letter("This is one \nlong line.\n").replace(b'utf-8"', b'utf-8"; format=flowed')
    assert understand(raw).text == "This is one long line."


def test_attachments_are_named_and_pictures_of_the_text_are_not() -> None:
    raw = (
        b"From: m@nordlicht.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n"
        b"--o\r\nContent-Type: text/plain\r\n\r\nSee attached.\r\n"
        b'--o\r\nContent-Type: application/pdf; name="tides.pdf"\r\n'
        b'Content-Disposition: attachment; filename="C:\\\\x\\\\tides.pdf"\r\n\r\nxx\r\n'
        b"--o\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\n\r\nxx\r\n"
        b"--o\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\nxx\r\n--o--\r\n"
    )
    understood = understand(raw)
    assert (understood.text, understood.attachments) == ("See attached.", ("tides.pdf",))


def test_nothing_at_all_is_none() -> None:
    assert understand(letter(" \n\n")).kind == Kind.NONE


def nested(lines: int) -> str:
    """An e-mail that went to and fro: each answer quotes all before it."""
    return "Gladly.\n" + "\n".join(
        ">" * (at % 60 + 1) + " On 1.1.2026 at 09:00 Ana <a@b.example> wrote:"
        for at in range(lines)
    )


def test_three_thousand_nested_quotes_are_cut() -> None:
    assert shown(nested(3_000)) == "Gladly."


CASES = {
    "nested quotes": nested,
    "heads without a quote": lambda size: "On 1 at 09:00 <a@b.example>\n" * size,
    "colons": lambda size: "On 1 wrote a:\n" * size,
    "header keys": lambda size: "From: x\n" * size,
    "quotes and answers": lambda size: "> one?\nyes\n" * size,
    "dashes": lambda size: "-" * size * 10,
    "underscores": lambda size: ("_" * 12 + "\n") * size,
    "blank lines": lambda size: "\n" * size * 5,
}


@pytest.mark.parametrize("case", CASES)
def test_cutting_costs_in_proportion(case: str) -> None:
    from mail.quotes import new_in

    assert growth(new_in, CASES[case], 1_000) < LINEAR


LINES = {
    "moments": lambda size: "1111:1" * size + ":",
    "moments and an address": lambda size: "1111:1" * size + "<a@b.example>:",
    "moments between dashes": lambda size: "-- on " + "1 wro" * size + " wrote -",
    "brackets": lambda size: "<@" * 3 * size + ">:",
}


@pytest.mark.parametrize("case", LINES)
def test_a_line_costs_in_proportion(case: str) -> None:
    """As long as a line that is looked at may be, and often enough to be measured."""
    from mail.quote_heads import is_attribution

    def work(line: str) -> object:
        return [is_attribution(line) for _ in range(200)]

    assert growth(work, LINES[case], 15) < LINEAR


MARKUP = {
    "open tags": lambda size: "<" * size,
    "open comments": lambda size: "<!--" * size,
    "attributes": lambda size: "<p " + "a='<" * size,
    "entities": lambda size: "&#" * size,
    "long numbers": lambda size: "&#" + "9" * size,
    "quotes": lambda size: "<blockquote>" * size + "x",
    "blanks": lambda size: " <b> </b>" * size,
}


@pytest.mark.parametrize("case", MARKUP)
def test_reading_html_costs_in_proportion(case: str) -> None:
    from mail.markup import text_in

    assert growth(text_in, MARKUP[case], 2_000) < LINEAR
