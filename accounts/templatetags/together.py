"""What a form that saves itself sends along: each field as it was when the page was shown."""

from collections.abc import Iterator

from django import forms, template

from accounts.together import bases

register = template.Library()


@register.inclusion_tag("components/bases.html", name="bases")
def bases_of(form: forms.BaseForm) -> dict[str, Iterator[tuple[str, bool, list[str]]]]:
    return {"bases": bases(form)}
