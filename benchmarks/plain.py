"""Minimal Django views that read and write the same rows, with nothing around them."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from chats.lifecycle.meeting import REMIND_BEFORE
from chats.models import Answer, Attendance, Chat, Invitation, Link, Reminder
from chats.tokens import hash_of
from contacts.models import Contact, Event
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail
from outbox.queue import new_message_id


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ready")


@login_not_required
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Three ORM queries and two templates."""
    link = get_object_or_404(Link, token_hash=hash_of(token))
    invitation = Invitation.objects.select_related("seeker", "contact").get(pk=link.invitation_id)
    slots = list(invitation.slots.all())
    context = {"invitation": invitation, "slots": slots, "token": token}
    return render(request, "plain/page.html", context)


@csrf_exempt
@login_not_required
@transaction.atomic
def take(request: HttpRequest, token: str) -> HttpResponse:
    """The rows of a booking, written one model after the other. Nothing is checked or rendered."""
    now = timezone.now()
    link = get_object_or_404(Link, token_hash=hash_of(token))
    invitations = Invitation.objects.select_for_update(of=["self"])
    invitation = invitations.select_related("seeker", "contact").get(pk=link.invitation_id)
    slot = invitation.slots.get(pk=request.POST["slot"])
    Answer.objects.create(invitation=invitation, kind="take", before=invitation.status, at=now)
    chat = Chat.objects.create(
        seeker=invitation.seeker,
        contact=invitation.contact,
        invitation=invitation,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        way="video",
        booked_at=now,
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
    OutgoingEmail.objects.bulk_create(_email(chat, email, token) for email in emails)
    Event.objects.create(contact=invitation.contact, at=now, text="Chat booked")
    Contact.objects.filter(pk=invitation.contact_id).update(stage="booked")
    return HttpResponseRedirect(f"/plain/{token}/")


def _email(chat: Chat, to: str, token: str) -> OutgoingEmail:
    return OutgoingEmail(
        kind="plain",
        about=chat.about,
        dedupe_key=f"plain:{chat.pk}:{to}",
        message_id=new_message_id(),
        to=to,
        subject="Your chat is booked",
        text=token * 40,
        html=token * 100,
        ics=token * 20,
        ics_method="REQUEST",
    )
