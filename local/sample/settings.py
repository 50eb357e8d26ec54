"""The settings of an instance that lets visitors look around: the site's own, with sample data."""

from coffeechat.settings import *  # noqa: F403 all of them

ROOT_URLCONF = "local.sample.site"
