"""The table of e-mails holds for what each function writes, and nothing is listed beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from outbox.kinds import Audience, Email, EmailKind, email, registered
from outbox.rendered import RenderedEmail
from tests.emails.kinds import kinds, of_accounts

BASE = Path(settings.BASE_DIR)
HOST = "jonas@example.org"
APPS = ["accounts", "archive", "calendars", "chats", "coffeechat", "contacts", "followups"]
APPS += ["outbox", "outcomes", "preparation", "progress"]
Emails = dict[str, RenderedEmail]


def test_what_is_said_of_each_kind_is_so(emails: Emails) -> None:
    flaws = {name: flaws_of(kind, emails[name]) for name, kind in kinds().items()}
    assert {name: found for name, found in flaws.items() if found} == {}


def flaws_of(kind: EmailKind, email: RenderedEmail) -> list[str]:
    to_host = kind.to is Audience.HOST
    flaws = {
        "another audience": (email.to == HOST, email.outreach) != (to_host, to_host),
        "another calendar method": (email.ics_method, bool(email.ics))
        != (kind.method, bool(kind.method)),
        "filed under nothing": not email.about and kind.about is not User,
        "a key of another kind": not email.dedupe_key.startswith(f"{kind.name}:")
        and kind.about is not User,
    }
    return [flaw for flaw, is_there in flaws.items() if is_there]


def test_what_is_about_the_same_is_filed_in_one_place(emails: Emails) -> None:
    """So that taking it back by that place takes all of it."""
    places = {
        (kind.about, emails[name].about.partition(":")[0])
        for name, kind in kinds().items()
        if name not in of_accounts()
    }
    assert len(places) == len({about for about, _ in places}) == len({place for _, place in places})


def test_a_name_is_given_once() -> None:
    name = next(iter(registered())).name

    def write(kind: EmailKind) -> RenderedEmail:
        return RenderedEmail(kind.name, "", "", "", "")

    with pytest.raises(ValueError, match=name):
        email(name, to=Audience.SEEKER, about=User, sample=lambda write: write())(write)


def test_a_function_is_handed_its_kind() -> None:
    kind = EmailKind("anything", Audience.SEEKER, User, lambda: RenderedEmail("", "", "", "", ""))
    said = Email(kind, lambda kind, to: RenderedEmail(kind.name, "", to, "", ""))
    assert (said("a@example.org").kind, said.name) == ("anything", "anything")


# -- Nothing beside it ----------------------------------------------------------------------------


def test_no_list_is_kept_beside_the_table() -> None:
    paths = [path for app in APPS for path in (BASE / app).rglob("*.py")]
    code = {str(path.relative_to(BASE)): path for path in paths if "migrations" not in path.parts}
    assert len(code) > 200
    named = {name: beside(path.read_text()) for name, path in code.items()}
    assert {name: found for name, found in named.items() if found} == {}


def beside(source: str) -> list[str]:
    """Lists of kinds, and single ones whose names nothing else has, outside of their decorators."""
    names = {kind.name for kind in registered()} - of_accounts()
    tree = ast.parse(source)
    own = {id(node) for node in [*names_in_decorators(tree), *exported(tree)]}
    found = [node for node in ast.walk(tree) if id(node) not in own]
    return [said for node in found for said in named_by(node, names)]


def names_in_decorators(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="email"), args=[name, *_]):
                yield name


def exported(tree: ast.AST) -> Iterator[ast.AST]:
    """The names of functions in `__all__`."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                yield from ast.walk(value)


def named_by(node: ast.AST, names: set[str]) -> list[str]:
    match node:
        case ast.Constant(value=str(text)) if text in names and text.endswith(("_host", "_seeker")):
            return [text]
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return listed(items, names)
        case ast.Dict(keys=keys, values=values):
            return listed(keys, names) + listed(values, names)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), ast.FormattedValue()]):
            return [start] if {f"{start}host", f"{start}seeker"} & names else []
    return []


def listed(items: list[ast.expr | None], names: set[str]) -> list[str]:
    said = [item.value for item in items if isinstance(item, ast.Constant)]
    return said if len(said) > 1 and names.issuperset(map(str, said)) else []


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ('TO_HOST = ["thank_you", "shared"]', ["thank_you", "shared"]),
        ('{1: "shared", 2: "update"}', ["shared", "update"]),
        ('kinds = ["cancelled_seeker"]', ["cancelled_seeker"]),
        ('kinds = [f"booked_{side}"]', ["booked_"]),
        ('@email("booked_host", to=1)\ndef booked_host(): pass', []),
        ('__all__ = ["booked_host", "booked_seeker"]', []),
        ('["invitation", "seeker"]', []),
        ('UPDATE = "update", "What you did"', []),
    ],
)
def test_the_look_at_lists_sees_them(source: str, seen: list[str]) -> None:
    assert beside(source) == seen
