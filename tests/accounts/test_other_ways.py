"""Google and LinkedIn appear when their keys are in the environment, and only then."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection

ASK = """
import django
django.setup()
from django.test import Client
response = Client().get("/accounts/login/", headers={"host": "localhost"})
assert response.status_code == 200, response.status_code
print("Google" in response.text, "LinkedIn" in response.text)
print(response.headers["Content-Security-Policy"])
"""
GOOGLE = {"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret"}
LINKEDIN = {"LINKEDIN_CLIENT_ID": "id", "LINKEDIN_CLIENT_SECRET": "secret"}


@pytest.mark.django_db
@pytest.mark.parametrize("google", [False, True])
@pytest.mark.parametrize("linkedin", [False, True])
def test_the_buttons_follow_the_environment(google, linkedin):
    database = urlsplit(os.environ["DATABASE_URL"])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coffeechat.settings",
        "DATABASE_URL": database._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DEBUG": "true",  # static files under plain names
        **(GOOGLE if google else {}),
        **(LINKEDIN if linkedin else {}),
    }
    asked = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    shown, policy = asked.stdout.strip().splitlines()[-2:]
    assert shown == f"{google} {linkedin}"
    assert ("https://accounts.google.com" in policy) == google
    assert ("https://www.linkedin.com" in policy) == linkedin
