"""What `bin/test` gives every test."""

import os

import psycopg2
import redis


def test_postgres_of_the_suite_is_reached_by_a_socket() -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1, current_setting('listen_addresses')")
        assert cursor.fetchone() == (1, "")
    connection.close()


def test_valkey_of_the_suite_never_evicts_a_queue() -> None:
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert client.config_get("port") == {"port": "0"}
    client.close()
