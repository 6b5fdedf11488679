# Celery's database backend and django-celery-results as peers. Sourced by bench/run, which has record,
# note and checkpoint.

# Debian's own python3: the one that sees Debian's packages of Celery.
python=/usr/bin/python3

# celery COMPARISON KIND PROCESSES WARMUP SECONDS
celery() {
  checkpoint
  psql -qc "do \$\$ begin execute (select coalesce(string_agg(format('truncate %I cascade;', relname), ' '), 'select 1')
    from pg_class where relname in ('celery_taskmeta', 'django_celery_results_taskresult')); end \$\$"
  timeout "$limit" "$python" bench/peers/celery_peer.py store "$2" "$sqlalchemy_url" "$3" "$4" "$5" "$payload" |
    record "$1" peer "$2, $3 processes"
}

# celery_cleanup COMPARISON KIND ROWS: its own cleanup of so many expired rows, while one process stores
celery_cleanup() {
  checkpoint
  timeout "$((limit + $3 / 2000))" "$python" bench/peers/celery_peer.py clean "$2" "$sqlalchemy_url" "$3" |
    record "$1" peer "$2, $3 rows"
}

# best_processes KIND: how many processes store most, tried once for all runs that are kept together
best_processes() {
  local count
  grep -q "\"trial-$1\"" "$raw" 2>/dev/null || for count in 1 2 4 8 16; do celery "trial-$1" "$1" "$count" 1 "$((seconds < 4 ? seconds : 4))"; done
  python3 - "$raw" "trial-$1" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
print(max((l for l in lines if l["comparison"] == sys.argv[2]), key=lambda l: l["rate_per_s"])["callers"])
PYTHON
}

has_celery() {
  "$python" -c 'import billiard, celery, sqlalchemy, psycopg2, django_celery_results' 2>/dev/null ||
    { say "Celery is left out: apt-get install python3-celery python3-django-celery-results python3-psycopg2 python3-sqlalchemy"; return 1; }
}

describe_celery() {
  "$python" - <<'PYTHON' | note
import celery, django, django_celery_results, psycopg2, sqlalchemy, sys
print("Celery %s, SQLAlchemy %s, django-celery-results %s, Django %s, psycopg2 %s, Python %s (Debian's); forked processes,"
      " pooled sessions, result_extended" % (celery.__version__, sqlalchemy.__version__, django_celery_results.__version__,
      django.__version__, psycopg2.__version__.split()[0], sys.version.split()[0]))
PYTHON
}
