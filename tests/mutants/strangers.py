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


FORM_RECOVERY = "accounts/form_recovery.py"

MUTANTS = (
    mutant(
        "whose-form-it-was",
        FORM_RECOVERY,
        'kept["whose"] == str(request.user.pk) and ',
        "",
        "accounts/test_form_recovery.py",
        only="nobody_else",
    ),
    mutant(
        "form-that-was-never-shown",
        FORM_RECOVERY,
        'Signer(salt=NOTICE_ID).unsign(request.POST.get("whose", ""))',
        'request.POST.get("whose", "").partition(":")[0]',
        "accounts/test_form_recovery.py",
        only="no_form",
    ),
    mutant(
        "origin-of-what-is-kept",
        FORM_RECOVERY,
        "origin.netloc != request.get_host() or ",
        "",
        "accounts/test_form_recovery.py",
        only="another_site",
    ),
    mutant(
        "hash-of-tokens",
        TOKENS,
        "return sha256(token.encode()).hexdigest()",
        "return token",
        "chats/test_feed.py",
    ),
    mutant(
        "purpose-of-a-link",
        "chats/host/queries.py",
        "chats_link.purpose = %s",
        "(chats_link.purpose = %s OR true)",
        PAGE,
        ANSWERS,
    ),
    mutant(
        "purpose-of-a-link-without-its-ask",
        "chats/host/access.py",
        "Link.objects.filter(token_hash=hash_of(token), purpose=purpose)",
        "Link.objects.filter(token_hash=hash_of(token))",
        ANSWERS,
        only="link or one_click",
    ),
    mutant(
        "end-of-a-link",
        "chats/host/views/acting.py",
        "if link.expires_at <= visit.now:",
        "if link.expires_at is None:",
        ANSWERS,
        only="link",
    ),
    mutant(
        "address-of-a-link",
        "chats/host/views/page.py",
        "if is_own_form and visit.link.address:",
        "if is_own_form:",
        ANSWERS,
        only="link",
    ),
    mutant(
        "form-token",
        TOKENS,
        "    except signing.BadSignature:\n        return False",
        "    except signing.BadSignature:\n        return True",
        ANSWERS,
        only="form_token",
    ),
    mutant(
        "form-token-of-this-link",
        TOKENS,
        "return shown == link.pk",
        "return True",
        ANSWERS,
        only="form_token",
    ),
    mutant(
        "age-of-form-token",
        TOKENS,
        "if age > FORM_TOKEN_MAX_AGE:",
        "if self is None:",
        ANSWERS,
        only="form_token",
    ),
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
        'leave_out=("url", "username", "password", "lease")',
        'leave_out=("url", "username", "lease")',
        "archive/test_building.py",
    ),
)
