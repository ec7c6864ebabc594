#!/bin/sh
# Benchmarks: build/minipy beside CPython 3.11. Usage: scripts/bench/run.sh [WHAT] [name ...]
# WHAT: all, speed, threads, startup, memory or figures
# MINIPY, PYTHON and REPEATS (5) may be set in the environment; names choose programs of scripts/bench.
set -eu
cd "$(dirname "$0")/../.."
MINIPY=${MINIPY:-build/minipy}
PYTHON=${PYTHON:-python3}
REPEATS=${REPEATS:-5}

case $("$PYTHON" -V 2>&1) in
    "Python 3.11"*) ;;
    *) echo "bench: CPython 3.11 is the opponent; $PYTHON is not (set PYTHON=)" >&2; exit 2 ;;
esac
PYTHON=$("$PYTHON" -c "import sys; print(sys.executable)")     # not a wrapper that starts it
mkdir -p build
bench=build/bench
if [ ! -x $bench ] || [ scripts/bench/bench.c -nt $bench ]; then
    ${CC:-cc} -O2 -Wall -Wextra -o $bench scripts/bench/bench.c -lm
fi
# programs in C that figures/ measures beside
for c in spawn pingpong; do
    [ -x build/${c}_loop ] && [ ! scripts/bench/$c.c -nt build/${c}_loop ] ||
        ${CC:-cc} -O2 -Wall -Wextra -o build/${c}_loop scripts/bench/$c.c -lpthread
done

what=${1:-all}
[ $# -gt 0 ] && shift
run() { "$bench" -m "$MINIPY" -p "$PYTHON" -n "$REPEATS" "$@"; }
programs() {        # programs FOLDER [name ...]
    folder=$1; shift
    if [ $# -eq 0 ]; then echo "$folder"/*.py; else for name; do echo "$folder/${name%.py}.py"; done; fi
}

failed=0
case $what in
    speed)   run $(programs scripts/bench "$@") || failed=1 ;;
    threads) run $(programs scripts/bench/threads "$@") || failed=1 ;;
    startup) run -s || failed=1 ;;
    memory)  run -r $(programs scripts/bench/memory "$@") || failed=1 ;;
    figures) run -f -t 120 $(programs scripts/bench/figures "$@") || failed=1 ;;
    all)
        run $(programs scripts/bench) || failed=1
        echo; run $(programs scripts/bench/threads) || failed=1
        echo; run -s || failed=1
        echo; run -r $(programs scripts/bench/memory) || failed=1
        echo; run -f -t 120 $(programs scripts/bench/figures) || failed=1 ;;
    *) run $(programs scripts/bench "$what" "$@") || failed=1 ;;
esac
exit $failed
