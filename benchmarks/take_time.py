"""Taking a time against a minimal Django view that writes the same rows."""

import re
from datetime import UTC, datetime
from functools import partial

from benchmarks.servers import running_site, throwaway_servers

BOOKINGS, CLIENTS = 300, 16


def main() -> None:
    with throwaway_servers():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from benchmarks.load import get, post, say
        from chats import lifecycle
        from chats.host_reply import HostReply
        from tests.factories import make_link, make_sent_invitation

        now = datetime.now(UTC)
        invitations = [make_sent_invitation(now=now) for _ in range(2 * BOOKINGS + 1)]
        with running_site() as site:
            ours, theirs = [], []
            for index, invitation in enumerate(invitations[1:]):
                path, slot = make_link(invitation), invitation.slots.all()[0].pk
                if index % 2:
                    path = path.replace("/i/", "/plain/")
                    theirs.append(partial(post, site.address, f"{path}take/", {"slot": slot}))
                    continue
                form_token = re.search(
                    r'name="form_token" value="([^"]+)"', get(site.address, path)
                )
                assert form_token
                fields = {
                    "form_token": form_token[1],
                    "slot": slot,
                    "way": "video",
                    "zone": "Europe/Berlin",
                }
                ours.append(partial(post, site.address, f"{path}take/", fields))
            say(
                [
                    ("taking a time", site.measure(ours, CLIENTS)),
                    ("minimal view, same writes", site.measure(theirs, CLIENTS)),
                ]
            )

        slot = invitations[0].slots.all()[0].pk
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reply = HostReply(invitations[0].contact.email, way="video")
            lifecycle.take(invitations[0], slot, reply, now=now)
        print(f"\nStatements of the operation: {len(queries)}")
        for query in queries.captured_queries:
            print(f"  {float(query['time']) * 1000:5.1f} ms  {query['sql'][:90]}")


if __name__ == "__main__":
    main()
