"""Minimal Django views that read and write the same rows, with nothing around them."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from chats import itip
from chats.agreed import agreed_on
from chats.host.zones import zone_options
from chats.meeting.booking import REMIND_BEFORE
from chats.models import Answer, Attendance, Chat, Invitation, Link, Reminder, Slot
from chats.states import Way
from chats.tokens import form_token, hash_of
from contacts.models import Contact, Event
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail
from outbox.rendered import new_message_id


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ready")


@login_not_required
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The same reads and the same content in three ORM queries and two templates."""
    link = get_object_or_404(Link, token_hash=hash_of(token), purpose=Link.Purpose.ANSWER)
    invitation = Invitation.objects.select_related("seeker", "contact").get(pk=link.invitation_id)
    slots = Slot.objects.filter(invitation=invitation, withdrawn_at=None).with_taken()
    context = {
        "invitation": invitation,
        "slots": slots,
        "token": token,
        "now": timezone.now(),
        "form_token": form_token(link, timezone.now()),
        "zone": invitation.contact.time_zone,
        "ways": [(way, Way(way).label) for way in invitation.ways],
        "zone_options": zone_options(str(invitation.contact.time_zone), timezone.now().date()),
    }
    return render(request, "plain/page.html", context)


@csrf_exempt
@login_not_required
@transaction.atomic
def take(request: HttpRequest, token: str) -> HttpResponse:
    """The reads and rows of a booking, one model after the other, with its two e-mails.

    No locks on people, no check beside another, no rivals told, no wake-up.
    """
    now = timezone.now()
    link = get_object_or_404(Link, token_hash=hash_of(token))
    invitations = Invitation.objects.select_for_update(of=["self"])
    invitation = invitations.select_related("seeker", "contact").get(pk=link.invitation_id)
    slot = invitation.slots.with_taken().get(pk=request.POST["slot"])
    Answer.objects.create(invitation=invitation, kind="take", before=invitation.status, at=now)
    chat = Chat.objects.create(
        seeker=invitation.seeker,
        contact=invitation.contact,
        invitation=invitation,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        way="video",
        where=invitation.video_link,
        booked_at=now,
        **agreed_on(invitation, slot.starts_at),
    )
    emails = [invitation.seeker.email, invitation.contact.email]
    during = DateTimeTZRange(slot.starts_at, slot.ends_at)
    Attendance.objects.bulk_create(
        Attendance(chat=chat, person=address_hash(email), during=during) for email in emails
    )
    Reminder.objects.bulk_create(
        Reminder(chat=chat, kind=kind, due_at=slot.starts_at - before)
        for kind, before in REMIND_BEFORE.items()
    )
    invitation.status, invitation.answered_at = "booked", now
    invitation.save()
    Link.objects.create(token_hash=new_message_id(), invitation=invitation, expires_at=now)
    OutgoingEmail.objects.bulk_create(_email(chat, email, token, now) for email in emails)
    about = {"target_type": "chat", "target_id": chat.pk}
    Event.objects.create(contact=invitation.contact, at=now, kind="booked", **about)
    Contact.objects.filter(pk=invitation.contact_id).update(stage="booked")
    return HttpResponseRedirect(f"/plain/{token}/")


def _email(chat: Chat, to: str, token: str, now: datetime) -> OutgoingEmail:
    """Three templates and a calendar entry, as every e-mail of a booking has them."""
    context = {"chat": chat, "token": token, "seeker": chat.seeker, "contact": chat.contact}
    return OutgoingEmail(
        kind="plain",
        about=chat.about,
        dedupe_key=f"plain:{chat.pk}:{to}",
        message_id=new_message_id(),
        to=to,
        subject=render_to_string("plain/booked_subject.txt", context).strip(),
        text=render_to_string("plain/booked.txt", context),
        html=render_to_string("plain/booked.html", context),
        ics=itip.entry(chat, itip.REQUEST, now=now),
        ics_method=itip.REQUEST,
    )
