"""Changes every expected value of the example scenarios, one at a time: each must be noticed, and named.

A file whose value was changed has to fail with exit code 1 and a message that names the step with its
line, what is expected and what was seen. Where the language has no wrong value of the kind, a word that is
none has to be refused with exit code 3, its place and the words that are meant.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import server
import wrong_values

ROOT = Path(__file__).resolve().parents[2]
# The examples as the language's design has them, byte for byte.
EXAMPLES = {
    "reload/reload-fast-forward-8-readers.yaml": "ee009b909aaf5e5e",
    "reconcile/conflict-same-record.yaml": "5f3e5b0df3a2c282",
    "push/push-non-fast-forward-no-spin.yaml": "eab33eaa50b3c4a6",
    "faults/crash-between-commit-and-push.yaml": "72914ee43541ef99",
    "presets/people.yaml": "eac524a3628ecd2a",
}
STEP = re.compile(r"^  (?:after )?step \d+ of \d+  (\S+)   (\S+):(\d+):\d+$", re.MULTILINE)
SPOT = re.compile(r"^ +(\d+) \| .*\n +\| *\^+ (\S+): wanted (.*), got (.*)$", re.MULTILINE)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-examples", description=__doc__)
    parser.add_argument("--scenarios", type=Path, required=True, help="the scenarios program")
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--jobs", type=int, default=2, help="files played at the same time")
    parser.add_argument("--only", default="", metavar="TEXT", help="changes whose line has this")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth change")
    parser.add_argument("--verbose", action="store_true", help="print each change and its message")
    return parser.parse_args()


class Bench:
    """Plays files beside a copy of the presets."""

    def __init__(self, options, folder: Path):
        self.options, self.folder = options, folder
        shutil.copytree(ROOT / "Scenarios/presets", folder / "presets")

    def play(self, number: int, path: str, text: str) -> tuple[int, str, Path]:
        original = ROOT / "Scenarios" / path
        folder = self.folder / f"{number}"
        folder.mkdir()
        file = folder / original.name
        file.write_text(text)
        for picture in original.parent.glob(f"{original.stem}.*.snapshot"):
            shutil.copy(picture, folder)
        command = [self.options.scenarios, "run", file, "--server", self.options.server,
                   "--out", folder / "out", "--keep", "never"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr, file


def problem(change, status: int, output: str, file: Path) -> str | None:
    """What is wrong about how a change was noticed; None when nothing is."""
    if change.is_refused:
        return refusal_problem(change, status, output, file)
    if status != 1:
        return f"exit code {status}"
    steps, spots = STEP.findall(output), SPOT.findall(output)
    if not steps or len(steps) != output.count("FAIL "):
        return "a step is not named"
    if {(place, int(line)) for _, place, line in steps} != {(str(file), change.step_line)}:
        return f"not the step at line {change.step_line} is named"
    if not spots:
        return "it is not said what was wanted and seen"
    for line, key, wanted, seen in spots:
        if int(line) != change.line or not any(part in key for part in change.key):
            return f"{key} at line {line} is named"
        if change.wanted not in (key if change.is_key else wanted):
            return f"wanted {wanted}"
        # A write that makes a record is answered 201, which 200 stands for too.
        shown = change.old in seen or key == "status" and seen.startswith("201 ")
        if not seen or seen == wanted or change.shows_old and not shown:
            return f"seen {seen}"
    return None


def refusal_problem(change, status: int, output: str, file: Path) -> str | None:
    if status != 3:
        return f"exit code {status}"
    if f"{file}:{change.line}:" not in output or "^" not in output:
        return "no place is named"
    return None if change.old in output else f"{change.old} is not among the words named"


class Changes:
    """Plays changed files, several at a time, and keeps what was wrong about any."""

    def __init__(self, bench: Bench, verbose: bool):
        self.bench, self.verbose, self.problems = bench, verbose, []
        self.progress = server.Progress()
        self.done = 0

    def play(self, number: int, path: str, text: str, change):
        status, output, file = self.bench.play(number, path, change.apply(text))
        wrong = problem(change, status, output, file)
        self.done += 1
        self.progress.show(self.done, change.name)
        if self.verbose:
            said = [f"{key}: wanted {wanted}, got {seen}"
                    for _, key, wanted, seen in SPOT.findall(output)] or output.splitlines()[:1]
            print(f"{path}:{change.name}\n    exit {status}: " + "\n    ".join(said), flush=True)
        if wrong:
            self.problem(f"{path}:{change.name}: {wrong}\n{output}")

    def problem(self, text: str):
        self.problems.append(text)
        self.progress.clear()
        print(f"problem: {text}", flush=True)


def unchanged(bench: Bench) -> list[str]:
    """Problems of the examples as they are."""
    found = []
    for number, (path, digest) in enumerate(EXAMPLES.items()):
        content = (ROOT / "Scenarios" / path).read_bytes()
        if not hashlib.sha256(content).hexdigest().startswith(digest):
            found.append(f"{path} is not the example as it was")
        if path.startswith("presets/"):
            continue
        status, output, _ = bench.play(number, path, content.decode())
        if status != 0:
            found.append(f"{path} as it is: exit code {status}\n{output}")
    return found


def main() -> int:
    options = arguments()
    options.server = options.server.resolve(strict=True)
    options.scenarios = options.scenarios.resolve(strict=True)
    begun = time.monotonic()
    files = [path for path in EXAMPLES if not path.startswith("presets/")]
    texts = {path: (ROOT / "Scenarios" / path).read_text() for path in files}
    cases = [(path, change) for path in files for change in wrong_values.changes(texts[path])]
    cases = [(path, change) for path, change in cases if options.only in f"{path}:{change.name}"]
    cases = cases[::options.every]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, Path(folder))
        changes = Changes(bench, options.verbose)
        for text in unchanged(bench):
            changes.problem(text)
        with ThreadPoolExecutor(options.jobs) as pool:
            runs = [pool.submit(changes.play, 100 + number, path, texts[path], change)
                    for number, (path, change) in enumerate(cases)]
            for run in runs:
                run.result()
    changes.progress.clear()
    print(f"{len(cases)} changes of {len(files)} files, {len(changes.problems)} problems, "
          f"{time.monotonic() - begun:.0f} s")
    return 1 if changes.problems or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
