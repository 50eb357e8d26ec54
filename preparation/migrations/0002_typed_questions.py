from typing import Any

from django.db import migrations

LONGEST = 300
MOST = 30


def split(apps: Any, schema_editor: Any) -> None:
    """One row for each line that was typed; what is too long for a row stays in the notes."""
    chat, question = apps.get_model("chats", "Chat"), apps.get_model("preparation", "Question")
    for one in chat.objects.exclude(typed_questions="").iterator():
        lines = [line.strip(" -*•\t") for line in one.typed_questions.splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST or any(len(line) > LONGEST for line in lines):
            chat.objects.filter(pk=one.pk).update(
                notes=f"{one.notes}\n\n{one.typed_questions}".strip()
            )
        question.objects.bulk_create(
            question(chat=one, text=line[:LONGEST], position=position)
            for position, line in enumerate(lines[:MOST])
        )


def join(apps: Any, schema_editor: Any) -> None:
    chat, question = apps.get_model("chats", "Chat"), apps.get_model("preparation", "Question")
    for one in chat.objects.filter(questions__isnull=False).distinct():
        texts = (
            question.objects.filter(chat=one).order_by("position").values_list("text", flat=True)
        )
        chat.objects.filter(pk=one.pk).update(typed_questions="\n".join(texts))


class Migration(migrations.Migration):
    dependencies = [("preparation", "0001_initial")]

    operations = [migrations.RunPython(split, join)]
