#!/bin/sh
# Any script under minipy and under CPython 3.11: output, standard error and status must be the same.
#   tests/differential.sh [script.py ...]       without arguments: tests/differential, the project's scripts, the benchmarks
here=$(cd "$(dirname "$0")" && pwd)
PYTHON=${PYTHON:-python3}
case $("$PYTHON" -V 2>&1) in
    "Python 3.11"*) ;;
    *) echo "differential.sh: no CPython 3.11 here ($PYTHON); nothing compared"; exit 0 ;;
esac
if [ $# -eq 0 ]; then
    cd "$here" || exit 2
    set -- differential/*.py ../scripts/life.py ../scripts/primes.py ../scripts/bench/*.py
fi
scripts=$(for script; do
    case $script in /*) echo "$script" ;; *) echo "$PWD/$script" ;; esac
done)
cd "$here" || exit 2
. ./lib.sh
out=$(mktemp -d) || exit 2
trap 'rm -rf "$out"' EXIT
same=0 different=0
for script in $scripts; do
    cd "$(dirname "$script")" || exit 2
    run_test "$PYTHON" "$(basename "$script")" "$out/python.out" "$out/python.err"
    run_test "$MINIPY" "$(basename "$script")" "$out/minipy.out" "$out/minipy.err"
    if diff -a -u "$out/python.out" "$out/minipy.out" >"$out/diff" &&
            diff -a -u "$out/python.err" "$out/minipy.err" >>"$out/diff"; then
        same=$((same + 1))
    else
        different=$((different + 1))
        echo "DIFFERS $script"
        head -n "$LINES_SHOWN" "$out/diff" | cut -c 1-160
    fi
done
echo "$same same, $different different"
[ $different -eq 0 ]
