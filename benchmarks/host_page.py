"""The host's page against a plain Django page of three queries and two templates."""

from functools import partial

from benchmarks.servers import running_site, throwaway_servers

REQUESTS, CLIENTS, ROUNDS = 600, 16, 3


def main() -> None:
    with throwaway_servers():
        from benchmarks.load import get, say
        from tests.factories import make_link, make_sent_invitation, three_times

        now = three_times()[0].now(three_times()[0].tzinfo)
        path = make_link(make_sent_invitation(now=now))
        plain = path.replace("/i/", "/plain/")
        with running_site() as site:
            for _ in range(ROUNDS):
                ours = site.measure([partial(get, site.address, path)] * REQUESTS, CLIENTS)
                theirs = site.measure([partial(get, site.address, plain)] * REQUESTS, CLIENTS)
                say([("host page", ours), ("plain page", theirs)])


if __name__ == "__main__":
    main()
