# install WHY PACKAGE ...: with Debian's apt-get, as root or through sudo; says so in one line. Sourced.
install() {
    why=$1
    shift
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "minipy: please install what Debian calls $*" >&2
        exit 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1; then
        as_root=sudo
    else
        echo "minipy: please run as root: apt-get install $*" >&2
        exit 1
    fi
    echo "minipy: installing $* ($why) with apt-get"
    log=$(mktemp) || exit 1
    trap 'rm -f "$log"' EXIT
    if ! apt install "$@" && ! { apt update && apt install "$@"; }; then
        cat "$log" >&2
        exit 1
    fi
}

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 \
        --no-install-recommends "$@" >>"$log" 2>&1
}
