"""Reading what a seeker writes while preparing."""

from django import forms
from django.http import QueryDict

from accounts.fields import LineField, ProseField
from accounts.model_forms import OwnFieldsForm
from accounts.models import User
from accounts.together import Together
from chats.models import Chat
from preparation.models import Question
from preparation.states import Theme

MAX_QUESTION_LENGTH = 300


class QuestionForm(OwnFieldsForm):
    """One question of a chat, in its row."""

    text = LineField(
        label="Question",
        max_length=MAX_QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    minutes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=60,
        error_messages={
            "invalid": "Please give whole minutes.",
            "min_value": "Please give it at least a minute.",
            "max_value": "An hour at most.",
        },
    )

    class Meta:
        model = Question
        fields = ["text", "minutes", "is_must", "is_public"]


class Kit:
    """A chat's questions with a form for each. Rows that were not sent stay as they are.
    What was is brought together with what another tab or device kept since its page was shown."""

    def __init__(self, chat: Chat, data: QueryDict | None = None) -> None:
        self.chat = chat
        self.both = Together(data.copy() if data else QueryDict(mutable=True))
        self.forms = [self._form(row) for row in chat.questions.all()]

    @property
    def questions(self) -> list[Question]:
        return [form.instance for form in self.forms]

    @property
    def errors(self) -> list[str]:
        return [
            str(error) for form in self.forms for errors in form.errors.values() for error in errors
        ]

    def save(self) -> None:
        """All that was sent, or nothing where one row cannot be kept."""
        if self.errors:
            return
        for form in self.forms:
            if form.is_bound and form.has_changed():
                form.save()

    def _form(self, row: Question) -> QuestionForm:
        prefix = f"question-{row.pk}"
        kept = QuestionForm(instance=row, prefix=prefix)
        if f"{prefix}-text" not in self.both.data:
            return kept
        self.both.bring(kept)
        return QuestionForm(self.both.data, instance=row, prefix=prefix)


class OwnQuestionForm(forms.Form):
    """A question in the seeker's own words."""

    text = LineField(label="Your question", max_length=MAX_QUESTION_LENGTH)
    theme = forms.ChoiceField(choices=Theme.choices, initial=Theme.INSIGHTS)


class ChatQuestionForm(OwnQuestionForm):
    """The same for one chat, to keep for others or not."""

    keep = forms.BooleanField(label="Keep it in my bank for other chats", required=False)


class RewordForm(forms.Form):
    """Other words for a question of the bank."""

    text = LineField(
        label="Question", max_length=MAX_QUESTION_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )


class SelfIntroductionForm(OwnFieldsForm):
    """Thirty seconds about oneself."""

    self_introduction = ProseField(
        label="Your self-introduction",
        max_length=700,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Who you are, what brings you here, and why this person. As you would say it.",
    )

    class Meta:
        model = User
        fields = ["self_introduction"]
