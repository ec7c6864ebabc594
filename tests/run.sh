#!/bin/sh
# Script tests: every NAME.py (and cli/NAME.sh) prints what NAME.out records; its last line is `[exit N]` where
# the status is not 0. A NAME.err beside it records standard error. Plain sh: a broken minipy can still be tested.
#
#   tests/run.sh [word ...]      only tests whose path contains a word
#   MINIPY (build/minipy), JOBS (2), TIMEOUT (20 s a test), LINES_SHOWN (20 of each diff)
cd "$(dirname "$0")" || exit 2
. ./lib.sh

if [ "${1-}" = --one ]; then        # called by xargs below, one test a time
    run_and_compare "$2"
    exit 0
fi

[ -x "$MINIPY" ] || { echo "run.sh: no interpreter at $MINIPY (build it, or set MINIPY=)" >&2; exit 2; }
results=$(mktemp -d) || exit 2
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT TERM
export MINIPY RESULTS="$results" TIMEOUT LINES_SHOWN

list_tests "$@" | xargs -n 1 -P "${JOBS:-2}" sh ./run.sh --one

cat "$results"/*.fail 2>/dev/null
passed=$(ls "$results" | grep -c '\.pass$')
failed=$(ls "$results" | grep -c '\.fail$')
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
