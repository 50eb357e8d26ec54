"""The form of a thank-you."""

from django import forms

from outbox.text import plain


class ThankYouForm(forms.Form):
    text = forms.CharField(
        label="Your thank-you",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "A line or two is enough. Which one thing stayed with you?"},
    )

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"]).strip()
