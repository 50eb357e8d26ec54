"""The door: who is taken for whom, what is let in, and what leaves with an answer."""

from tests.mutants.mutant import mutant

VISITORS, TAKEN_FOR = "coffeechat/visitors.py", "coffeechat/test_visitors.py"

MUTANTS = (
    mutant(
        "hops-of-a-proxy", VISITORS, 'told.split(",")[-hops:][0]', 'told.split(",")[0]', TAKEN_FOR
    ),
    mutant(
        "header-of-a-proxy",
        VISITORS,
        "if not (hops and told):",
        'if request.headers.get("X-Real-IP"):',
        TAKEN_FOR,
    ),
    mutant(
        "mailbox-of-this-machine",
        "coffeechat/mailbox/views.py",
        " or not is_of_this_machine(request):",
        ":",
        "services/test_mailbox.py",
    ),
    mutant(
        "peer-of-the-mailbox",
        VISITORS,
        'ends = (request.META.get(PEER, ""), request.META["REMOTE_ADDR"])',
        'ends = (request.META["REMOTE_ADDR"],)',
        TAKEN_FOR,
    ),
    mutant(
        "path-of-the-site",
        "coffeechat/site_url.py",
        'address.path.strip("/") or ',
        "",
        "coffeechat/test_site_url.py",
    ),
)
