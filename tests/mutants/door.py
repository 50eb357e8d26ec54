"""The door: who is taken for whom, what is let in, and what leaves with an answer."""

from tests.mutants.mutant import mutant

VISITORS, TAKEN_FOR = "coffeechat/visitors.py", "coffeechat/test_visitors.py"
SETTINGS = "coffeechat/settings.py"
PRIVATE, HEADERS = "coffeechat/private.py", "links/test_headers.py"
FORGERY, DOOR = "links/test_forgery.py", "coffeechat/test_door.py"
WAITING, SLOW = "coffeechat/web_worker.py", "coffeechat/test_slow_visitors.py"
SUPERVISOR, NO_ROOM = "coffeechat/services/supervisor.py", "services/test_no_room.py"
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
        "(visitor, request.META.get(PEER, visitor))",
        "(visitor,)",
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
    mutant("hsts", SETTINGS, "31_536_000 if HTTPS else 0", "0", DOOR, only="https"),
    mutant(
        "cookies-of-the-host",
        SETTINGS,
        'SESSION_COOKIE_NAME = "__Host-sessionid"',
        'SESSION_COOKIE_NAME = "sessionid"',
        DOOR,
        only="https",
    ),
    mutant(
        "cookies-over-https",
        SETTINGS,
        "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS",
        "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False",
        DOOR,
        only="https",
    ),
    mutant(
        "forgery",
        SETTINGS,
        '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        "",
        FORGERY,
    ),
    mutant(
        "forgery-of-one-view",
        "accounts/views.py",
        "def settings(request",
        "@__import__('django').views.decorators.csrf.csrf_exempt\ndef settings(request",
        FORGERY,
    ),
    mutant(
        "csp-of-forms",
        SETTINGS,
        '"form-action": [SELF, *SIGN_IN_PAGES],',
        '"form-action": ["*"],',
        HEADERS,
    ),
    mutant("no-store", SETTINGS, '    "coffeechat.private.NoStoreMiddleware",\n', "", HEADERS),
    mutant(
        "padding",
        PRIVATE,
        "class CompressionMiddleware(GZipMiddleware):\n",
        "class CompressionMiddleware(GZipMiddleware):\n    max_random_bytes = 0\n\n",
        HEADERS,
        only="compressed",
    ),
    mutant(
        "compression-for-other-sites",
        PRIVATE,
        'request.headers.get("Sec-Fetch-Site") == "cross-site" or ',
        "",
        HEADERS,
        only="another_site",
    ),
    mutant(
        "page-to-go-on-to",
        "accounts/fresh.py",
        "return to if ours else",
        "return to if to else",
        "accounts/test_next.py",
    ),
    mutant(
        "waiting-outside",
        "coffeechat/gunicorn.py",
        '"coffeechat.web_worker.WaitingWorker"',
        '"gthread"',
        SLOW,
        only="keeps_nobody",
    ),
    mutant(
        "end-of-waiting",
        WAITING,
        "if visit.until <= now or not (",
        "if not (",
        SLOW,
        only="hung_up",
    ),
    mutant(
        "room-for-who-waits",
        WAITING,
        "if len(self.waiting) > MAX_WAITING:",
        "if not self.waiting:",
        SLOW,
        only="makes_room",
    ),
    mutant(
        "end-that-waits-for-nobody",
        WAITING,
        "            self.worker.linger(self)\n",
        "            super().close(graceful)\n",
        SLOW,
        only="does_not_close",
    ),
    mutant(
        "write-that-fails",
        SUPERVISOR,
        "            return self.state.unwritable(error)\n",
        "            raise\n",
        NO_ROOM,
        only="ends_nobody",
    ),
    mutant(
        "start-that-fails",
        SUPERVISOR,
        "            with suppress(OSError):\n                self.start(child.role)\n",
        "            self.start(child.role)\n",
        NO_ROOM,
        only="ends_nobody",
    ),
)
