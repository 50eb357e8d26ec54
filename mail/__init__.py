"""What an e-mail that somebody sent means: a bounce, an automatic answer, a person's words.

Knows no app, no database and no network: octets in, plain values out. Everything in it was written
by strangers, so all work is linear in what is given, and what cannot be read is `Kind.NONE`.
"""

from mail.understanding import understand
from mail.understood import Kind, Understood

__all__ = ["Kind", "Understood", "understand"]
