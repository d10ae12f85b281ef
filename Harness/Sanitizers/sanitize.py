"""Builds the tests with a sanitizer, runs them module by module, and counts what it reports."""

import argparse
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
KINDS = ("address", "thread")
# Nothing of ours runs in them, or, of scenarios, they are run by scripts/test with the server as it is shipped.
LEFT_OUT = {"TidyTests"}
ALWAYS_SKIPPED = ["ScenarioTests.ScenarioTests"]
VARIABLES = {"address": "ASAN_OPTIONS", "thread": "TSAN_OPTIONS"}
LONGEST = 3600  # seconds for one module


def skipped(kind: str) -> list[str]:
    """Tests that cannot pass under a sanitizer, each with the reason in the file."""
    lines = (HERE / "skipped.txt").read_text().splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    return [name for which, name in words if which in (kind, "both")]


class Session:
    """One sanitizer: its build folder, its options, its reports."""

    def __init__(self, kind: str):
        self.kind = kind
        self.build = ROOT / f".build-{kind}"
        self.options = ["--sanitize", kind, "--scratch-path", str(self.build)]
        self.reports = self.build / "reports"
        self.logs = self.build / "log"

    def swift(self, *arguments: str) -> str:
        quiet = not sys.stderr.isatty() or "--show-bin-path" in arguments
        done = subprocess.run(["swift", "build", *self.options, *arguments], cwd=ROOT, text=True,
                              stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None)
        if done.returncode != 0:
            print(done.stdout or "", file=sys.stderr)
            sys.exit(f"scripts/sanitize: the tests do not build (exit {done.returncode})")
        return (done.stdout or "").strip()

    def prepare(self):
        self.swift("--build-tests")
        for folder in (self.reports, self.logs):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        value = f"log_path={self.reports}/report"
        if self.kind == "address":
            # What Swift's runtime allocates once and keeps is no leak.
            value += ":detect_leaks=0"
        else:
            value += f":suppressions={HERE}/thread.txt"
        # Tests give their servers an environment of their own, so that the options come with the program.
        program = Path(self.swift("--show-bin-path").split("\n")[-1]) / "livetree"
        wrapper = self.build / "livetree-checked"
        preload = self.locks()
        loads = f"export LD_PRELOAD='{preload}'\n" if preload else ""
        wrapper.write_text(
            f"#!/bin/sh\nexport {VARIABLES[self.kind]}='{value}'\n{loads}exec '{program}' \"$@\"\n")
        wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
        self.environment = dict(os.environ, LIVETREE_EXECUTABLE=str(wrapper), **{VARIABLES[self.kind]: value})
        if preload:
            self.environment["LD_PRELOAD"] = str(preload)

    def locks(self) -> Path | None:
        """What tells the thread sanitizer of Swift's locks; see there."""
        if self.kind != "thread":
            return None
        library = self.build / "slow_locks.so"
        subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-Wall", HERE / "slow_locks.c", "-o", library], check=True)
        return library

    def run(self, module: str) -> bool:
        """Runs the tests of a module and prints what came of it; True when all is well."""
        before = set(self.reports.iterdir())
        begun = time.monotonic()
        log = self.logs / f"{module}.txt"
        skips = [word for name in ALWAYS_SKIPPED + skipped(self.kind) for word in ("--skip", name)]
        with log.open("wb") as output:
            try:
                done = subprocess.run(["swift", "test", *self.options, "--skip-build", "--no-parallel",
                                       "--filter", f"^{module}\\.", *skips],
                                      cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                                      stdout=output, stderr=output, timeout=LONGEST)
                status = done.returncode
            except subprocess.TimeoutExpired:
                status = -1
        text = log.read_text(errors="replace")
        # A program without the options writes its report where its other words go.
        loose = len(re.findall(r"^(?:==\d+==ERROR: AddressSanitizer|WARNING: ThreadSanitizer)", text, re.MULTILINE))
        reports = len(set(self.reports.iterdir()) - before) + loose
        end = re.findall(r"Test run with (\d+) tests?.*?(passed|failed)", text)
        count, verdict = (int(end[-1][0]), end[-1][1]) if end else (0, "ended early")
        good = status == 0 and reports == 0 and verdict == "passed"
        print(f"{self.kind:8} {module:18} {count:5} tests {verdict:11} {reports:3} reports "
              f"{time.monotonic() - begun:5.0f} s{'' if good else f'  {log}'}", flush=True)
        self.total += count
        self.reported += reports
        return good

    def all(self, modules: list[str]) -> bool:
        self.total = self.reported = 0
        good = [self.run(module) for module in modules]
        left = len(skipped(self.kind)) + len(ALWAYS_SKIPPED)
        print(f"{self.kind}: {self.total} tests of {len(modules)} modules, {good.count(False)} modules with failures, "
              f"{self.reported} reports; {left} left out by name", flush=True)
        if self.reported:
            print(f"{self.kind}: the reports are in {self.reports} and in {self.logs}")
        return all(good)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/sanitize", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="address|thread|MODULE",
                        help="sanitizers, both without; and modules of tests, all without")
    arguments = parser.parse_args()
    known = sorted(path.name for path in (ROOT / "Tests").glob("*Tests") if path.name not in LEFT_OUT)
    kinds = [word for word in arguments.words if word in KINDS] or list(KINDS)
    modules = [word for word in arguments.words if word not in KINDS] or known
    unknown = [word for word in modules if word not in known]
    if unknown:
        parser.error(f"no module {unknown[0]}; there are {', '.join(known)}")
    good = True
    for kind in dict.fromkeys(kinds):
        session = Session(kind)
        session.prepare()
        good = session.all(modules) and good
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
