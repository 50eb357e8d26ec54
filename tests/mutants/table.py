"""Every deliberate fault, named for what it breaks."""

from tests.mutants import bookings, letters, rows, strangers, words, workers

ALL = (
    *bookings.MUTANTS,
    *rows.MUTANTS,
    *workers.MUTANTS,
    *letters.MUTANTS,
    *strangers.MUTANTS,
    *words.MUTANTS,
)
