"""The outbox, 5,000 e-mails with a calendar part, against a raw kept SMTP connection."""

import multiprocessing
import os
import smtplib
import sys
import time
from collections.abc import Callable, Iterable
from multiprocessing.synchronize import Barrier as BarrierType
from typing import Any

from benchmarks.servers import Figures, throwaway_servers
from benchmarks.sink import running_sink

EMAILS = 5000
WORKERS = (1, 4)


def main(emails: int) -> None:
    with throwaway_servers(), running_sink() as port:
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        from benchmarks.load import say

        rows = []
        for workers in WORKERS:
            _fill(emails)
            rows.append((f"outbox, {workers} workers", _timed(_drain, workers, emails)))
            assert _waiting() == 0
        rows.append(("raw, composed beforehand", _timed(_send_bytes, 1, emails)))
        rows.append(("raw kept connection", _timed(_send_raw, 1, emails)))
        say(rows)


def _fill(number: int) -> None:
    """The very e-mails of a booking, copied."""
    from django.utils import timezone

    from outbox.models import OutgoingEmail
    from outbox.rendered import new_message_id
    from tests.factories import make_chat

    OutgoingEmail.objects.all().delete()
    make_chat(now=timezone.now())
    model = OutgoingEmail.objects.get(kind="booked_host")
    OutgoingEmail.objects.all().delete()

    def copy(index: int) -> OutgoingEmail:
        values = {field.attname: getattr(model, field.attname) for field in model._meta.fields}
        values |= {"id": None, "dedupe_key": str(index), "message_id": new_message_id()}
        return OutgoingEmail(**values)

    OutgoingEmail.objects.bulk_create(map(copy, range(number)), batch_size=1000)


def _waiting() -> int:
    from outbox.models import OutgoingEmail
    from outbox.states import Status

    return OutgoingEmail.objects.exclude(status=Status.SENT).count()


def _timed(work: Callable[..., None], processes: int, emails: int) -> Figures:
    """Elapsed time from the common start, processor time of all the processes."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(processes + 1), context.SimpleQueue()
    running = [context.Process(target=work, args=[barrier, results]) for _ in range(processes)]
    for process in running:
        process.start()
    barrier.wait()
    begun = time.perf_counter()
    cpu = sum(results.get() for _ in running)
    took = time.perf_counter() - begun
    for process in running:
        process.join()
    return Figures(emails, took, cpu)


def _drain(barrier: BarrierType, results: "multiprocessing.SimpleQueue[float]") -> None:
    import django

    django.setup()
    from outbox import delivery

    barrier.wait()
    begun = time.process_time()
    while delivery.drain():
        pass
    results.put(time.process_time() - begun)


def _send_raw(barrier: BarrierType, results: "multiprocessing.SimpleQueue[float]") -> None:
    """The plain thing: each e-mail composed by Django's own class, one smtplib connection."""
    _send(barrier, results, lambda emails: map(_bytes, emails))


def _send_bytes(barrier: BarrierType, results: "multiprocessing.SimpleQueue[float]") -> None:
    """Composed before the clock starts: what no outbox can beat."""
    _send(barrier, results, lambda emails: [*map(_bytes, emails)])


def _bytes(email: Any) -> tuple[list[str], bytes]:
    from django.core.mail import EmailMultiAlternatives

    # Not our own subclass's, which composes in a cheaper way.
    return email.to, EmailMultiAlternatives.message(email).as_bytes(linesep="\r\n")


def _send(
    barrier: BarrierType,
    results: "multiprocessing.SimpleQueue[float]",
    compose: Callable[[Iterable[Any]], Iterable[tuple[list[str], bytes]]],
) -> None:
    import django

    django.setup()
    from django.conf import settings

    from outbox import message
    from outbox.models import OutgoingEmail

    letters = compose([message.compose(row) for row in OutgoingEmail.objects.all()])
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as connection:
        barrier.wait()
        begun = time.process_time()
        for to, body in letters:
            connection.sendmail(settings.DEFAULT_FROM_EMAIL, to, body)
        results.put(time.process_time() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EMAILS)
