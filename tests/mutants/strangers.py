"""What keeps strangers out: private links, ownership, sign-in, the CSP; and what erasing leaves."""

from tests.mutants.mutant import Edit, Mutant, mutant

TOKENS = "chats/tokens.py"
ANSWERS, PAGE = "chats/test_host_answers.py", "chats/test_host_page.py"
SETTINGS = "coffeechat/settings.py"


def ownership(name: str, app: str, model: str) -> Mutant:
    return mutant(
        f"owner-of-{name}",
        f"{app}/access.py",
        f"{model}.objects.of(user)",
        f"{model}.objects.all()",
        "links/test_safe_methods.py",
        only=f"stranger and {app}",
    )


MUTANTS = (
    mutant(
        "hash-of-tokens",
        TOKENS,
        "return sha256(token.encode()).hexdigest()",
        "return token",
        "chats/test_feed.py",
    ),
    mutant(
        "purpose-of-a-link",
        "chats/host_queries.py",
        "chats_link.purpose = %s",
        "(chats_link.purpose = %s OR true)",
        PAGE,
        ANSWERS,
    ),
    mutant(
        "purpose-of-a-link-without-its-ask",
        "chats/access.py",
        "Link.objects.filter(token_hash=hash_of(token), purpose=purpose)",
        "Link.objects.filter(token_hash=hash_of(token))",
        ANSWERS,
        only="link or one_click",
    ),
    mutant(
        "end-of-a-link",
        "chats/views/host_acting.py",
        "if link.expires_at <= form.now:",
        "if link.expires_at is None:",
        ANSWERS,
        only="link",
    ),
    mutant(
        "address-of-a-link",
        "chats/views/host.py",
        "if shown and link.address:",
        "if shown:",
        ANSWERS,
        only="link",
    ),
    mutant(
        "proof",
        TOKENS,
        "    except signing.BadSignature:\n        return False",
        "    except signing.BadSignature:\n        return True",
        ANSWERS,
        only="proof",
    ),
    mutant(
        "proof-of-this-link",
        TOKENS,
        "return shown == link.pk",
        "return True",
        ANSWERS,
        only="proof",
    ),
    mutant("age-of-proof", TOKENS, "max_age=NONCE_MAX_AGE", "max_age=None", ANSWERS, only="proof"),
    ownership("invitations", "chats", "Invitation"),
    ownership("chats", "chats", "Chat"),
    ownership("contacts", "contacts", "Contact"),
    ownership("follow-ups", "followups", "FollowUp"),
    ownership("contacts-to-keep", "followups", "Contact"),
    ownership("outcomes", "outcomes", "Outcome"),
    mutant(
        "owner-of-archives",
        "archive/access.py",
        "Export.objects.of(real(user))",
        "Export.objects",
        "archive/test_views.py",
    ),
    mutant(
        "archives-of-sample-data",
        "archive/access.py",
        "if user.is_sample:",
        "if user.is_anonymous:",
        "archive/test_views.py",
    ),
    mutant(
        "sign-in",
        SETTINGS,
        '    "accounts.middleware.SignInMiddleware",\n',
        "",
        "house/test_addresses.py",
    ),
    mutant(
        "csp",
        SETTINGS,
        '    "csp.middleware.CSPMiddleware",\n',
        "",
        "pages/test_styleguide.py",
        only="inline or framed",
    ),
    mutant(
        "csp-of-scripts",
        SETTINGS,
        '"script-src": [SELF],',
        """"script-src": [SELF, "'unsafe-inline'"],""",
        "pages/test_styleguide.py",
        only="inline or framed",
    ),
    mutant(
        "erasing-of-e-mails",
        "archive/lifecycle.py",
        "    queue.erase(rules.emails_of(seeker))\n",
        "",
        "archive/test_erasing.py",
    ),
    mutant(
        "history-that-names-nobody",
        "coffeechat/operators/site.py",
        "by_number(admin_class or ModelAdmin)",
        "admin_class or ModelAdmin",
        "accounts/test_admin.py",
    ),
    mutant(
        "erasing-of-history",
        "archive/rules.py",
        "history |= Q(content_type=kind, object_id__in=mine)",
        "assert kind and mine",
        "archive/test_erasing.py",
    ),
    mutant(
        "erasing-of-hosts-addresses",
        "archive/lifecycle.py",
        "    chats.forget_addresses(Link.objects.filter(invitation__seeker=seeker))\n",
        "",
        "archive/test_erasing.py",
    ),
    Mutant(
        "erasing-of-sessions",
        (
            Edit("archive/lifecycle.py", "    sessions_of(seeker).delete()\n", ""),
            Edit(
                "archive/rules.py",
                "Rule(Session, sessions_of, exported=False,",
                "Rule(Session, sessions_of, exported=False, erased=False,",
            ),
        ),
        ("archive/test_erasing.py", "archive/test_views.py"),
    ),
    mutant(
        "export-of-one-table",
        "archive/rules.py",
        'own(contacts.Clipping, "contact__seeker")',
        'own(contacts.Clipping, "contact__seeker", exported=False, why="forgotten")',
        "archive/test_building.py",
    ),
    mutant(
        "export-of-a-secret",
        "archive/rules.py",
        'leave_out=("url", "username", "password")',
        'leave_out=("url", "username")',
        "archive/test_building.py",
    ),
)
