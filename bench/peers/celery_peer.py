"""Celery's database backend and django-celery-results: stores in processes, the wake-up of a waiter, or a cleanup.

    celery_peer.py store celery|django SQLALCHEMY-URL PROCESSES WARMUP SECONDS PAYLOAD-BYTES
    celery_peer.py wait  celery|django SQLALCHEMY-URL SECONDS
    celery_peer.py clean celery|django SQLALCHEMY-URL ROWS

Both get their best settings: processes forked as a worker forks them, so that sessions are pooled
(Celery pools only then), a connection that stays open (Django), extended results on both sides.
Prints one JSON object. Run by Debian's own python3 with Debian's packages.
"""
import json
import random
import sys
import time
import uuid
from urllib.parse import unquote, urlparse

import billiard
import celery
from celery import Celery
from celery.app.task import Context


def make_backend(kind, url):
    app = Celery("bench", set_as_current=True)
    app.conf.update(result_extended=True, result_serializer="json", task_always_eager=False)
    if kind == "celery":
        from celery.backends.database import DatabaseBackend

        # One connection for each process: the pool never needs more.
        app.conf.database_engine_options = {"pool_size": 1, "pool_recycle": -1}
        return DatabaseBackend(app=app, url=url)
    import django
    from django.conf import settings

    place = urlparse(url)
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django_celery_results"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": place.path.lstrip("/"),
                "USER": place.username,
                "PASSWORD": unquote(place.password or ""),
                "HOST": place.hostname,
                "PORT": place.port,
                "CONN_MAX_AGE": None,
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        DEBUG=False,
    )
    django.setup()
    from django_celery_results.backends import DatabaseBackend

    return DatabaseBackend(app=app)


def prepare(kind, url):
    """Makes the tables, in a process of its own: no connection is inherited by a fork."""
    backend = make_backend(kind, url)
    if kind == "django":
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    backend.store_result(str(uuid.uuid4()), 1, "SUCCESS", request=request())


def request():
    return Context(
        task="bench.sample",
        args=[2, 3],
        kwargs={"currency": "EUR"},
        hostname="bench@localhost",
        retries=0,
        delivery_info={"routing_key": "bench"},
    )


def store_loop(kind, url, payload, begin, end, results):
    backend = make_backend(kind, url)
    if kind == "celery":
        manager = type(backend).ResultSession.__defaults__[0]
        assert manager.forked, "sessions are not pooled"
    result = "x" * (payload - 2)
    latencies = []
    while True:
        start = time.monotonic()
        backend.store_result(str(uuid.uuid4()), result, "SUCCESS", request=request())
        now = time.monotonic()
        if now >= end:
            break
        if start >= begin:
            latencies.append(now - start)
    results.put(latencies)


def store(kind, url, processes, warmup, seconds, payload):
    fork(prepare, kind, url)
    begin = time.monotonic() + warmup
    results = billiard.Queue()
    args = (kind, url, payload, begin, begin + seconds, results)
    running = [billiard.Process(target=store_loop, args=args) for _ in range(processes)]
    for process in running:
        process.start()
    latencies = sorted(sum((results.get(timeout=warmup + seconds + 60) for _ in running), []))
    for process in running:
        process.join()
    return {
        "work": "store",
        "callers": processes,
        "payload_bytes": payload,
        "seconds": seconds,
        "rate_per_s": len(latencies) / seconds,
        **percentiles(latencies),
    }


def fork(target, *args):
    process = billiard.Process(target=target, args=args)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the peer's preparation failed")


def store_on_demand(kind, url, ids, times):
    backend = make_backend(kind, url)
    for task_id in iter(ids.get, None):
        # Between two looks of the waiter, at any phase.
        time.sleep(random.uniform(0.1, 1.1))
        backend.store_result(task_id, 1, "SUCCESS", request=request())
        times.put(time.monotonic())


def wait_loop(kind, url, seconds, ids, times, results):
    backend = make_backend(kind, url)
    end = time.monotonic() + seconds
    latencies = []
    while time.monotonic() < end:
        task_id = str(uuid.uuid4())
        ids.put(task_id)
        # The interval is what AsyncResult.get has by default.
        backend.app.AsyncResult(task_id, backend=backend).get(timeout=60, interval=0.5)
        woken = time.monotonic()
        latencies.append(max(0.0, woken - times.get()))
    ids.put(None)
    results.put(latencies)


def wait(kind, url, seconds):
    fork(prepare, kind, url)
    ids, times, results = billiard.Queue(), billiard.Queue(), billiard.Queue()
    running = [
        billiard.Process(target=store_on_demand, args=(kind, url, ids, times)),
        billiard.Process(target=wait_loop, args=(kind, url, seconds, ids, times, results)),
    ]
    for process in running:
        process.start()
    latencies = sorted(results.get(timeout=seconds + 120))
    for process in running:
        process.join()
    return {"work": "wait", "callers": 1, "woken": len(latencies), **percentiles(latencies)}


TABLES = {"celery": "celery_taskmeta", "django": "django_celery_results_taskresult"}


def plant(kind, url, rows):
    """Copies the stored sample so many times, as results of a month ago."""
    import psycopg2

    table = TABLES[kind]
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("select task_id from %s limit 1" % table)
        sample = cursor.fetchone()[0]
        cursor.execute("delete from %s where task_id <> %%s" % table, [sample])
        cursor.execute("select column_name from information_schema.columns where table_name = %s", [table])
        columns = [row[0] for row in cursor.fetchall() if row[0] not in ("id", "task_id", "date_done")]
        named = ", ".join(columns)
        numbered = {"celery": ("id, ", "nextval('task_id_sequence'), "), "django": ("", "")}[kind]
        cursor.execute(
            "insert into %s (%stask_id, date_done, %s) select %sgen_random_uuid()::text, now() - interval '30 days', %s"
            " from %s cross join generate_series(1, %%s) where task_id = %%s"
            % (table, numbered[0], named, numbered[1], named, table),
            [rows, sample],
        )
        cursor.execute("vacuum analyze %s" % table)
        cursor.execute("checkpoint")
    connection.close()


def store_until(kind, url, stop, results):
    backend = make_backend(kind, url)
    latencies = []
    while not stop.is_set():
        start = time.monotonic()
        backend.store_result(str(uuid.uuid4()), 1, "SUCCESS", request=request())
        latencies.append(time.monotonic() - start)
    results.put(latencies)


def clean_up(kind, url, took):
    backend = make_backend(kind, url)
    start = time.monotonic()
    backend.cleanup()
    took.put(time.monotonic() - start)


def clean(kind, url, rows):
    fork(prepare, kind, url)
    plant(kind, url, rows)
    stop, results, took = billiard.Event(), billiard.Queue(), billiard.Queue()
    writer = billiard.Process(target=store_until, args=(kind, url, stop, results))
    writer.start()
    time.sleep(2)
    cleaner = billiard.Process(target=clean_up, args=(kind, url, took))
    cleaner.start()
    seconds = took.get(timeout=3600)
    cleaner.join()
    stop.set()
    latencies = sorted(results.get(timeout=60))
    writer.join()
    return {
        "work": "clean",
        "callers": 1,
        "seconds": seconds,
        "rate_per_s": rows / seconds,
        "longest_ms": round(latencies[-1] * 1000, 3),
        **percentiles(latencies),
    }


def percentiles(latencies):
    if not latencies:
        return {"p50_ms": None, "p99_ms": None}
    at = lambda share: latencies[min(len(latencies) - 1, int(share * len(latencies)))] * 1000
    return {"p50_ms": round(at(0.5), 3), "p99_ms": round(at(0.99), 3)}


def version(kind):
    if kind == "celery":
        import sqlalchemy

        return "Celery %s, SQLAlchemy %s" % (celery.__version__, sqlalchemy.__version__)
    import django
    import django_celery_results

    return "django-celery-results %s, Celery %s, Django %s" % (
        django_celery_results.__version__,
        celery.__version__,
        django.__version__,
    )


if __name__ == "__main__":
    work, kind, url, *numbers = sys.argv[1:]
    if kind == "celery":
        # Before any fork: the session manager pools in the processes that are forked after it was made.
        import celery.backends.database  # noqa: F401
    outcome = {"store": store, "wait": wait, "clean": clean}[work](kind, url, *map(int, numbers))
    print(json.dumps([{**outcome, "version": version(kind)}]))
