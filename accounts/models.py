"""A seeker: signs in by e-mail, says who they are, where they live, how they like to meet."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from timezone_field import TimeZoneField

import names
from accounts.states import HourCycle
from outbox.addresses import address_hash, cleaned, same_address
from outbox.text import isolated


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(same_address("email", username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=cleaned(email), **fields)
        user.set_password(password)  # None makes it unusable: people sign in by code
        user.save()
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Whoever may run commands here needs no e-mail to be believed, and it may be e-mail that
        they come to look after."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        addresses = user.emailaddress_set  # type: ignore[attr-defined]  # allauth's, by its name
        addresses.create(email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A seeker (or, with `is_staff`, the operator)."""

    email = models.EmailField("e-mail")
    person_key = models.CharField(max_length=64, editable=False)
    """The keyed hash of the address, by which queries find what this person attends in any role.
    Written by `save` alone."""
    name = models.CharField("your name", max_length=100, blank=True)
    called = models.CharField(
        "what people call you", max_length=100, blank=True, default="", db_default=""
    )
    """Blank where the guess from the name is right."""
    about = models.CharField("one line about you", max_length=160, blank=True)
    self_introduction = models.TextField("your self-introduction", max_length=700, blank=True)
    """Thirty seconds about themselves, to rehearse."""
    time_zone = TimeZoneField("your time zone", default="UTC", use_pytz=False)
    hour_cycle = models.CharField("hours as", max_length=2, choices=HourCycle, blank=True)
    """Blank follows the browser's language, and in e-mail the country of the time zone."""
    video_link = models.URLField("video link", blank=True)
    phone = models.CharField("phone number", max_length=40, blank=True)
    place = models.CharField("favourite place", max_length=200, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    """A made-up seeker to look around with: nothing they send leaves the instance."""

    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **options: Any) -> None:
        self.person_key = address_hash(self.email)
        if "email" in (options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "person_key"}
        super().save(*args, **options)

    @property
    def display_name(self) -> str:
        """How we speak of them to others, in a sentence."""
        return isolated(self._own_name)

    @property
    def first_name(self) -> str:
        """What others call them, as it stands in a sentence: "Hello Ana"."""
        return isolated(self.called or names.called(self._own_name))

    @property
    def _own_name(self) -> str:
        return self.name or self.email.partition("@")[0]

    @property
    def has_verified_email(self) -> bool:
        """Whether allauth has seen a code come back from the address in use."""
        addresses = self.emailaddress_set  # type: ignore[attr-defined]  # allauth's, by its name
        return bool(addresses.filter(email__iexact=self.email, verified=True).exists())
