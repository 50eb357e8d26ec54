"""The forms of looking back: what stays, promises, people they named."""

from datetime import date
from typing import Any

from django import forms

from accounts.fields import AddressField, LineField, NameField, ProseField
from accounts.together import TogetherForm
from chats.meeting.forms import NO_MEMORY
from chats.models import Chat
from chats.states import Side
from followups.debrief.debriefing import Named, Promised
from followups.models import Debrief

AFTER_FORM = "after"
"""The id of the page's one form: whichever button is pressed, all that was typed comes along."""

BLANK_ROWS = 3
"""Empty rows on the page; whoever needs more saves these first."""


class DebriefForm(TogetherForm):
    """A `base_` is the version that a text began from: another device may write it meanwhile."""

    MAX_LENGTHS = {"notes": 20_000, "surprised": 2000, "next_step": 2000}

    notes = ProseField(
        label="Full notes",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, **NO_MEMORY}),
        help_text="While it is fresh. Only you see this.",
    )
    base_notes = ProseField(required=False, widget=forms.HiddenInput(attrs=NO_MEMORY))
    surprised = ProseField(
        label="What surprised you",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **NO_MEMORY}),
    )
    next_step = ProseField(
        label="What next",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **NO_MEMORY}),
        help_text="The one thing you will do with it. Your thank-you may say so.",
    )
    base_surprised = ProseField(required=False, widget=forms.HiddenInput(attrs=NO_MEMORY))
    base_next_step = ProseField(required=False, widget=forms.HiddenInput(attrs=NO_MEMORY))

    @classmethod
    def of(cls, chat: Chat) -> "DebriefForm":
        """As it is kept."""
        debrief = Debrief.objects.filter(chat=chat).first() or Debrief()
        kept = {
            "notes": chat.notes,
            "surprised": debrief.surprised,
            "next_step": debrief.next_step,
        }
        return cls(initial={**kept, **{f"base_{name}": text for name, text in kept.items()}})


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Please give a day, such as 2027-03-02."}

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(self.error_messages["invalid"])
        return day


class RowForm(forms.Form):
    """A row stands outside the page's form, which promises listed beside it would part in two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = AFTER_FORM


class PromiseForm(RowForm):
    """One row; an empty one says nothing."""

    by = forms.ChoiceField(
        label="Who",
        choices=[(Side.SEEKER, "I owe them"), (Side.HOST, "They offered")],
        initial=Side.SEEKER,
    )
    text = LineField(label="What", max_length=300, required=False)
    due_on = DateField(label="By", required=False)

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        if answer.get("due_on") and not answer.get("text") and "text" not in self.errors:
            self.add_error("text", "Please say what was promised.")
        return answer


class PersonForm(RowForm):
    """One row; an empty one says nothing."""

    name = NameField(label="Name", max_length=100, required=False)
    called = NameField(label="You call them", max_length=100, required=False)
    role = LineField(label="Role", max_length=100, required=False)
    company = LineField(label="Company", max_length=100, required=False)
    email = AddressField(label="E-mail", max_length=254, required=False)

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or {}
        says = any(answer.get(name) for name in ("called", "role", "company", "email"))
        if says and not answer.get("name") and "name" not in self.errors:
            self.add_error("name", "Please give their name.")
        return answer


class DueForm(forms.Form):
    due_on = DateField(label="By", required=False)


PromiseRows = forms.formset_factory(
    PromiseForm, extra=BLANK_ROWS, max_num=BLANK_ROWS, absolute_max=BLANK_ROWS
)
PeopleRows = forms.formset_factory(
    PersonForm, extra=BLANK_ROWS, max_num=BLANK_ROWS, absolute_max=BLANK_ROWS
)


def promised(rows: Any) -> list[Promised]:
    """What the rows say, empty ones left out."""
    filled = [row.cleaned_data for row in rows if row.cleaned_data.get("text")]
    return [Promised(Side(row["by"]), row["text"], row["due_on"]) for row in filled]


def named(rows: Any) -> list[Named]:
    filled = [row.cleaned_data for row in rows if row.cleaned_data.get("name")]
    return [Named(**row) for row in filled]
