"""What strace wrote about file calls, as events; and the question whether a write was durable."""

import posixpath
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

WRITES = {"write", "writev", "pwrite64", "pwritev", "pwritev2", "ftruncate", "fallocate",
          "copy_file_range", "sendfile", "splice"}
SENDS = {"write", "writev", "sendto", "sendmsg", "sendmmsg"}
NAMES = {"rename", "renameat", "renameat2", "link", "linkat"}
OPENS = {"open", "openat", "openat2", "creat"}
SYNCS = {"fsync", "fdatasync"}
CALLS = sorted(WRITES | SENDS | NAMES | OPENS | SYNCS | {
    "mkdir", "mkdirat", "mmap", "munmap", "msync", "sync", "syncfs"})

LINE = re.compile(r"^(\d+) +(.*)$")
WHOLE = re.compile(r"^(\w+)\((.*)\) += (-?\d+|\?|0x[0-9a-f]+)")
BEGUN = re.compile(r"^(\w+)\((.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
OPENED = re.compile(r"^(\d+)<([^>]*)>")


@dataclass(frozen=True)
class Event:
    start: int  # its place among all lines: when it was called …
    end: int  # … and when it returned
    call: str
    arguments: str
    worked: bool

    @property
    def file(self) -> str:
        """The file behind its first argument, a descriptor."""
        found = OPENED.match(self.arguments)
        return found[2] if found else ""

    @property
    def mapped(self) -> str:
        """The file that an mmap makes writable, or ''."""
        if "PROT_WRITE" not in self.arguments or "MAP_SHARED" not in self.arguments:
            return ""
        found = re.search(r"\d+<([^>]*)>", self.arguments)
        return found[1] if found else ""

    @property
    def paths(self) -> list[str]:
        return QUOTED.findall(self.arguments)


class Tracer:
    """strace on a running process and its threads and children, for as long as the block lasts."""

    def __init__(self, process: int, output: Path):
        self.output = output
        self.strace = subprocess.Popen(
            ["strace", "-f", "-y", "-s", "300", "-e", "signal=none",
             "-e", "trace=" + ",".join("?" + name for name in CALLS),
             "-o", str(output), "-p", str(process)],
            stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        said = self.strace.stderr.readline()
        if "attached" not in said:
            raise RuntimeError(f"strace cannot look at the server: {said}")
        return self

    def __exit__(self, *_):
        time.sleep(0.2)  # what belongs to the answer but comes after it shall be seen
        self.strace.send_signal(signal.SIGINT)
        try:
            self.strace.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            # It may wait for ever for a process that ends just now; each line is in the file.
            self.strace.kill()
            self.strace.communicate()

    def events(self) -> list[Event]:
        return read(self.output.read_text(errors="replace"))


def read(text: str) -> list[Event]:
    events: list[Event] = []
    begun: dict[str, tuple[int, str, str]] = {}
    for number, line in enumerate(text.splitlines()):
        found = LINE.match(line)
        if not found:
            continue
        thread, rest = found[1], found[2]
        start = number
        if unfinished := BEGUN.match(rest):
            begun[thread] = (number, unfinished[1], unfinished[2])
            continue
        if resumed := RESUMED.match(rest):
            start, call, first = begun.pop(thread, (number, resumed[1], ""))
            rest = f"{call}({first}{resumed[2]}"
        if whole := WHOLE.match(rest):
            worked = not whole[3].startswith("-") and whole[3] != "?"
            events.append(Event(start, number, whole[1], whole[2], worked))
    # A call that never returned, e.g. an answer cut off by the end of the trace.
    for start, call, arguments in begun.values():
        events.append(Event(start, 1 << 60, call, arguments, False))
    return sorted(events, key=lambda event: event.start)


def answers(events: list[Event]) -> dict[str, int]:
    """When the answer that names a commit began to be sent, by commit."""
    found: dict[str, int] = {}
    for event in events:
        if event.call in SENDS and "socket:" in event.file.lower() + event.arguments[:40].lower():
            commit = re.search(r'\\"commit\\":\\"([0-9a-f]{40})', event.arguments)
            if commit and "HTTP/1.1 2" in event.arguments:
                found.setdefault(commit[1], event.start)
    return found


class Judge:
    """Looks for every way in which a crash of the machine could undo an answer."""

    def __init__(self, events: list[Event], repository: Path):
        self.events = [event for event in events if event.worked]
        self.root = str(repository)

    def moves(self, ref: str) -> list[tuple[Event, str, str]]:
        """Every time the reference's file got its name: event, former name, content."""
        target = f"{self.root}/{ref}"
        found = []
        for event in self.events:
            if event.call in NAMES and event.paths[-1:] == [target]:
                source = event.paths[0]
                content = [each.paths[0] for each in self.events
                           if each.call in WRITES and each.file == source
                           and each.end < event.start and each.paths]
                found.append((event, source, content[-1][:40] if content else ""))
        return found

    def synced(self, files: set[str], after: int, before: int) -> bool:
        return any(event.call in SYNCS and event.file in files
                   and event.start > after and event.end < before for event in self.events)

    def content(self, names: set[str], before: int) -> int | None:
        """When the file was last changed by a call before `before`."""
        dirty = [event.end for event in self.events
                 if event.end < before and (
                     event.call in WRITES and event.file in names
                     or event.call == "mmap" and event.mapped in names)]
        return max(dirty, default=None)

    def naming(self, path: str, before: int) -> tuple[Event, set[str]] | None:
        """How the file got its name, and the names it had."""
        found = None
        for event in self.events:
            if event.end > before:
                break
            if event.call in NAMES and event.paths[-1:] == [path]:
                found = event, {path, event.paths[0]}
            elif (event.call in OPENS and "O_CREAT" in event.arguments
                  and event.paths[:1] == [path]):
                found = event, {path}
        return found

    def file(self, path: str, before: int, what: str) -> list[str]:
        """What is missing for the file, with its name, to be on the disk before `before`."""
        short = posixpath.relpath(path, self.root)
        named = self.naming(path, before)
        if not named:
            return [f"{short} was not there in time: {what}"]
        event, names = named
        problems = []
        changed = self.content(names, before)
        if changed is None:
            problems.append(f"{short}: no call that wrote its content was seen")
        elif not self.synced(names, changed, before):
            problems.append(f"{short}: its content was not fsynced {what}")
        return problems + self.name(path, event.end, before, what)

    def name(self, path: str, since: int, before: int, what: str) -> list[str]:
        """A name is on the disk when the folder is synced, and so on upwards for new folders."""
        folder = posixpath.dirname(path)
        short = posixpath.relpath(folder, self.root)
        problems = []
        if not self.synced({folder}, since, before):
            name = posixpath.basename(path)
            problems.append(f"{short}/: not fsynced after {name} appeared, {what}")
        made = [event.end for event in self.events
                if event.call in ("mkdir", "mkdirat") and event.end < before
                and posixpath.normpath(event.paths[0]) == folder]
        if made:
            problems += self.name(folder, made[-1], before, what)
        return problems

    def judge(self, answered: int, ref: str, tips: set[str], files: list[str]) -> list[str]:
        """One answer: `files` hold its objects, `tips` are the commits that contain its commit."""
        moves = [move for move in self.moves(ref) if move[2] in tips]
        if not moves or moves[0][0].end > answered:
            return [f"{ref}: not moved to the commit before the answer"]
        move, lock, _ = moves[0]
        problems = []
        for path in files:
            problems += self.file(path, move.start, "before the reference moved")
        changed = self.content({lock}, move.start)
        if changed is None or not self.synced({lock}, changed, move.start):
            problems.append(f"{ref}: its content was not fsynced before it got its name")
        problems += self.name(f"{self.root}/{ref}", move.end, answered, "before the answer")
        return problems
