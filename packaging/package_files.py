"""A tree of packaging/standalone.py as one file: self-extracting, for Debian, for RPM systems."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.diagnostics.system_packages import CHINESE_FONT_DEBIAN, CHINESE_FONT_RPM, debian_package

DEBIAN_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
PLACE = "opt/headframe"
"""Of the tree, in a package."""
OF_THE_C_LIBRARY = re.compile(r"ld-linux|lib(c|m|dl|rt|pthread|resolv)\.so")
SUMMARY = "Convert PDFs to Markdown on the accelerator card you choose"
DESCRIPTION = (
    "The desktop front of MinerU: a window with a live list of accelerator cards, and a command. "
    "Python and all packages are in it."
)


@dataclass(frozen=True, slots=True)
class Build:
    """What a file is made of."""

    root: Path
    tree: Path
    version: str
    commit: str
    machine: str
    glibc: int
    """The minor number of the oldest glibc that it runs on."""
    libraries: tuple[str, ...]
    """Libraries of the system that the window needs."""


def write_run(build: Build, out: Path) -> None:
    """The self-extracting file."""
    payload = out.with_name(f"{out.name}.payload")
    with tarfile.open(payload, "w:gz", compresslevel=6, format=tarfile.GNU_FORMAT) as archive:
        for path in sorted(build.tree.iterdir()):
            archive.add(path, path.name, filter=_of_root)
    with payload.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    text = (build.root / "packaging" / "standalone" / "installer.sh").read_text("utf-8")
    size = sum(path.lstat().st_size for path in build.tree.rglob("*"))
    facts = {
        "VERSION": build.version,
        "BUILD": f"headframe-{build.version}-{build.commit}",
        "FILE": out.name,
        "MACHINE": build.machine,
        "GLIBC": f"2.{build.glibc}",
        "GLIBC_MINOR": str(build.glibc),
        "FIRST_LINE": str(text.count("\n") + 1),
        "SHA256": digest,
        "KILOBYTES": str(int(size * 1.1) >> 10),
    }
    head = re.sub(r"@([A-Z0-9_]+)@", lambda match: facts[match[1]], text)
    part = out.with_name(f"{out.name}.part")
    with part.open("wb") as whole, payload.open("rb") as packed:
        whole.write(head.encode())
        shutil.copyfileobj(packed, whole)
    payload.unlink()
    part.chmod(0o755)
    part.replace(out)


def write_deb(build: Build, out: Path) -> None:
    """A package for Debian and Ubuntu, of the oldest releases with that glibc."""
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        root = Path(scratch, "root")
        lay_out(build, root)
        control = root / "DEBIAN"
        control.mkdir()
        size = sum(path.lstat().st_size for path in root.rglob("*")) >> 10
        (control / "control").write_text(debian_control(build, size), "utf-8")
        for name, script in (("postinst", POSTINST), ("prerm", PRERM)):
            (control / name).write_text(script, "utf-8")
            (control / name).chmod(0o755)
        command = [
            "dpkg-deb",
            "--build",
            "--root-owner-group",
            "-Zgzip",
            "-z6",
            str(root),
            str(out),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def write_rpm(build: Build, out: Path) -> None:
    """A package for Fedora, openEuler, Kylin, SUSE."""
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        root = Path(scratch, "root")
        lay_out(build, root)
        spec = Path(scratch, "headframe.spec")
        spec.write_text(rpm_spec(build, root), "utf-8")
        command = ["rpmbuild", "-bb", "--quiet", f"--define=_topdir {scratch}"]
        command += [f"--target={build.machine}-linux", str(spec)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (made,) = Path(scratch, "RPMS").rglob("*.rpm")
        shutil.move(made, out)


def lay_out(build: Build, root: Path) -> None:
    """The files of a package: the tree below /opt, and what has its place below /usr."""
    place = root / PLACE
    place.parent.mkdir(parents=True)
    shutil.copytree(build.tree, place, symlinks=True, copy_function=_link)
    (place / "bin" / "remove").unlink()
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "headframe").symlink_to(f"/{PLACE}/bin/headframe")
    shutil.move(place / "share", root / "usr" / "share")
    licence = root / "usr" / "share" / "doc" / "headframe" / "copyright"
    licence.parent.mkdir(parents=True)
    shutil.copy(build.root / "LICENSE", licence)


def debian_control(build: Build, size_kb: int) -> str:
    """``DEBIAN/control``. The window's libraries are recommended: the command needs none."""
    names = {debian_package(name) for name in _window_libraries(build)}
    wanted = [f"{name} | {name}t64" for name in sorted(names)]
    fields = {
        "Package": "headframe",
        "Version": f"{build.version}+{build.commit}",
        "Architecture": DEBIAN_MACHINES[build.machine],
        "Maintainer": "The Headframe authors <headframe@localhost>",
        "Section": "text",
        "Priority": "optional",
        "Installed-Size": str(size_kb),
        "Depends": f"libc6 (>= 2.{build.glibc})",
        "Recommends": ", ".join([*wanted, f"{CHINESE_FONT_DEBIAN} | fonts-noto-cjk"]),
        "Description": f"{SUMMARY}\n {DESCRIPTION}",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def rpm_spec(build: Build, root: Path) -> str:
    """The spec of a package whose files are all made already."""
    wanted = [f"{name}()(64bit)" for name in _window_libraries(build)]
    shared = sorted(path for path in (root / "usr" / "share").rglob("*") if path.is_file())
    files = "\n".join(f"/{path.relative_to(root)}" for path in shared)
    recommends = "\n".join(f"Recommends: {name}" for name in [*wanted, CHINESE_FONT_RPM])
    return f"""\
%global debug_package %{{nil}}
%global __os_install_post %{{nil}}
%global _build_id_links none
%define _binary_payload w6.gzdio
Name: headframe
Version: {build.version}
Release: 1.{build.commit}
Summary: {SUMMARY}
License: AGPL-3.0-or-later
AutoReqProv: no
Requires: libc.so.6(GLIBC_2.{build.glibc})(64bit)
{recommends}

%description
{DESCRIPTION}

%install
mkdir -p %{{buildroot}}
cp -al {root}/. %{{buildroot}}/

%post
{COMPILE}

%preun
if [ "$1" -eq 0 ]; then {CLEAN}; fi

%files
/{PLACE}
/usr/bin/headframe
{files}
"""


def _window_libraries(build: Build) -> list[str]:
    return [name for name in build.libraries if not OF_THE_C_LIBRARY.match(name)]


def _of_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Owned by no user of the machine that it was made on."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def _link(source: str, target: str) -> str:
    """Hard links: a package's files are laid out in no time, and take no room."""
    Path(target).hardlink_to(source)
    return target


COMPILE = (
    f"/{PLACE}/python/bin/python3 -m compileall -q -j 0 /{PLACE}/python/lib >/dev/null || true"
)
CLEAN = f"find /{PLACE} -name __pycache__ -prune -exec rm -rf {{}} +"
POSTINST = f"""#!/bin/sh
set -e
# Byte code, now: nobody who starts it later could write it there.
if [ "$1" = configure ]; then {COMPILE}; fi
"""
PRERM = f"""#!/bin/sh
set -e
{CLEAN}
"""
