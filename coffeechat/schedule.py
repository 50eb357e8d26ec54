"""When beat queues which task."""

from typing import Any

# `expires` drops ticks that pile up while no worker runs; the next tick finds what is due.
SCHEDULE: dict[str, dict[str, Any]] = {
    "outbox-tick": {"task": "outbox.tick", "schedule": 1.0, "options": {"expires": 5}},
    "outbox-tidy": {"task": "outbox.tidy", "schedule": 3600.0, "options": {"expires": 600}},
    "outbox-forget": {"task": "outbox.forget", "schedule": 600.0, "options": {"expires": 600}},
    "calendars-sweep": {"task": "calendars.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "chats-sweep": {"task": "chats.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "chats-replies": {"task": "chats.replies", "schedule": 60.0, "options": {"expires": 60}},
    "chats-rules": {"task": "chats.compare_rules", "schedule": 3600.0, "options": {"expires": 600}},
    "preparation-sweep": {
        "task": "preparation.sweep",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "followups-sweep": {"task": "followups.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "archive-sweep": {"task": "archive.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "archive-tidy": {"task": "archive.tidy", "schedule": 600.0, "options": {"expires": 600}},
    "archive-samples": {
        "task": "archive.sweep_samples",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "progress-sweep": {"task": "progress.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "accounts-sweep": {"task": "accounts.sweep", "schedule": 3600.0, "options": {"expires": 600}},
}
