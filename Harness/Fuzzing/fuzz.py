"""Builds the fuzz targets and runs them, two at a time, each with what the repository has of its kind."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import seeds

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build-fuzz"
AT_ONCE = 2
PROGRAMS = {"toml": "FuzzTOML", "template": "FuzzTemplate", "payload": "FuzzPayload", "query": "FuzzQuery",
            "scenario": "FuzzScenario"}
# Bytes of an input. Longer ones bring nothing new and take longer.
LONGEST = {"toml": 8192, "template": 8192, "payload": 8192, "query": 4096, "scenario": 12288}
# Seconds for one input in a build that is many times slower than the server's, and MiB.
SLOWEST, MEMORY = 20, 2048
# Of an address sanitizer and an optimized build that still checks what a debug build checks. Swift's
# compiler heeds the last -sanitize only: without both in one, no module of ours would count coverage.
OPTIONS = ["-c", "release", "--scratch-path", str(BUILD), "--sanitize", "fuzzer", "--sanitize", "address",
           "-Xswiftc", "-sanitize=fuzzer,address", "-Xswiftc", "-enable-testing",
           "-Xswiftc", "-assert-config", "-Xswiftc", "Debug"]


def swift(*arguments: str, quiet: bool) -> str:
    """Runs swift build; what it says is shown on a terminal, or when it fails."""
    done = subprocess.run(["swift", "build", *OPTIONS, *arguments], cwd=ROOT, text=True,
                          env=dict(os.environ, LIVETREE_FUZZ="1"),
                          stdout=subprocess.PIPE if quiet else None,
                          stderr=subprocess.STDOUT if quiet else None)
    if done.returncode != 0:
        print(done.stdout or "", file=sys.stderr)
        sys.exit(f"scripts/fuzz: the targets do not build (exit {done.returncode})")
    return done.stdout or ""


class Run:
    """One target at work."""

    def __init__(self, target: str, program: Path, seconds: int):
        self.target = target
        self.program = program
        self.log = BUILD / "log" / f"{target}.txt"
        self.prefix = BUILD / "findings" / f"{target}-"
        self.folder = Path(tempfile.mkdtemp(prefix="livetree-fuzz-"))
        corpus, given = BUILD / "corpus" / target, BUILD / "seeds" / target
        for folder in (self.log.parent, self.prefix.parent, corpus):
            folder.mkdir(parents=True, exist_ok=True)
        self.seeds = seeds.write(target, given)
        self.before = set(self.findings())
        self.seconds = seconds
        self.begun = time.monotonic()
        dictionary = ROOT / "Harness/Fuzzing/dictionaries" / f"{target}.dict"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [program, f"-max_total_time={seconds}", f"-max_len={LONGEST[target]}", f"-timeout={SLOWEST}",
                 f"-rss_limit_mb={MEMORY}", f"-dict={dictionary}", f"-artifact_prefix={self.prefix}",
                 "-print_final_stats=1", "-detect_leaks=0", "-reload=0", corpus, given],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env=environment(self.folder))

    def findings(self) -> list[Path]:
        return sorted(self.prefix.parent.glob(self.prefix.name + "*"))

    def progress(self) -> str:
        runs, coverage = self.counts()
        left = max(0, int(self.seconds - (time.monotonic() - self.begun)))
        return f"{self.target}: {runs} runs, coverage {coverage}, {left} s left"

    def counts(self) -> tuple[int, int]:
        text = self.log.read_text(errors="replace")
        lines = re.findall(r"^#(\d+)\s+\w+\s+cov: (\d+)", text, re.MULTILINE)
        final = re.search(r"stat::number_of_executed_units: (\d+)", text)
        runs = int(final[1]) if final else int(lines[-1][0]) if lines else 0
        return runs, int(lines[-1][1]) if lines else 0

    def close(self) -> list[str]:
        """What is wrong, a line each; nothing when all is well."""
        shutil.rmtree(self.folder, ignore_errors=True)
        found = [path for path in self.findings() if path not in self.before]
        if not found and self.process.returncode == 0:
            return []
        text = self.log.read_text(errors="replace")
        # The rule that was broken, a trap of Swift's, what the sanitizer says, libFuzzer's word for it.
        for words in (r"^FINDING: .*", r".*(?:Fatal error|Precondition failed).*", r"^SUMMARY: .*",
                      r"^==\d+==.*ERROR.*"):
            said = re.findall(words, text, re.MULTILINE)
            if said:
                break
        lines = [f"{self.target}: {said[0][:400] if said else f'ended with {self.process.returncode}'}"]
        lines += [f"  again with: {environment_words()}{self.program} {path}" for path in found]
        return lines + [f"  all it said: {self.log}"]


def environment_words() -> str:
    return "SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "


def environment(folder: Path) -> dict[str, str]:
    found = dict(os.environ, SWIFT_BACKTRACE="enable=no", ASAN_OPTIONS="detect_leaks=0", TMPDIR=str(folder))
    compiler = shutil.which("swift")
    symbolizer = Path(compiler).resolve().parent / "llvm-symbolizer" if compiler else None
    if symbolizer and symbolizer.exists():
        found["ASAN_SYMBOLIZER_PATH"] = str(symbolizer)
    return found


def show(text: str):
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        print(f"\r{text[:width - 1]:<{width - 1}}", end="", file=sys.stderr, flush=True)


def run(targets: list[str], folder: Path, seconds: int) -> list[str]:
    """Runs all, and prints a line about each when it has ended; returns what is wrong."""
    waiting, active, wrong = list(targets), [], []
    print(f"{'target':10} {'seeds':>6} {'runs':>10} {'runs/s':>8} {'coverage':>9} {'findings':>9}", flush=True)
    try:
        while waiting or active:
            while waiting and len(active) < AT_ONCE:
                target = waiting.pop(0)
                active.append(Run(target, folder / PROGRAMS[target], seconds))
            for one in [one for one in active if one.process.poll() is not None]:
                active.remove(one)
                lines = one.close()
                runs, coverage = one.counts()
                pace = runs / max(1, time.monotonic() - one.begun)
                show("")
                print(f"{one.target:10} {one.seeds:6} {runs:10} {pace:8.0f} {coverage:9} {1 if lines else 0:9}",
                      flush=True)
                wrong += lines
            show("; ".join(one.progress() for one in active))
            time.sleep(0.5)
    finally:
        for one in active:
            one.process.terminate()
            one.process.wait()
            one.close()
    show("")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of {', '.join(PROGRAMS)}; all without")
    parser.add_argument("--seconds", type=int, default=600, help="for each target (600)")
    parser.add_argument("--build-only", action="store_true", help="runs nothing")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in PROGRAMS]
    if unknown:
        parser.error(f"no target {unknown[0]}; there are {', '.join(PROGRAMS)}")
    targets = list(dict.fromkeys(arguments.targets)) or list(PROGRAMS)
    quiet = not sys.stderr.isatty()
    for target in targets:
        swift("--product", PROGRAMS[target], quiet=quiet)
    if arguments.build_only:
        return 0
    wrong = run(targets, Path(swift("--show-bin-path", quiet=True).strip().split("\n")[-1]), arguments.seconds)
    if wrong:
        print(*wrong, sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
