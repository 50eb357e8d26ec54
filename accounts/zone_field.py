"""The field in which a seeker chooses a zone, their own or a contact's."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts import zone_finding, zones

SELECTED = SafeString(" selected")


class ZoneSelect(forms.Select):
    """Of more than a thousand options. Django's own renders a template for each, which takes a
    twentieth of a second."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = format_html_join("", "{}", ((_group(group),) for group in widget["optgroups"]))
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **widget["attrs"]}), groups
        )


def _group(group: tuple[str | None, list[dict[str, Any]], int]) -> SafeString:
    label, options, _ = group
    written = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one["value"], SELECTED if one["selected"] else "", one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', label, written) if label else written


def offer(
    form: forms.ModelForm,  # type: ignore[type-arg]
    now: datetime,
    *first: tuple[str, str],
) -> None:
    """In the field `time_zone`, all there are; what is stored is chosen under its name in use."""
    stored = form.instance.time_zone
    offered = zone_finding.choices(now.date(), stored)
    form.fields["time_zone"].choices = [*first, *offered]  # type: ignore[attr-defined]
    if home := stored and zones.read(stored.key):
        form.initial["time_zone"] = home.key
