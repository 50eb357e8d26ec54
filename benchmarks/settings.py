"""The site's own settings, and beside its pages the plain ones it is measured against."""

from coffeechat.settings import *  # noqa: F403 all of them
from coffeechat.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "benchmarks.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", BASE_DIR / "benchmarks" / "templates"]
