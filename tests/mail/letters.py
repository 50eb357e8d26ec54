"""E-mails for one test each."""


def letter(
    body: str,
    *,
    subject: str = "Re: 25 minutes",
    more: str = "",
    sender: str = "Maren Oduya <maren@nordlicht.example>",
) -> bytes:
    return (
        f"From: {sender}\r\nTo: coffee@coffee.example\r\nSubject: {subject}\r\n"
        "Date: Tue, 1 Dec 2026 09:15:00 +0100\r\nMessage-ID: <re@client.example>\r\n"
        f"In-Reply-To: <ours@coffee.example>\r\n{more}MIME-Version: 1.0\r\n"
        'Content-Type: text/plain; charset="utf-8"\r\n\r\n' + body.replace("\n", "\r\n")
    ).encode()


def page(body: str) -> bytes:
    return letter(body).replace(b"text/plain", b"text/html")


def report(
    *,
    status: str = "5.1.1",
    said: str = "550 5.1.1 user unknown",
    action: str = "failed",
    kind: str = "delivery-status",
    fields: str = "",
    sender: str = "Mail Delivery System <mailer-daemon@mta.example>",
    subject: str = "Undelivered Mail Returned to Sender",
    returned: str = "",
) -> bytes:
    """A delivery report (RFC 3464) about an e-mail to Maren."""
    fields = fields or (
        "Reporting-MTA: dns; mta.example\n\n"
        "Final-Recipient: rfc822; maren@nordlicht.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n"
    )
    returned = returned or "Message-ID: <ours@coffee.example>\nTo: maren@nordlicht.example\n"
    return (
        (
            f"From: {sender}\nTo: coffee@coffee.example\nSubject: {subject}\n"
            "Date: Tue, 1 Dec 2026 09:15:00 +0100\nAuto-Submitted: auto-replied\n"
            "MIME-Version: 1.0\n"
            f"Content-Type: multipart/report; report-type={kind}; boundary=b\n\n"
            "--b\nContent-Type: text/plain\n\nIt did not arrive.\n"
            f"--b\nContent-Type: message/{kind}\n\n{fields}\n"
            f"--b\nContent-Type: text/rfc822-headers\n\n{returned}\n--b--\n"
        )
        .replace("\n", "\r\n")
        .encode()
    )
