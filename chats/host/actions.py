"""What a host can do on their page: a row for each action, from its form to its operation.

Its address, its view, its place on the page and its limit come from its row. To read one action
from top to bottom, begin here; to add one, see "Add an answer" in CONTRIBUTING.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from chats.host import answering, taking
from chats.host import free as host_free
from chats.host import move as host_move
from chats.host.forms import (
    FreeForm,
    KeepForm,
    LineForm,
    MoveForm,
    MoveFreeForm,
    ProposeForm,
    SettleForm,
    TakeForm,
)
from chats.host.page import Page
from chats.host.rejected import Rejected
from chats.host.visit import Visit
from chats.meeting import calling_off, changing, checks, new_rules
from chats.models import Chat, Invitation, Link
from chats.states import AnswerKind, InvitationStatus, Side

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

F = TypeVar("F", bound=LineForm)

PRESSES, UNDOS = "link-posts", "link-undos"
"""What is counted together, link by link."""

NOT_SENT = _("Your answer was not sent yet.")
NOT_MOVED = _("Your chat was not moved.")


class Kind(Enum):
    ANSWER = auto()
    """To an ask. It leaves an `Answer`, and can be taken back for a quarter of an hour."""
    CHANGE = auto()
    """Of a chat that stands. It is not taken back, but can be changed again."""
    UNDO = auto()


def _as_a_press(link: Link) -> str:
    return PRESSES


def _as_an_undo(link: Link) -> str:
    """What takes "never again" back is counted by itself, as that is not counted either."""
    answer = link.invitation.answers.standing().first()
    says_never = answer is not None and answer.kind == AnswerKind.OPT_OUT
    return UNDOS if says_never else PRESSES


@dataclass(frozen=True)
class Action(Generic[F]):
    """One thing a host can do, by one button."""

    name: str
    """Of its URL (`host:decline`) and of its form in the templates (`forms.decline`)."""
    kind: Kind
    form: type[F]
    operation: Callable[[Visit, F], object]
    """Does it, under the locks of both; may raise `Refused`."""
    not_done: "StrOrPromise" = NOT_SENT
    """Said above the page where something in its form is wrong, which may look like a success."""
    section: str = ""
    """The template with its form, among the others of its kind; empty where a page places it."""
    page: Callable[[Visit, Rejected | None], Page] | None = None
    """A page of its own; else its form stands on the page of the invitation."""
    once_booked: str = ""
    """The action whose form keeps the line, where it meets a chat that was booked meanwhile."""
    counted_as: Callable[[Link], str] = _as_a_press
    """With which presses it is limited."""
    path: str = ""
    """What its address ends with, where that is not its name."""

    @property
    def address(self) -> str:
        """Below the link."""
        return self.path or self.name


# -- Answers to an ask --------------------------------------------------------------------------


def _take(visit: Visit, form: TakeForm) -> None:
    said = form.cleaned_data
    taking.take(visit.invitation, said["slot"], visit.reply(said), now=visit.now)


TAKE = Action("take", Kind.ANSWER, TakeForm, _take, once_booked="move")


def _free(visit: Visit, form: FreeForm) -> None:
    said = form.cleaned_data
    taking.take_free(visit.invitation, said["starts_at"], visit.reply(said), now=visit.now)


FREE = Action("free", Kind.ANSWER, FreeForm, _free, page=host_free.page_for, once_booked="move")


def _propose(visit: Visit, form: ProposeForm) -> None:
    reply = visit.reply(form.cleaned_data)
    answering.propose(visit.invitation, form.times, reply, now=visit.now)


PROPOSE = Action("propose", Kind.ANSWER, ProposeForm, _propose, section="host/_propose.html")


def _decline(visit: Visit, form: LineForm) -> None:
    answering.decline(visit.invitation, visit.reply(form.cleaned_data), now=visit.now)


DECLINE = Action("decline", Kind.ANSWER, LineForm, _decline, section="host/_decline.html")


def _undo(visit: Visit, form: LineForm) -> None:
    answering.undo(visit.invitation, now=visit.now)


UNDO = Action("undo", Kind.UNDO, LineForm, _undo, counted_as=_as_an_undo)

# -- Changes of a chat that stands ---------------------------------------------------------------


def _move(visit: Visit, form: MoveForm) -> None:
    to, reply = form.cleaned_data, visit.reply(form.cleaned_data)
    if to["slot"]:
        taking.move_offered(visit.invitation, to["slot"], reply, now=visit.now)
    else:
        taking.move_to(visit.invitation, to["starts_at"], reply, now=visit.now)


MOVE = Action("move", Kind.CHANGE, MoveForm, _move, not_done=NOT_MOVED, section="host/_move.html")


def _move_free(visit: Visit, form: MoveFreeForm) -> None:
    to = form.cleaned_data
    taking.move_free(visit.invitation, to["starts_at"], visit.reply(to), now=visit.now)


MOVE_FREE = Action(
    "move_free",
    Kind.CHANGE,
    MoveFreeForm,
    _move_free,
    not_done=NOT_MOVED,
    page=host_move.page_for,
    path="move/free",
)


def _keep(visit: Visit, form: KeepForm) -> None:
    """The seeker's new time does not suit: back to the one before."""
    back_to, line = form.cleaned_data["back_to"], form.cleaned_data["line"]
    said = {"line": line, "address": visit.link.address, "now": visit.now}
    changing.decline_move(_chat(visit), back_to=back_to, by=Side.HOST, **said)


KEEP = Action("keep", Kind.CHANGE, KeepForm, _keep, not_done=_("Your chat was not moved back."))


def _settle(visit: Visit, form: SettleForm) -> None:
    """The rules of a clock have changed: keep the moment, or go by the time both agreed to."""
    said = {"on": form.cleaned_data["on"], "address": visit.link.address, "now": visit.now}
    new_rules.settle(_chat(visit), by=Side.HOST, **said)


SETTLE = Action("settle", Kind.CHANGE, SettleForm, _settle)


def _cancel(visit: Visit, form: LineForm) -> None:
    line = form.cleaned_data["line"]
    calling_off.cancel(_chat(visit), by=Side.HOST, line=line, now=visit.now)


CANCEL = Action(
    "cancel",
    Kind.CHANGE,
    LineForm,
    _cancel,
    not_done=_("Your chat was not cancelled."),
    section="host/_cancel.html",
)


def _chat(visit: Visit) -> Chat:
    return checks.live_chat(visit.invitation)


ACTIONS: tuple[Action[Any], ...] = (
    *(TAKE, FREE, PROPOSE, DECLINE, UNDO),
    *(MOVE, MOVE_FREE, KEEP, SETTLE, CANCEL),
)
"""In the order in which their sections stand on a page."""


def sections(invitation: Invitation) -> list[str]:
    """The templates of what a host can do as things stand, beside what their page is made for."""
    is_booked = invitation.status == InvitationStatus.BOOKED
    kind = Kind.CHANGE if is_booked else Kind.ANSWER
    return [action.section for action in ACTIONS if action.section and action.kind == kind]
