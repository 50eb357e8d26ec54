"""The table of e-mails: what is known of each kind, said once by the decorator of its function.

Groups of kinds, the styleguide and the rules that tests hold every e-mail to are read from it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeAlias

from django.db.models import Model

from outbox import languages

if TYPE_CHECKING:
    from outbox.rendered import RenderedEmail

P = ParamSpec("P")
Sample: TypeAlias = "Callable[[Callable[..., RenderedEmail]], RenderedEmail]"
"""Calls the e-mail it is given with invented people."""

CANCEL = "CANCEL"
"""The method of what takes an entry out of a calendar (RFC 5546 section 3.2.5)."""


class Audience(Enum):
    HOST = "host"
    """Has no account and did not ask for it, so every such e-mail can be opted out of."""
    SEEKER = "seeker"
    """Has an account, or is about to."""


class Group:
    """Kinds that are asked for together. A kind says in its decorator that it belongs."""

    @property
    def kinds(self) -> list[str]:
        return [kind.name for kind in registered() if self in kind.groups]

    def kinds_to(self, audience: Audience) -> list[str]:
        kinds = (kind for kind in registered() if self in kind.groups)
        return [kind.name for kind in kinds if kind.to == audience]


@dataclass(frozen=True)
class EmailKind:
    """One kind of e-mail. Its name is kept with every row."""

    name: str
    to: Audience
    about: type[Model]
    """What such an e-mail is filed under, so that it can be taken back with it."""
    sample: "Callable[[], RenderedEmail]"
    variants: "Mapping[str, Callable[[], RenderedEmail]]" = field(default_factory=dict)
    """Samples of what the same templates say in another case."""
    method: str = ""
    """What the attached calendar entry does (RFC 5546 section 1.4), where there is one."""
    groups: Collection[Group] = ()
    folder: str = ""
    """Of its templates, where it shares another's; else it is called as the kind is."""

    @property
    def templates(self) -> str:
        return self.folder or self.name

    def samples(self) -> "Iterator[RenderedEmail]":
        """For looking only: a variant is named apart, as no row ever is."""
        yield self.sample()
        for name, sample in self.variants.items():
            yield replace(sample(), kind=f"{self.name}_{name}")


@dataclass(frozen=True)
class Email(Generic[P]):
    """The function of one e-mail. Whoever calls it leaves out the kind, which it is handed."""

    kind: EmailKind
    write: "Callable[Concatenate[EmailKind, P], RenderedEmail]"

    @property
    def name(self) -> str:
        return self.kind.name

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> "RenderedEmail":
        with languages.of_emails():
            return self.write(self.kind, *args, **kwargs)


_kinds: dict[str, EmailKind] = {}


def email(
    name: str,
    *,
    to: Audience,
    about: type[Model],
    sample: Sample,
    variants: Mapping[str, Sample] | None = None,
    method: str = "",
    groups: Collection[Group] = (),
) -> "Callable[[Callable[Concatenate[EmailKind, P], RenderedEmail]], Email[P]]":
    """Registers the function below it as an e-mail."""

    def registering(write: "Callable[Concatenate[EmailKind, P], RenderedEmail]") -> Email[P]:
        def shown(given: Sample) -> "Callable[[], RenderedEmail]":
            return lambda: given(written)

        others = {case: shown(given) for case, given in (variants or {}).items()}
        kind = EmailKind(name, to, about, shown(sample), others, method, groups)
        written = Email(kind, write)
        register(kind)
        return written

    return registering


def register(kind: EmailKind) -> None:
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"Two kinds of e-mail are called {kind.name}.")


def registered() -> Collection[EmailKind]:
    return _kinds.values()


def called_off() -> list[str]:
    """What says that a chat will not take place."""
    return [kind.name for kind in registered() if kind.method == CANCEL]
