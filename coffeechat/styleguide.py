"""Every component in every state and every e-mail, on one page. Mounted in development only."""

from itertools import chain

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin

from outbox import kinds
from outbox.rendered import RenderedEmail
from outbox.rendering import with_styles
from progress import samples as progress_samples

WAYS = [("video", "Video"), ("phone", "Phone"), ("in_person", "In person")]


class EveryField(forms.Form):
    """One field of each shape; bound empty, it shows each one's error too."""

    name = forms.CharField(help_text="As you sign your letters.")
    email = forms.EmailField(label="E-mail", required=False)
    length = forms.ChoiceField(choices=[(15, "15 minutes"), (25, "25 minutes")])
    message = forms.CharField(widget=forms.Textarea, help_text="Aim for 75 words.")
    ways = forms.MultipleChoiceField(
        label="How you could meet", choices=WAYS, widget=forms.CheckboxSelectMultiple
    )
    place = forms.ChoiceField(choices=WAYS, widget=forms.RadioSelect, required=False)
    copy = forms.BooleanField(label="Send me a copy", required=False)
    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


def layout_sample() -> RenderedEmail:
    """The layout all e-mails share, with each thing an e-mail may hold."""
    html = with_styles(render_to_string("styleguide/email.html"))
    text = render_to_string("styleguide/email.txt")
    return RenderedEmail(
        "layout", "styleguide", "host@example.org", "The layout of every e-mail", text, html
    )


def all_emails() -> dict[str, RenderedEmail]:
    """Made from invented people; none is saved."""
    samples = chain.from_iterable(kind.samples() for kind in kinds.registered())
    return {draft.kind: draft for draft in (layout_sample(), *samples)}


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "empty_form": EveryField(auto_id="empty_%s"),
        "wrong_form": EveryField({"email": "not an address"}, auto_id="wrong_%s"),
        "page": Paginator(range(90), 30).page(2),
        "emails": all_emails().values(),
        "plots": progress_samples.plots(),
    }
    return render(request, "styleguide/index.html", context)


@login_not_required
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # its types forget that a view may take more than a request
    {"style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]}
)
def email(request: HttpRequest, kind: str) -> HttpResponse:
    """One e-mail's HTML for a frame; the only page besides previews that may hold inline styles."""
    try:
        return HttpResponse(all_emails()[kind].html)
    except KeyError:
        raise Http404 from None


@login_not_required
def host(request: HttpRequest) -> HttpResponse:
    """The host's own stylesheet, which shares no file with the other pages."""
    form = EveryField({"email": "not an address"}, auto_id="host_%s")
    return render(request, "styleguide/host.html", {"form": form})


app_name = "styleguide"
urlpatterns = [
    path("", index, name="index"),
    path("host/", host, name="host"),
    path("emails/<slug:kind>/", email, name="email"),
]
