#!/bin/sh
# Makes sure that what the build needs is there. Quick and silent if it is; else installs it with Debian's
# apt-get, as root or through sudo, and says so in one line.
packages="gcc libc6-dev libgc-dev libgmp-dev libutf8proc-dev re2c lemon check unicode-data"
case "${CC:-cc}" in clang*) packages="$packages $CC" ;; esac

all_there() {
    for tool in "${CC:-cc}" ar re2c lemon; do
        command -v "$tool" >/dev/null 2>&1 || return 1
    done
    [ -r "${UCD:-/usr/share/unicode}/UnicodeData.txt" ] || return 1
    printf '#include <%s>\n' stdio.h gc.h gmp.h utf8proc.h check.h | "${CC:-cc}" -E - >/dev/null 2>&1
}

all_there && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "minipy: please install what Debian calls $packages" >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
else
    echo "minipy: needs $packages; run as root: apt-get install $packages" >&2
    exit 1
fi
echo "minipy: installing $packages (compiler, libraries and generators that the build uses) with apt-get"
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends "$@" >>"$log" 2>&1
}
# shellcheck disable=SC2086
if ! apt install $packages && ! { apt update && apt install $packages; }; then
    cat "$log" >&2
    exit 1
fi
all_there || { echo "minipy: still incomplete after apt-get install $packages" >&2; exit 1; }
