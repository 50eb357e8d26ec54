"""Forms over rows that others write too: workers, hosts, another tab."""

from typing import Any

from django import forms
from django.db.models.functions import Now
from django.http import Http404


class OwnFieldsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Writes what it shows and nothing else.

    Django's own save writes every column back as it was when the page asked for it, and so takes
    back what a worker or a host wrote meanwhile.
    """

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None or not commit:
            return super().save(commit)
        row = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        shown = {name: getattr(self.instance, name) for name in self.fields}
        if not row.update(**shown, **self._stamps()):
            raise Http404  # deleted meanwhile; nothing comes back
        return self.instance

    def _stamps(self) -> dict[str, Now]:
        """`update` leaves out what `save` stamps by itself."""
        columns = type(self.instance)._meta.concrete_fields
        return {each.name: Now() for each in columns if getattr(each, "auto_now", False)}
