#!/bin/sh
# Draws the pictures of docs/gil.md and README.md anew: the documents' scripts and our own, as timelines. The times in them are
# this machine's; nothing else should run meanwhile. With Chromium also the page itself, as a screenshot.
#
#   scripts/pictures.sh      MINIPY (build/minipy), DOCUMENTS (../shared/documents)
set -eu
cd "$(dirname "$0")/.."
MINIPY=${MINIPY:-build/minipy}
scripts=${DOCUMENTS:-../shared/documents}/scripts
out=docs/pictures

draw() {    # draw NAME [option ...] SCRIPT
    name=$1; shift
    "$MINIPY" --gil-trace "$out/$name.svg" "$@" >/dev/null
    echo "  $out/$name.svg"
}

mkdir -p $out
draw factorize scripts/factorize.py
draw no_convoy scripts/convoy.py
draw convoy -X gil=cpython scripts/convoy.py
if [ -d "$scripts" ]; then
    draw threads "$scripts/000/02_factorize_threads.py"
    draw select "$scripts/000/04_slow_syscall_threads.py"
    draw rlock "$scripts/002/03_rlock_whole_task.py"
    draw pool "$scripts/002/14_factorial_process_pool.py"
fi
if command -v chromium >/dev/null 2>&1; then
    page=$(mktemp -d)
    trap 'rm -rf "$page"' EXIT
    "$MINIPY" --gil-trace "$page/gil.html" "${scripts}/000/04_slow_syscall_threads.py" >/dev/null
    PYTHONPATH=tests/browser "$MINIPY" -c '
import sys
from chromium import Browser
with Browser(1400, 860) as browser:
    tab = browser.open(sys.argv[1])
    tab.frame()
    tab.screenshot(sys.argv[2])' "$page/gil.html" "$out/page.png"
    echo "  $out/page.png"
fi
