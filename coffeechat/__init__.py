"""The composition root: settings, URLs, Celery. Only `local` imports it."""

import atexit
import gc

# At its end Python would look through all that was ever loaded for what it can free, which took a
# process half as long as its start. The system takes the memory back all the same.
atexit.register(gc.freeze)
