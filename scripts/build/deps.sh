#!/bin/sh
# Makes sure that what the build needs is there. Quick and silent if it is; else installs it with Debian's
# apt-get, as root or through sudo, and says so in one line.
packages="gcc libc6-dev libgc-dev libgmp-dev libutf8proc-dev zlib1g-dev systemtap-sdt-dev re2c lemon check unicode-data"
compiler=${CC:-gcc}     # may be several words: ccache gcc
case $compiler in clang*) packages="$packages ${compiler%% *}" ;; esac

# Prints what is missing.
missing() {
    for tool in "${compiler%% *}" ar re2c lemon; do
        command -v "$tool" >/dev/null 2>&1 || echo "$tool"
    done
    for file in "${UCD:-/usr/share/unicode}/UnicodeData.txt" "${LEMPAR:-/usr/share/lemon/lempar.c}"; do
        [ -r "$file" ] || echo "$file"
    done
    # shellcheck disable=SC2086
    printf '#include <%s>\n' stdio.h gc.h gmp.h utf8proc.h zlib.h sys/sdt.h check.h | $compiler -E - >/dev/null 2>&1 ||
        echo "headers for $compiler"
}

lacks=$(missing)
[ -z "$lacks" ] && exit 0

# Another compiler than these comes from elsewhere, and under a name that may be a slip.
case $compiler in
    gcc*|cc*|clang*) ;;
    *) command -v "${compiler%% *}" >/dev/null 2>&1 ||
       { echo "minipy: there is no compiler $compiler; try: make CC=gcc" >&2; exit 1; } ;;
esac
. "$(dirname "$0")/apt.sh"
# shellcheck disable=SC2086
install "compiler, libraries and generators that the build uses" $packages
lacks=$(missing)
[ -z "$lacks" ] || { echo "minipy: even now missing: $lacks" >&2; exit 1; }
