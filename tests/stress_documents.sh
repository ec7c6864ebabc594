#!/bin/sh
# The user's documents, every script N times (20) in a row, and what is left over afterwards: processes, shared memory,
# semaphores, temporary folders. What the scripts print is checked by documents/*.sh; here it is only that they end.
#
#   tests/stress_documents.sh [word ...]    only scripts whose path contains a word
#   N (20), TIMEOUT (120 s a script), MINIPY (build/minipy), DOCUMENTS
cd "$(dirname "$0")" || exit 2
. ./lib.sh
[ -d "$DOCUMENTS" ] || { echo "skipped: no $DOCUMENTS"; exit 0; }
[ -x "$MINIPY" ] || { echo "stress_documents.sh: no interpreter at $MINIPY (build it, or set MINIPY=)" >&2; exit 2; }
[ "$TIMEOUT" -gt 120 ] || TIMEOUT=120
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
printf '#!/bin/sh\nmd5sum | cut -d" " -f1\n' >"$folder/md5"
chmod +x "$folder/md5"
mkdir "$folder/tmp"
# The scripts run as another name of the interpreter, by which their processes are known.
ln "$MINIPY" "$folder/minipy" 2>/dev/null || cp "$MINIPY" "$folder/minipy"

left() {        # what there is of these processes, shared memory and temporary files
    ls -l /proc/[0-9]*/exe 2>/dev/null | sed -n "s|.* /proc/\([0-9]*\)/exe -> $folder/minipy\$|process \1|p"
    ls /dev/shm 2>/dev/null | grep -v '^minipy-gil-' | sed 's/^/shared memory /'    # recordings are not theirs
    ls "$folder/tmp" | sed 's/^/temporary file /'
    ipcs -s -m -q 2>/dev/null | grep '^0x' | sed 's/^/System V object /'
    return 0
}

failed=0 runs=0
left | sort >"$folder/before"
for script in "$DOCUMENTS"/*/*.py; do
    name=${script#"$DOCUMENTS"/}
    if [ $# -gt 0 ]; then
        for word; do case $name in *"$word"*) break ;; esac; false; done || continue
    fi
    n=0
    while [ $n -lt "${N:-20}" ]; do
        n=$((n + 1)) runs=$((runs + 1))
        PATH=$folder:$PATH TMPDIR=$folder/tmp timeout -k 2 "$TIMEOUT" "$folder/minipy" "$script" >"$folder/out" 2>"$folder/err" </dev/null
        status=$?
        if [ $status -ne 0 ] || [ ! -s "$folder/out" ]; then
            echo "$name: exit status $status in run $n"
            tail -n 5 "$folder/err"
            failed=$((failed + 1))
        fi
        left | sort >"$folder/after"
        if [ "$(comm -13 "$folder/before" "$folder/after" | wc -l)" -gt 0 ]; then
            sleep 1             # a child of a child may need a moment to end
            left | sort >"$folder/after"
            if [ "$(comm -13 "$folder/before" "$folder/after" | wc -l)" -gt 0 ]; then
                echo "$name: left over after run $n:"
                comm -13 "$folder/before" "$folder/after"
                cp "$folder/after" "$folder/before"
                failed=$((failed + 1))
            fi
        fi
    done
    echo "$name: $n runs"
done
echo "$runs runs, $failed failures"
[ $failed -eq 0 ] && [ $runs -gt 0 ]
