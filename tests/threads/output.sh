# print from several threads, to a pipe and to a file: every text arrives whole, each thread's in its order.
check() {
    tr -d '\n' <"$1" | wc -c
    wc -l <"$1"
    awk '{ gsub(/T[0-9]+[:][0-9]+[:]x*|T[0-9]+[+][0-9]+[+]y*/, ""); if ($0 != "") bad++ } END { print "torn: " bad + 0 }' "$1"
    for n in 0 7; do
        tr -d '\n' <"$1" | grep -o "T$n[+][0-9]*[+]" >"$out.a"
        sort -t + -k 2 -n "$out.a" | cmp - "$out.a" && echo "in order"
    done
}
out=$(mktemp) || exit 1
trap 'rm -f "$out" "$out.a"' EXIT
"$MINIPY" threads/helpers/print_much.py | cat >"$out"
check "$out"
"$MINIPY" threads/helpers/print_much.py >"$out"
check "$out"
"$MINIPY" -u threads/helpers/print_much.py | cat >"$out"
check "$out"
