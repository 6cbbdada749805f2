"""The work of `packaging/check-fresh`: the README's lines, on systems that were never used.

Standard library only. Prints a line for each thing that was tried, and a table at the end; the exit
code is 1 where one did not come out as the README says.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fresh_screen import Screen

DEBIAN = "http://deb.debian.org/debian"
UBUNTU = {
    "amd64": "http://archive.ubuntu.com/ubuntu",
    "arm64": "http://ports.ubuntu.com/ubuntu-ports",
}
UBUNTU_SUITES = ("jammy", "noble", "resolute")
UBUNTU_SCRIPT = "/usr/share/debootstrap/scripts/gutsy"
"""That of every suite since; Debian's debootstrap does not know the later ones by name."""
PACKAGES = "ca-certificates,python3"
USER = "ada"
HOME = f"/home/{USER}"
CHECKOUT = f"{HOME}/headframe"
COMMAND_LIMIT_S = 3600
WINDOW_LIMIT_S = 240
"""Under emulation a window takes a minute or two."""
SAID = 300
"""The most characters shown of the end of what a command printed."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one thing came out."""

    system: str
    tried: str
    right: bool
    seconds: float
    said: str


class System:
    """A root folder of a fresh system, gone after use."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.results: list[Result] = []

    def run(
        self, command: str, *, user: str = USER, network: bool = True, display: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell's line in it, as a login of that user would."""
        process = self.start(command, user=user, network=network, display=display)
        try:
            out, err = process.communicate(timeout=COMMAND_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def start(
        self, command: str, *, user: str = USER, network: bool = True, display: str | None = None
    ) -> subprocess.Popen[str]:
        """Begin it, in name spaces of its own: what it mounts and starts ends with it."""
        home = HOME if user == USER else "/root"
        variables = {"HOME": home, "USER": user, "LANG": "C.UTF-8", "TERM": "dumb"}
        variables["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        # Ubuntu 22.04 looks for authorities one by one, and has not this machine's own there.
        variables["SSL_CERT_FILE"] = "/etc/ssl/certs/ca-certificates.crt"
        if display is not None:
            variables["DISPLAY"] = display
        spaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        spaces += [] if network else ["--net"]
        inside = f"cd {home} && {command}"
        entry = (
            f"cd {shlex.quote(str(self.folder))} && mount -t proc proc proc && "
            "mount --rbind /dev dev && mkdir -p tmp/.X11-unix && "
            "mount --bind /tmp/.X11-unix tmp/.X11-unix && "
            f"exec chroot --userspec={user} . /bin/sh -c {shlex.quote(inside)}"
        )
        return subprocess.Popen(
            [*spaces, "/bin/sh", "-c", entry],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def expect(
        self,
        tried: str,
        command: str,
        *,
        code: int = 0,
        words: Sequence[str] = (),
        user: str = USER,
        network: bool = True,
        display: str | None = None,
    ) -> bool:
        """Run it, and note whether it ended with that code and said these words."""
        began = time.monotonic()
        done = self.run(command, user=user, network=network, display=display)
        said = f"{done.stdout}\n{done.stderr}".strip()
        right = done.returncode == code and all(word in said for word in words)
        self.note(tried, right, time.monotonic() - began, f"exit {done.returncode}: {said[-SAID:]}")
        return right

    def expect_window(self, tried: str, command: str, screen: Screen, keep: Path) -> bool:
        """Start it, and note whether a window stands on the screen before it is ended."""
        began = time.monotonic()
        process = self.start(command, display=screen.address)
        seen = False
        while time.monotonic() - began < WINDOW_LIMIT_S and process.poll() is None and not seen:
            time.sleep(1)
            seen = screen.shows_something()
        after = time.monotonic() - began
        if seen:
            time.sleep(5)  # until the rest of it is drawn
            screen.save(keep)
        ended = process.poll()
        if ended is None:
            os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        right = seen and ended is None
        said = f"picture in {keep}" if right else f"exit {ended}: {(out + err).strip()[-SAID:]}"
        self.note(tried, right, after, said)
        return right

    def note(self, tried: str, right: bool, seconds: float, said: str) -> None:
        """Keep a result, and print it."""
        self.results.append(Result(self.name, tried, right, seconds, said))
        mark = "ok  " if right else "FAIL"
        print(f"{mark} {self.name}  {tried}  ({seconds:.0f} s)\n     {said}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Check each system. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="packaging/check-fresh")
    parser.add_argument("root", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("systems", nargs="+", metavar="SUITE:ARCHITECTURE")
    parser.add_argument("--bundle", type=Path, help="a .run to try without a network as well")
    parser.add_argument("--deb", type=Path, help="a .deb to install as well")
    parser.add_argument("--quick", action="store_true", help="one installation only")
    parser.add_argument("--cache", type=Path, default=Path("/var/cache/headframe-fresh"))
    parser.add_argument("--pictures", type=Path, default=Path.cwd())
    options = parser.parse_args(arguments)
    if os.geteuid() != 0:
        print("headframe: packaging/check-fresh needs root, for debootstrap.", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in options.systems:
        with fresh_system(name, options.cache, options.root) as system, Screen() as screen:
            check(system, screen, options)
            results += system.results
    print()
    for result in results:
        mark = "ok  " if result.right else "FAIL"
        print(f"{mark}  {result.system:16}  {result.seconds:6.0f} s  {result.tried}")
    return 0 if all(result.right for result in results) else 1


def check(system: System, screen: Screen, options: argparse.Namespace) -> None:
    """What the README says, in its order, and what it leaves unsaid."""
    run = f"{CHECKOUT}/packaging/run"
    out = f"{HOME}/out/paper/paper.md"
    read = f"grep -q 'headframe stands' {out}"
    if options.bundle is not None:
        shutil.copy(options.bundle, system.folder / "tmp" / "headframe.run")
        line = f"sh /tmp/headframe.run convert paper.pdf -o out && {read} && rm -r out"
        system.expect("user, no network, .run: convert", line, network=False)
    install_python(system, run)
    # Debian's Python makes no environments until a package is there: the user is no root.
    system.expect("user: packaging/run convert", f"{run} convert paper.pdf -o out && {read}")
    again = f"{run} convert paper.pdf -o out"
    system.expect("user, no network: a second run", again, words=["skipped"], network=False)
    system.expect("user: no display", run, code=2, words=["`headframe convert`"])
    system.expect("user: doctor", f"{run} doctor", words=["engine-flash"])
    picture = options.pictures / f"{system.name.replace(':', '-')}.png"
    install_what_is_named(system, run, screen)
    system.expect_window("user: the window", f"{run} paper.pdf", screen, picture)
    line = f"{run} doctor | grep -A4 -E ' (qt|preview) '"
    system.expect("user: which preview there is", line)
    if options.deb is not None:
        shutil.copy(options.deb, system.folder / "tmp" / "headframe.deb")
        install = "apt-get install -y -qq --no-install-recommends /tmp/headframe.deb"
        system.expect("root: the .deb", install, user="root")
        line = "headframe convert paper.pdf -o deb && grep -q 'headframe stands' deb/paper/paper.md"
        system.expect("user, .deb: convert", line, network=False)
        system.expect("root: the .deb, removed", "dpkg -r headframe", user="root")
    if not options.quick:
        containerfile(system)
        line = f"{CHECKOUT}-root/packaging/run convert {HOME}/paper.pdf -o /root/out"
        system.expect("root: packaging/run convert", line, user="root")


def install_python(system: System, run: str) -> None:
    """Where the system's own Python is too old, root types the line that names another."""
    said = system.run(f"{run} --version").stderr
    if "Install one: sudo " in said:
        line = said.partition("Install one: sudo ")[2].replace("install ", "install -y -qq ", 1)
        system.expect("root: the Python that it names", line, user="root")


def install_what_is_named(system: System, run: str, screen: Screen) -> None:
    """The window says what it lacks, with the line to type; root types it."""
    words = ["the window needs system packages: sudo apt-get install"]
    system.expect("user: what the window lacks", run, code=2, words=words, display=screen.address)
    named = system.run(run, display=screen.address).stderr.partition("sudo apt-get install ")[2]
    quiet = "apt-get install -qq -y --no-install-recommends"
    line = f"apt-get update -qq && {quiet} {' '.join(named.split())} fonts-wqy-microhei"
    system.expect("root: the line that it names", line, user="root")


def containerfile(system: System) -> None:
    """The steps of packaging/Containerfile, but for the image that they begin with."""
    text = (system.folder / CHECKOUT[1:] / "packaging" / "Containerfile").read_text("utf-8")
    variables = ""
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word in ("ENV", "ARG") and "=" in rest and not rest.startswith("CANN="):
            variables += f"export {rest}; "
        elif word == "COPY":
            target = system.folder / rest.split()[1].lstrip("/")
            shutil.copytree(system.folder / CHECKOUT[1:], target, symlinks=True)
            shutil.rmtree(target / ".venv", ignore_errors=True)
        elif word == "RUN" and not system.expect(
            f"Containerfile: {rest}", variables + rest, user="root"
        ):
            return
    line = f"{variables}headframe convert {HOME}/paper.pdf -o /tmp/contained"
    system.expect("Containerfile: its entry", line, user="root")


@contextlib.contextmanager
def fresh_system(name: str, cache: Path, root: Path) -> Iterator[System]:
    """A fresh copy of a system with a user, a checkout for each of two, and a document."""
    suite, _, architecture = name.partition(":")
    packed = cache / f"{suite}-{architecture}.tar"
    if not packed.exists():
        debootstrap(suite, architecture, packed)
    folder = Path(tempfile.mkdtemp(prefix="headframe-fresh-", dir=cache))
    try:
        subprocess.run(["tar", "-xf", packed, "-C", folder], check=True)
        prepare(folder, root)
        yield System(name, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def debootstrap(suite: str, architecture: str, packed: Path) -> None:
    """Make a system, and keep it packed."""
    packed.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=packed.parent) as scratch:
        command = ["debootstrap", f"--arch={architecture}", "--variant=minbase"]
        command += [f"--include={PACKAGES}"]
        if suite in UBUNTU_SUITES:  # "universe" has the package for environments of Python
            command += ["--components=main,universe", suite, f"{scratch}/root"]
            command += [UBUNTU[architecture], UBUNTU_SCRIPT]
        else:
            command += [suite, f"{scratch}/root", DEBIAN]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        if suite in UBUNTU_SUITES:  # every installation has these, too
            sources = Path(scratch, "root", "etc", "apt", "sources.list")
            with sources.open("a", encoding="utf-8") as file:
                file.write(f"deb {UBUNTU[architecture]} {suite}-updates main universe\n")
            subprocess.run(["chroot", f"{scratch}/root", "apt-get", "update", "-qq"], check=True)
        part = packed.with_suffix(".part")
        subprocess.run(["tar", "-cf", part, "-C", f"{scratch}/root", "."], check=True)
        part.replace(packed)


def prepare(folder: Path, root: Path) -> None:
    """A user, the commit's files, a document; names and authorities as this machine has them."""
    for path in ("etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt"):
        if Path("/", path).exists():
            (folder / path).unlink(missing_ok=True)
            shutil.copy(Path("/", path), folder / path)
    subprocess.run(["chroot", folder, "useradd", "-m", USER], check=True)
    archive = ["git", "-C", str(root), "archive", "--format=tar", "HEAD"]
    commit = subprocess.run(archive, check=True, stdout=subprocess.PIPE).stdout
    for checkout in (CHECKOUT, f"{CHECKOUT}-root"):
        target = folder / checkout[1:]
        target.mkdir()
        subprocess.run(["tar", "-xf", "-", "-C", target], check=True, input=commit)
    (folder / HOME[1:] / "paper.pdf").write_bytes(document())
    subprocess.run(["chroot", folder, "chown", "-R", f"{USER}:", HOME], check=True)


def document() -> bytes:
    """A PDF with a heading and a paragraph."""
    lines = ["The headframe stands on top of the mine", "and lifts out what the miners dig."]
    text = "BT /F1 22 Tf 72 720 Td (A paper) Tj /F1 11 Tf 0 -40 Td 14 TL "
    text += " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    made += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    made += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{made.index('xref')}\n%%EOF\n"
    return made.encode("ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
