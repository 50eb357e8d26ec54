"""What may not have arrived is known for as long as the follow-up is kept (`outbox.retention`)."""

from collections.abc import Sequence

from django.db.models import F

from followups.models import TO_HOST, FollowUp
from outbox.arrival import problem_of
from outbox.models import OutgoingEmail
from outbox.subjects import about_each


def keep_problems(forgotten: Sequence[OutgoingEmail]) -> None:
    """Hardly any has one."""
    kinds = TO_HOST.kinds
    problems = {
        email.about: problem
        for email in sorted(forgotten, key=lambda email: email.pk)
        if email.kind in kinds and (problem := problem_of(email))
    }
    if not problems:
        return
    theirs = FollowUp.objects.annotate(subject=about_each("follow-up", F("pk")))
    for pk, subject in theirs.filter(subject__in=problems).values_list("pk", "subject"):
        FollowUp.objects.filter(pk=pk).update(kept_problem=problems[subject])
