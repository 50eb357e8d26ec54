"""The local servers and their supervisor: what `bin/up` and `bin/test` run on one bare machine."""
