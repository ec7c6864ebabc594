# Daemon threads in every state when the program ends: it ends, soon, with its own status, and nothing is said.
for state in spin sleep lock condition timed read stat allocate imports starts joins prints; do
    "$MINIPY" threads/helpers/daemons.py $state >"${TMPDIR:-/tmp}/daemons.$$" 2>&1
    echo "$state $? $(grep -vc '^x*$' "${TMPDIR:-/tmp}/daemons.$$")"
done
rm -f "${TMPDIR:-/tmp}/daemons.$$"
