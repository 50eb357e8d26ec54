"""The pages of the local mailbox. They exist only while e-mail stays on this machine."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from coffeechat.visitors import is_of_this_machine
from local.mailbox import reading
from local.mailbox.store import Mailbox, Stored

MAX_SHOWN = 100
# No script, no form, no request: an e-mail is a stranger's page. A link opens beside it.
SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; "
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)

View = Callable[..., HttpResponse]


def local_page(view: View) -> View:
    """For whoever sits at this machine, without sign-in; for nobody where e-mail leaves."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.MAILBOX_DIR or not is_of_this_machine(request):
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(require_safe(guarded)))


@local_page
def index(request: HttpRequest) -> HttpResponse:
    mailbox, chosen = _mailbox(), request.GET.get("to", "")
    letters = [(stored, stored.headers()) for stored in mailbox.newest(chosen, MAX_SHOWN)]
    recipients = mailbox.recipients()
    total = sum(count for _, count in recipients)
    return render(
        request,
        "mailbox/index.html",
        {
            "letters": letters,
            "recipients": recipients,
            "chosen": chosen,
            "total": total,
            "utc": reading.UTC,
        },
    )


@local_page
def message(request: HttpRequest, key: str) -> HttpResponse:
    stored = _stored(key)
    content = stored.message()
    found = reading.attachments(content)
    return render(
        request,
        "mailbox/message.html",
        {
            "stored": stored,
            "headers": [(name, str(value)) for name, value in content.items()],
            "subject": content["Subject"] or "",
            "sender": content["From"] or "",
            "text": reading.text_of(content),
            "has_html": bool(reading.html_of(content)),
            "attachments": found,
            "entries": reading.calendar_entries(found),
        },
    )


@local_page
@xframe_options_sameorigin
def html(request: HttpRequest, key: str) -> HttpResponse:
    response = HttpResponse(reading.html_of(_stored(key).message()), "text/html; charset=utf-8")
    response["Content-Security-Policy"] = SANDBOX
    return response


@local_page
def source(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(_stored(key).path.read_bytes(), "text/plain; charset=utf-8")


@local_page
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    for found in reading.attachments(_stored(key).message()):
        if found.number == number:
            kind = "text/calendar" if found.entries() else "application/octet-stream"
            return HttpResponse(
                found.content,
                kind,
                headers={"Content-Disposition": _as_download(found.name)},
            )
    raise Http404


def _as_download(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _mailbox() -> Mailbox:
    return Mailbox(Path(settings.MAILBOX_DIR))


def _stored(key: str) -> Stored:
    stored = _mailbox().find(key)
    if stored is None:
        raise Http404
    return stored
