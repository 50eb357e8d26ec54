"""No table without a rule for export and erase, and each rule finds the seeker's own rows alone."""

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import User
from archive.rules import RULES, Rule
from tests.archive.world import everything

pytestmark = pytest.mark.django_db

MINE = [rule for rule in RULES if rule.mine]
NOT_OF_MODELS = {"django_migrations", "cache_entries"}
"""Django's own record of migrations; hashed keys of sign-in limits, gone within a day."""


def test_every_table_has_exactly_one_rule() -> None:
    """Whoever adds a table decides here what becomes of it."""
    tables = set(connection.introspection.table_names()) - NOT_OF_MODELS
    assert sorted(rule.name for rule in RULES) == sorted(tables)
    assert {rule.model for rule in RULES} == set(apps.get_models(include_auto_created=True))


def test_what_is_not_exported_or_stays_says_why() -> None:
    silent = [rule.name for rule in RULES if not (rule.exported and rule.erased) and not rule.why]
    assert silent == []


def test_what_leads_to_a_person_has_rows_of_its_own() -> None:
    """A table with a path of keys to a user is never «nobody's»."""
    about_people = {
        rule.name
        for rule in RULES
        for field in rule.model._meta.get_fields()
        if field.is_relation and field.related_model and field.related_model.__name__ == "User"
        if not field.auto_created
    }
    assert about_people - {rule.name for rule in MINE} == set()


def test_what_is_left_out_is_there() -> None:
    unknown = {rule.name: rule.leave_out - columns_of(rule) for rule in RULES}
    assert {name: columns for name, columns in unknown.items() if columns} == {}


def columns_of(rule: Rule) -> set[str]:
    return {field.name for field in rule.model._meta.concrete_fields}


def test_each_rule_finds_the_seekers_rows_and_nobody_elses() -> None:
    ana, ben = everything("ana"), everything("ben")
    assert {rule.name: wrong for rule in MINE if (wrong := flaws_of(rule, ana, ben))} == {}


def flaws_of(rule: Rule, ana: User, ben: User) -> list[str]:
    assert rule.mine
    hers, his = set(rule.mine(ana)), set(rule.mine(ben))
    flaws = {
        "the world of this test has none": not hers,
        "some are both's": bool(hers & his),
        "some are no rows": not hers | his <= set(rule.model._default_manager.all()),
        f"{len(hers)} of one and {len(his)} of the other": len(hers) != len(his),
    }
    return [flaw for flaw, is_there in flaws.items() if is_there]
