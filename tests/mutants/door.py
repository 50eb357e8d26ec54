"""The door: who is taken for whom, what is let in, and what leaves with an answer."""

from tests.mutants.mutant import mutant

VISITORS, TAKEN_FOR = "coffeechat/visitors.py", "coffeechat/test_visitors.py"
ENCRYPTED, KEYS = "accounts/encrypted.py", "accounts/test_encrypted.py"

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
    mutant(
        "limit-of-a-statement",
        "coffeechat/wsgi.py",
        "limit_statements()\napplication",
        "application",
        "coffeechat/test_settings.py",
        only="sessions",
    ),
    mutant(
        "kind-end-of-a-statement",
        "chats/lifecycle/locks.py",
        "    psycopg2.errors.QueryCanceled,\n",
        "",
        "coffeechat/test_busy.py",
    ),
    mutant(
        "wrong-key",
        ENCRYPTED,
        "            raise Unreadable(",
        "            return self.token\n            raise Unreadable(",
        KEYS,
    ),
    mutant(
        "older-keys",
        ENCRYPTED,
        "for key in (*own, *older)",
        "for key in (own or older)",
        KEYS,
    ),
    mutant(
        "change-of-a-row-meanwhile",
        "accounts/management/commands/encrypt_anew.py",
        "rows.filter(was=sealed.token).update(",
        "rows.update(",
        KEYS,
    ),
)
