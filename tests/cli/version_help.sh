# -V and -h say something sensible; the words are each interpreter's own.
"$MINIPY" -V >/dev/null; echo "$?"
"$MINIPY" --version | grep -c '[0-9]\.[0-9]'
"$MINIPY" -h >/dev/null; echo "$?"
"$MINIPY" --help | grep -c -e ' *-c' | sed 's/^[1-9][0-9]*$/mentions -c/'
"$MINIPY" -h | grep -c -e ' *-m' | sed 's/^[1-9][0-9]*$/mentions -m/'
"$MINIPY" -V -c 'print("not run")' | grep -c 'not run' || true
