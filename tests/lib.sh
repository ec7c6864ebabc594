# What run.sh, refresh.sh and differential.sh share: which tests there are, how one is run. Sourced inside tests/.
project=$(cd .. && pwd)
MINIPY=${MINIPY:-build/minipy}
case $MINIPY in
    /*) ;;
    */*) MINIPY=$project/$MINIPY ;;         # as given from the project's folder
    *)   MINIPY=$(command -v "$MINIPY") ;;  # a name on PATH
esac
TIMEOUT=${TIMEOUT:-20}
LINES_SHOWN=${LINES_SHOWN:-20}
DOCUMENTS=${DOCUMENTS:-$project/../shared/documents/scripts}

# The same world for every test, whoever runs it.
for name in $(env | sed -n 's/^\(PYTHON[A-Z][A-Z]*\)=.*/\1/p'); do unset "$name"; done
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 TZ=UTC TERM=dumb COLUMNS=80

ulimit -f 204800        # 100 MB a file: a test that runs wild fills no disk

# list_tests [word ...]: the tests' paths, those that contain one of the words.
list_tests() {
    for test in lang/*.py golden/*.py modules/*.py threads/*.py threads/*.sh process/*.py giltrace/*.py giltrace/*.sh cli/*.sh documents/*.sh; do
        [ -e "$test" ] || continue
        [ $# -eq 0 ] && echo "$test"
        for word; do
            case $test in *"$word"*) echo "$test"; break ;; esac
        done
    done
}

# relative INTERPRETER: paths as seen from here; the places of the checkout and the interpreter do not matter.
relative() { LC_ALL=C sed -e "s|$1|minipy|g" -e "s|$project/tests/||g" -e "s|$project/||g"; }

# run_test INTERPRETER TEST OUT ERR: the test's output and status into OUT, its standard error into ERR. A test whose first
# lines say `# Time limit: N s` has so many seconds if that is more, in builds with checkers three times as many.
# `# One at a time`: no other test that says so runs meanwhile, also not one of another checkout with the same documents.
run_test() {
    limit=$(sed -n '1,5s/^# Time limit: \([0-9]*\) s.*/\1/p' "$2")
    [ -z "$limit" ] || [ -z "${CHECKERS-}" ] || limit=$((limit * 3))
    [ "${limit:-0}" -gt "$TIMEOUT" ] || limit=$TIMEOUT
    if [ -d "$DOCUMENTS" ] && sed 5q "$2" | grep -q '^# One at a time'; then
        exec 9<"$DOCUMENTS" && { flock 9 2>/dev/null || true; }     # here: waiting is not part of the test's time
    else
        exec 9<&-
    fi
    case $2 in
        *.sh) MINIPY=$1 DOCUMENTS=$DOCUMENTS timeout -k 2 "$limit" sh "$2" ;;
        *)    timeout -k 2 "$limit" "$1" "$2" ;;
    esac >"$3.raw" 2>"$4.raw" </dev/null
    status=$?
    relative "$1" <"$3.raw" >"$3"
    relative "$1" <"$4.raw" >"$4"
    rm -f "$3.raw" "$4.raw"
    [ $status -eq 124 ] && echo "[took more than $limit s]" >>"$3"
    [ $status -eq 0 ] || echo "[exit $status]" >>"$3"
}

# left_out TEST: why it does not run in this build, if its first lines say so: `# Not with SAN, STRESS: reason`
# (CHECKERS has the words that the Makefile was called with).
left_out() {
    for checker in ${CHECKERS-}; do
        sed -n "1,5s/^# Not with [A-Z, ]*$checker[A-Z, ]*: //p" "$1"
    done
}

# run_and_compare TEST: leaves TEST.pass or TEST.fail (with the first lines of the difference) in $RESULTS.
run_and_compare() {
    base=${1%.*}
    mine=$RESULTS/$(echo "$base" | tr / _)
    reason=$(left_out "$1")
    if [ -n "$reason" ]; then
        echo "skipped: $1: $reason"
        return
    fi
    run_test "$MINIPY" "$1" "$mine.out" "$mine.err"
    {
        if [ ! -e "$base.out" ]; then
            echo "no $base.out: record it with refresh.sh"
        else
            diff -a -u "$base.out" "$mine.out" || [ -e "$base.err" ] || tail -n 3 "$mine.err"
        fi
        [ -e "$base.err" ] && diff -a -u "$base.err" "$mine.err"
    } >"$mine.diff" 2>&1
    grep -a '^skipped:' "$mine.err"
    if [ -s "$mine.diff" ]; then
        {
            echo "FAIL $1"
            sed -n -e '/^--- /d' -e '/^+++ /d' -e '/^@@/d' -e 's/^/    /' -e p "$mine.diff" | cut -c 1-160 |
                grep -a '^    [^ ]' | head -n "$LINES_SHOWN"
        } >"$mine.fail"
    else
        : >"$mine.pass"
    fi
}
