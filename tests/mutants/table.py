"""Every deliberate fault, named for what it breaks."""

from tests.mutants import (
    bookings,
    door,
    elsewhere,
    hearing,
    letters,
    rows,
    sending,
    signing_in,
    speaking,
    strangers,
    telling,
    words,
    workers,
)

ALL = (
    *bookings.MUTANTS,
    *rows.MUTANTS,
    *workers.MUTANTS,
    *letters.MUTANTS,
    *sending.MUTANTS,
    *speaking.MUTANTS,
    *strangers.MUTANTS,
    *telling.MUTANTS,
    *elsewhere.MUTANTS,
    *door.MUTANTS,
    *hearing.MUTANTS,
    *signing_in.MUTANTS,
    *words.MUTANTS,
)
