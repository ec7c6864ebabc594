#!/bin/sh
# Records the expected outputs with CPython 3.11: tests/refresh.sh [word ...]. Then look at `git diff`: the oracle is
# CPython, but a test that prints an address or an order that may change is the test's mistake.
cd "$(dirname "$0")" || exit 2
. ./lib.sh
PYTHON=${PYTHON:-python3}
case $("$PYTHON" -V 2>&1) in
    "Python 3.11"*) ;;
    *) echo "refresh.sh: $PYTHON is not CPython 3.11 (set PYTHON=)" >&2; exit 2 ;;
esac

PYTHON=$("$PYTHON" -c "import sys; print(sys.executable)")

list_tests "$@" | while read -r test; do
    base=${test%.*}
    if [ -e "$base.minipy" ]; then      # says why the output is minipy's own, not CPython's
        echo "kept     $test"
        continue
    fi
    run_test "$PYTHON" "$test" "$base.out.new" "$base.err.new"
    if [ "$(wc -c <"$base.out.new")" -gt 200000 ]; then
        echo "REFUSED  $test prints more than 200 kB"
        rm -f "$base.out.new" "$base.err.new"
        continue
    fi
    if [ -e "$base.err" ]; then
        mv "$base.err.new" "$base.err"
    elif [ -s "$base.err.new" ] && ! grep -q '^\[exit' "$base.out.new"; then
        echo "stderr   $test: $(head -n 1 "$base.err.new")"
    fi
    rm -f "$base.err.new"
    cmp -s "$base.out" "$base.out.new" || echo "recorded $test$(grep -a '^\[exit' "$base.out.new" | tail -n 1 | sed 's/^/   /')"
    mv "$base.out.new" "$base.out"
done
