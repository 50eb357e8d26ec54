"""The outbox, 5,000 e-mails with a calendar part, against a raw kept SMTP connection."""

import multiprocessing
import os
import smtplib
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier as BarrierType

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
        rows.append(("raw kept connection, same bytes", _timed(_send_raw, 1, emails)))
        say(rows)


def _fill(number: int) -> None:
    """The very e-mails of a booking, copied."""
    from django.utils import timezone

    from outbox.models import OutgoingEmail
    from outbox.queue import new_message_id
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
    """Wall time from the common start, processor time of all the processes."""
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
    """smtplib with bytes composed beforehand: what no outbox can beat without pipelining."""
    import django

    django.setup()
    from django.conf import settings

    from outbox import message
    from outbox.models import OutgoingEmail

    rows = OutgoingEmail.objects.all()
    bodies = [(row.to, message.compose(row).message().as_bytes(linesep="\r\n")) for row in rows]
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as connection:
        barrier.wait()
        begun = time.process_time()
        for to, body in bodies:
            connection.sendmail(settings.DEFAULT_FROM_EMAIL, [to], body)
        results.put(time.process_time() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EMAILS)
