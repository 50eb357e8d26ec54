"""The form of a thank-you."""

from django import forms

from accounts.fields import ProseField


class ThankYouForm(forms.Form):
    text = ProseField(
        label="Your thank-you",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "A line or two is enough. Which one thing stayed with you?"},
    )
