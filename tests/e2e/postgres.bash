# SPDX-License-Identifier: AGPL-3.0-or-later
# PostgreSQL servers of a test's own: made in its folder, reached by a socket there and by nothing else, ended by their pid.
# Sourced after lib.bash.
# shellcheck shell=bash

PG_BIN=$(command -v pg_config >/dev/null && pg_config --bindir || true)
[ -x "${PG_BIN:-}/initdb" ] || PG_BIN=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -x "${PG_BIN:-}/initdb" ] || { echo "skipped: there is no PostgreSQL server"; exit 77; }
declare -A PG_PID=()
chmod 711 "$work" # the server runs as another than root

# Who may run a server, as words before a command: PostgreSQL refuses root.
PG_AS=()
if [ "$(id -u)" = 0 ]; then
    pg_user=postgres
    id -u "$pg_user" >/dev/null 2>&1 || pg_user=nobody
    PG_AS=(setpriv --reuid="$pg_user" --regid="$(id -g "$pg_user")" --clear-groups)
fi

pg_make() { # NAME: a cluster
    mkdir -p "$work/$1.pg"
    [ "$(id -u)" != 0 ] || chown "$pg_user" "$work/$1.pg"
    LC_ALL=C.UTF-8 "${PG_AS[@]}" "$PG_BIN/initdb" -D "$work/$1.pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$work/$1.initdb" 2>&1 || { cat "$work/$1.initdb" >&2; exit 1; }
    "${PG_AS[@]}" mkdir "$work/$1.pg/run"
}

# Safe against a kill of the server, though not of the machine (fsync): what tests ask of it.
pg_start() { # NAME [OPTION...]
    local name=$1
    shift
    "${PG_AS[@]}" "$PG_BIN/postgres" -D "$work/$name.pg/data" -k "$work/$name.pg/run" -c listen_addresses= -c fsync=off \
        -c max_connections=60 -c shared_buffers=64MB -c log_min_messages=fatal "$@" >>"$work/$name.pglog" 2>&1 &
    PG_PID[$name]=$!
    local n=0
    until "$PG_BIN/pg_isready" -q -h "$work/$name.pg/run" -U postgres; do
        n=$((n + 1))
        if [ $n -gt 300 ] || ! kill -0 "${PG_PID[$name]}" 2>/dev/null; then
            echo "PostgreSQL does not start:" >&2
            tail -n 20 "$work/$name.pglog" >&2
            exit 1
        fi
        sleep 0.1
    done
}

pg_end() { # NAME [SIGNAL]: INT ends sessions and writes all down, QUIT drops everything as a crash does
    local pid=${PG_PID[$1]:-}
    [ -n "$pid" ] || return 0
    kill "-${2:-INT}" "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    unset "PG_PID[$1]"
}

pg_end_all() {
    local name
    for name in "${!PG_PID[@]}"; do pg_end "$name" QUIT; done
}
trap 'pg_end_all; rm -rf "$work"' EXIT

pg_url() { # NAME [DATABASE [USER]]
    printf 'postgresql://%s@/%s?host=%s' "${3:-postgres}" "${2:-amarra}" "$work/$1.pg/run"
}

# pg NAME [OPTION...]: psql, as rows without anything around them; the database is PGDATABASE, else amarra.
pg() {
    local name=$1
    shift
    PGDATABASE=${PGDATABASE:-amarra} psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$work/$name.pg/run" -U "${PGUSER:-postgres}" "$@"
}

pg_database() { # NAME [DATABASE]
    PGDATABASE=postgres pg "$1" -c "CREATE DATABASE ${2:-amarra}"
}
