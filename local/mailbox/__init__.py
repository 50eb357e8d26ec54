"""The local mailbox: e-mail of a trial run, kept on this machine and shown under /mailbox/."""
