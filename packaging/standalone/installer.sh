#!/bin/sh
# Headframe @VERSION@ for Linux on @MACHINE@, glibc @GLIBC@ or newer: one file, no network, no root.
#
#   sh @FILE@                  installs it for you, if it is not, and opens the window
#   sh @FILE@ convert a.pdf    … and runs the command
#   sh @FILE@ --install        installs it and stops; a newer file brings it up to date
#   sh @FILE@ --remove         takes it out again; settings and queue stay
#   sh @FILE@ --extract DIR    unpacks it into a new folder DIR, and no more
#
# It lies in ~/.local/lib/headframe, or in lib/headframe of the folder that HEADFRAME_PREFIX names;
# ~/.local/bin/headframe starts it.
set -eu
build='@BUILD@'
machine='@MACHINE@'
glibc_minor='@GLIBC_MINOR@'
first_line='@FIRST_LINE@'
sum='@SHA256@'
kilobytes='@KILOBYTES@'

say() { printf 'headframe: %s\n' "$*" >&2; }
die() { say "$@"; exit 2; }

fits() {
    [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = "$machine" ] ||
        die "this file is for Linux on $machine; this is $(uname -s) on $(uname -m)."
    here=$(getconf GNU_LIBC_VERSION 2>/dev/null || true)
    minor=${here#glibc 2.}
    case $minor in
        '' | *[!0-9]*) die "this file needs the GNU C library, which was not found here." ;;
    esac
    [ "$minor" -ge "$glibc_minor" ] ||
        die "this file needs glibc 2.$glibc_minor or newer; this system has 2.$minor." \
            "Make one with packaging/bundle --glibc 2.$minor."
}

# unpack DIR: into a folder that is not there yet, whole or not at all.
unpack() {
    mkdir -p "$(dirname -- "$1")" || die "$(dirname -- "$1") cannot be written."
    free=$(df -Pk "$(dirname -- "$1")" | awk 'NR == 2 { print $4 }')
    case $free in
        *[!0-9]* | '') ;;
        *) [ "$free" -gt "$kilobytes" ] ||
            die "$((kilobytes / 1024)) MB are needed in $(dirname -- "$1"); $((free / 1024)) are free." ;;
    esac
    if command -v sha256sum >/dev/null; then
        seen=$(tail -n "+$first_line" "$0" | sha256sum)
        [ "${seen%% *}" = "$sum" ] || die "$0 is damaged or cut off. Copy it once more."
    fi
    part=$1.part$$
    trap 'rm -rf "$part"' EXIT
    trap 'exit 130' INT TERM HUP
    mkdir "$part"
    tail -n "+$first_line" "$0" | tar -xzf - -C "$part" || die "$0 could not be unpacked; see above."
    if [ -e "$1" ]; then rm -rf "$part"; else mv "$part" "$1"; fi
    trap - EXIT INT TERM HUP
}

install_for_user() {
    [ -x "$lib/$build/bin/headframe" ] || {
        fits
        say "installing $build into $lib"
        unpack "$lib/$build"
    }
    before=$(readlink "$lib/current" 2>/dev/null || true)
    if [ "$before" != "$build" ]; then
        ln -sfn "$build" "$lib/current.new"
        mv -fT "$lib/current.new" "$lib/current"
    fi
    mkdir -p "$prefix/bin"
    ln -sfn "$lib/current/bin/headframe" "$prefix/bin/headframe"
    (cd "$lib/current/share" && find . -type f) | while read -r file; do
        mkdir -p "$(dirname -- "$prefix/share/$file")"
        cp "$lib/current/share/$file" "$prefix/share/$file"
    done
    case $prefix in
        *[\"\`\$\\%\|\&]*) rm -f "$prefix/share/applications/headframe.desktop" ;;
        *) sed -i "s|^Exec=headframe|Exec=\"$prefix/bin/headframe\"|" \
            "$prefix/share/applications/headframe.desktop" ;;
    esac
    # A window may still run from the last one; those before it are nobody's.
    for old in "$lib"/headframe-*; do
        case ${old##*/} in "$build" | "$before") ;; *) rm -rf "$old" ;; esac
    done
    case :$PATH: in
        *":$prefix/bin:"*) ;;
        *) say "$prefix/bin is not on your PATH; start it as $prefix/bin/headframe." ;;
    esac
}

case ${1-} in --extract) ;; *)
    prefix=${HEADFRAME_PREFIX:-${HOME:?}/.local}
    mkdir -p "$prefix" || die "$prefix cannot be written. Name another folder: HEADFRAME_PREFIX=FOLDER"
    prefix=$(CDPATH='' cd -- "$prefix" && pwd -P)
    lib=$prefix/lib/headframe
    ;;
esac

case ${1-} in
    --install) install_for_user; say "installed. $prefix/bin/headframe starts it." ;;
    --remove)
        [ -x "$lib/current/bin/remove" ] || die "it is not installed in $prefix."
        exec "$lib/current/bin/remove"
        ;;
    --extract)
        [ -n "${2-}" ] && [ ! -e "$2" ] || die "name a folder that is not there yet: --extract DIR"
        fits
        unpack "$2"
        ;;
    *)
        [ "$(readlink "$lib/current" 2>/dev/null)" = "$build" ] || install_for_user
        exec "$lib/current/bin/headframe" "$@"
        ;;
esac
exit 0
