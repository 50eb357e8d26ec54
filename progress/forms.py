"""What a seeker aims for in a week."""

from django import forms


class TargetForm(forms.Form):
    asks = forms.IntegerField(
        label="Asks a week",
        min_value=1,
        max_value=20,
        help_text="Attempts, not answers: those are up to you.",
        error_messages={
            "required": "Please give a number from 1 to 20.",
            "invalid": "Please give a number from 1 to 20.",
            "min_value": "Please give a number from 1 to 20.",
            "max_value": "Please give a number from 1 to 20. More than that is a mailing.",
        },
    )
