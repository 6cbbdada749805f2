# What packaging/run and packaging/test share: a Python, an environment, system packages.
# Everything said here goes to stderr: stdout belongs to the program (`headframe convert --json`).
# shellcheck shell=sh

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=${HEADFRAME_VENV:-$root/.venv}
state=$venv/.headframe            # what is installed whole, or "building"
lacking=$venv/.headframe-lacking  # Debian packages that the window lacks

say() { printf 'headframe: %s\n' "$*" >&2; }
die() { say "$@"; exit 2; }

# environment app|dev: have $venv hold everything in that lock. It is done once for each lock; what
# was interrupted is begun again, never used. Of several at a time, one builds and the others wait.
environment() {
    installed "$1" && return
    mkdir -p "$(dirname -- "$venv")"
    if command -v flock >/dev/null; then
        exec 9>"$venv.lock"
        flock 9
        installed "$1" || build "$1"
        exec 9>&-
    else
        build "$1"
    fi
}

installed() { grep -qsxF -e "$(stamp "$1")" "$state"; }
stamp() { echo "$1 $(cat "$root/packaging/locks/$1"*.txt | cksum)"; }

build() {
    if grep -qsx building "$state"; then
        say "the last installation was interrupted; it begins again"
        rm -rf "$venv"
    fi
    if [ ! -e "$venv" ]; then
        find_python
        need_venv_module
        say "preparing $venv, this once: it takes some minutes and 1.5 GB"
        mkdir "$venv"
        echo building >"$state"
        "$python" -m venv "$venv" >&2 || die "no environment could be made in $venv"
    elif ! "$venv/bin/python" -c '' 2>/dev/null; then
        die "$venv has no Python that runs. Remove it, or name another folder: HEADFRAME_VENV=FOLDER $0"
    elif [ -e "$state" ]; then
        say "bringing $venv up to date"
        echo building >"$state"
    fi
    lock=$(lock_file "$1") || die "Headframe runs on Linux with the GNU C library."
    install "$lock" ||
        die "the installation did not succeed; the lines above say why. Run it again to go on."
    # Byte code, now: in a checkout of root's nobody who starts it later could write it down.
    (cd "$root" && "$venv/bin/python" -m compileall -q core gui resources >/dev/null 2>&1) || true
    system_packages
    { stamp app; [ "$1" = app ] || stamp "$1"; } >"$state.new"
    mv "$state.new" "$state"
}

# The lock is whole: nothing is resolved anew. pip, left to it, takes `coverage[toml]` of one package
# for a wish that has no hash as soon as there is a newer coverage, and gives up.
install() {
    set -- --requirement "$1" --require-hashes --no-deps --only-binary :all:
    set -- "$@" --disable-pip-version-check
    if [ ! -t 2 ]; then set -- "$@" --quiet; fi
    if [ -d "$root/packaging/wheels" ]; then  # put there by packaging/bundle
        set -- "$@" --no-index --find-links "$root/packaging/wheels"
    fi
    "$venv/bin/python" -m pip install "$@" >&2
}

# The first Python from 3.11 to 3.13 that runs, in $python.
find_python() {
    for python in ${HEADFRAME_PYTHON:-python3.11 python3.12 python3.13 python3}; do
        "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
            2>/dev/null && return
    done
    die "Python 3.11, 3.12 or 3.13 is needed, and none was found." \
        "Install one, or name it: HEADFRAME_PYTHON=/path/to/python3.11 $0"
}

# Debian ships Python without the part that makes environments.
need_venv_module() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    apt_install "$package" && "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    die "$python cannot make environments here. On Debian or Ubuntu: sudo apt-get install $package"
}

# PySide6 6.11 needs glibc 2.34 on x86_64 and 2.39 on aarch64; older ones get 6.8.0.2.
lock_file() {
    "$venv/bin/python" - "$root/packaging/locks/$1" 2>/dev/null <<'END'
import os, platform, sys
glibc = tuple(map(int, os.confstr("CS_GNU_LIBC_VERSION").split()[1].split(".")[:2]))
needed = (2, 39) if platform.machine() == "aarch64" else (2, 34)
print(sys.argv[1] + (".txt" if glibc >= needed else "-old-glibc.txt"))
END
}

# Install what the window lacks of the system, where that is ours to do; else say how.
system_packages() {
    if lacks && [ "$(id -u)" -eq 0 ]; then
        # shellcheck disable=SC2046 # one word a package
        apt_install $(cat "$lacking") || true
        lacks || return 0
    fi
    if [ -s "$lacking" ]; then
        say "the window lacks system packages: sudo apt-get install $(cat "$lacking")"
    fi
}

# Write what the window lacks to $lacking; true where it is something.
lacks() {
    PYTHONPATH=$root "$venv/bin/python" -P -c \
        'from core.desktop import missing_packages as m; print(*m())' >"$lacking"
    grep -q . "$lacking" || { rm -f "$lacking"; return 1; }
}

# Put Debian packages on this machine; false where that is not ours to do, or does not succeed.
apt_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
    say "installing system packages: $*"
    apt-get update -qq >/dev/null || true
    apt_get "$@" && return
    for package in "$@"; do  # newer Debians renamed some when time became 64 bits wide
        apt_get "$package" || apt_get "${package}t64" || missed=$package
    done
    [ -z "${missed-}" ]
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}
