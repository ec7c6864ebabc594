#!/bin/sh
# The tests of threads again and again, in turns as they are and with threads that change at random places
# (-X gil-seed=N). Stops at the first failure and says with which seed it came.
#
#   tests/stress.sh [word ...]      only tests whose path contains a word
#   N (20 times each), JOBS (4: more than there are processors, so that threads are held up anywhere), TIMEOUT (20 s a
#   run), SEED (this one only), MINIPY (build/minipy)
cd "$(dirname "$0")" || exit 2
. ./lib.sh

if [ "${1-}" = --one ]; then        # called by xargs below: --one TEST SEED
    mkdir "$RESULTS/$$" || exit 255
    real=$MINIPY RESULTS=$RESULTS/$$
    if [ "$3" != plain ]; then
        MINIPY=$RESULTS/minipy
        printf '#!/bin/sh\nexec "%s" -X gil-seed=%s "$@"\n' "$real" "$3" >"$MINIPY"
        chmod +x "$MINIPY"
    fi
    run_and_compare "$2"
    if ls "$RESULTS"/*.fail >/dev/null 2>&1; then
        cat "$RESULTS"/*.fail
        [ "$3" = plain ] && echo "without a seed" || echo "again with: SEED=$3 tests/stress.sh $2"
        exit 255
    fi
    rm -rf "$RESULTS"
    exit 0
fi

[ -x "$MINIPY" ] || { echo "stress.sh: no interpreter at $MINIPY (build it, or set MINIPY=)" >&2; exit 2; }
results=$(mktemp -d) || exit 2
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT TERM
export MINIPY RESULTS="$results" TIMEOUT LINES_SHOWN

[ $# -eq 0 ] && set -- threads/
list_tests "$@" | grep -v '^threads/[^ ]*unseeded' >"$results/tests"
[ -s "$results/tests" ] || { echo "stress.sh: no such test" >&2; exit 2; }
n=0
while [ $n -lt "${N:-20}" ]; do
    n=$((n + 1))
    while read -r test; do
        if [ $((n % 2)) -eq 0 ] && [ -z "${SEED-}" ]; then
            echo "$test plain"
        else
            echo "$test ${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}"
        fi
    done <"$results/tests"
done | tee "$results/runs" | nice -n 5 xargs -n 2 -P "${JOBS:-4}" sh ./stress.sh --one || exit 1
echo "$(wc -l <"$results/runs") runs passed"
