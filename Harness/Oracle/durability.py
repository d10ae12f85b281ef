"""Shows with strace that what a write is made of is on the disk before its answer is sent."""

import argparse
import concurrent.futures
import json
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import repository
import server
import trace

REF = "refs/heads/main"
SHEETS = {
    ".gitsheets/people.toml": server.PEOPLE,
    ".gitsheets/notes.toml":
        b'[gitsheet]\nroot = "notes"\npath = "${{ topic }}/${{ day }}/${{ slug }}"\n',
    "people/ada.toml": b'number = 1\nslug = "ada"',
    "people/bob.toml": b'number = 2\nslug = "bob"',
}


def record(number: int) -> bytes:
    return json.dumps({"number": number, "bio": f"likes {number} maps"}).encode()


TRANSACTION = json.dumps({"operations": [
    {"op": "put", "sheet": "people", "path": f"t{n}", "record": {"number": n}} for n in range(50)
] + [{"op": "delete", "sheet": "people", "path": "bob"}]}).encode()

# name, requests sent side by side
CASES = [
    ("a new record", [("PUT", "/api/sheets/people/cyd", record(3))]),
    ("a replaced record", [("PUT", "/api/sheets/people/ada", record(4))]),
    ("a patch", [("PATCH", "/api/sheets/people/ada", b'{"bio": null}')]),
    ("a record in new folders", [("PUT", "/api/sheets/notes/x/y/z", record(5))]),
    ("an attachment", [("PUT", "/api/attachments/people/ada/notes.bin", bytes(range(256)) * 999)]),
    ("a transaction", [("POST", "/api/transactions", TRANSACTION)]),
    ("a deletion", [("DELETE", "/api/sheets/people/ada", b"")]),
]
# In a repository of their own: with more packs than a few the server joins them, and the objects
# are no longer where they were when the answer was sent.
SIDE_BY_SIDE = [
    ("16 writers", [("PUT", f"/api/sheets/people/w{n}", record(n)) for n in range(16)])]
FIRST = [("the first commit", [
    ("PUT", "/api/sheets/people", b'{"root": "people", "path": "${{ slug }}"}')])]


def files_below(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if path.is_file()}


def packed(folder: Path) -> dict[str, str]:
    """The pack, without its extension, that holds an object, by the object's name."""
    found = {}
    for index in sorted(folder.glob("objects/pack/*.idx")):
        listing = repository.git(folder, "show-index", stdin=index.read_bytes()).stdout.decode()
        for line in listing.splitlines():
            found[line.split(" ")[1]] = str(index.with_suffix(""))
    return found


def holders(folder: Path, new: str, old: str | None, before: set[str]) -> list[str]:
    """The files, newer than `before`, that hold the objects which only `new` needs."""
    words = ["rev-list", "--objects", "--no-object-names", new]
    objects = repository.git(folder, *words, *(["--not", old] if old else [])).stdout.decode()
    packs = packed(folder)
    found = set()
    for name in objects.split():
        loose = folder / "objects" / name[:2] / name[2:]
        if loose.exists():
            found.add(str(loose))
        else:
            found |= {packs[name] + ".pack", packs[name] + ".idx"}
    return sorted(found - before)


class Case:
    """One write, or several at once, seen by strace."""

    def __init__(self, running: server.Server, folder: Path, requests, output: Path):
        before, old = files_below(folder), repository.refs(folder).get(REF)
        with trace.Tracer(running.process.pid, output) as tracer:
            with concurrent.futures.ThreadPoolExecutor(len(requests)) as pool:
                replies = list(pool.map(lambda r: running.connect().ask(*r), requests))
        for reply in replies:
            if reply.status not in (200, 201):
                raise server.ServerFailed(f"{requests[0][:2]}: {reply}")
        self.folder, self.events = folder, tracer.events()
        self.answers = trace.answers(self.events)
        self.needs = []
        tip = repository.refs(folder)[REF]
        line = repository.git(
            folder, "rev-list", tip, *(["--not", old] if old else [])).stdout.decode().split()
        for commit in {reply.json["commit"] for reply in replies}:
            parent = line[line.index(commit) + 1] if commit != line[-1] else old
            tips = set(line[:line.index(commit) + 1])
            self.needs.append((commit, tips, holders(folder, commit, parent, before)))

    def problems(self, events) -> list[str]:
        judge = trace.Judge(events, self.folder)
        found = []
        for commit, tips, files in self.needs:
            if commit not in self.answers:
                found.append(f"no answer for {commit} was seen")
            else:
                found += judge.judge(self.answers[commit], REF, tips, files)
            if not files:
                found.append(f"no new file holds the objects of {commit}")
        return sorted(set(found))

    def syncs(self) -> dict[str, list[trace.Event]]:
        """The fsyncs before the last answer of objects and branches, by file."""
        end = max(self.answers.values(), default=0)
        found: dict[str, list[trace.Event]] = {}
        for event in self.events:
            inside = event.file.startswith(
                (f"{self.folder}/objects", f"{self.folder}/refs/heads"))
            if event.call in trace.SYNCS and inside and event.end < end:
                found.setdefault(event.file, []).append(event)
        return found

    def unnoticed(self) -> list[str]:
        """The files whose fsyncs could be missing, or come after the answer, unnoticed."""
        found = []
        late = max(event.end for event in self.events) + 1
        for file, syncs in self.syncs().items():
            rest = [event for event in self.events if event not in syncs]
            delayed = [trace.Event(late, late, e.call, e.arguments, True) for e in syncs]
            if not self.problems(rest) or not self.problems(rest + delayed):
                found.append(file)
        return found


def world(folder: Path, options, name: str, files, remote: bool, **variables):
    origin = folder / f"{name}-origin.git"
    if files:
        server.import_files(origin, files)
    else:
        repository.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    data = server.clone(origin, folder / f"{name}.git")
    running = server.Server(
        options.server, data, str(origin) if remote else None,
        wrapper=shlex.split(options.wrap), **variables)
    return running, data


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-durability", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--wrap", default="", metavar="COMMAND", help=(
        "put this before the server's command; with one that makes fsync do nothing, such as "
        "eatmydata, the check must fail"))
    parser.add_argument("--traces", type=Path, help="keep what strace wrote here")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    options.server = options.server.resolve(strict=True)
    if not shutil.which("strace"):
        print("needs strace: apt-get install strace", file=sys.stderr)
        return 2
    failed = judged = proved = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        traces = options.traces or folder
        traces.mkdir(parents=True, exist_ok=True)
        worlds = [("local", SHEETS, False, CASES, {}), ("many", SHEETS, False, SIDE_BY_SIDE, {}),
                  ("empty", None, True, FIRST, {}),
                  ("sync", SHEETS, True, CASES[:2] + SIDE_BY_SIDE, {"CFP_DATA_PUSH_MODE": "sync"})]
        for world_name, files, remote, cases, variables in worlds:
            running, data = world(folder, options, world_name, files, remote, **variables)
            with running:
                running.ready()
                for number, (title, requests) in enumerate(cases):
                    case = Case(running, data, requests, traces / f"{world_name}-{number}.strace")
                    problems = case.problems(case.events)
                    unnoticed = [] if problems else case.unnoticed()
                    judged += 1
                    proved += 0 if problems else len(case.syncs())
                    failed += bool(problems or unnoticed)
                    report(world_name, title, case, problems, unnoticed)
    print(f"{judged} writes, {failed} failed; each of {proved} fsynced files was then left out, "
          "and fsynced after the answer, and the check noticed")
    return 1 if failed else 0


def report(world_name, title, case, problems, unnoticed):
    print(f"{world_name + ': ' + title:<34}{len(case.syncs()):>4} files fsynced"
          f"  {'FAILED' if problems or unnoticed else 'ok'}")
    for problem in problems[:12]:
        print(f"    {problem}")
    if len(problems) > 12:
        print(f"    and {len(problems) - 12} more")
    for file in unnoticed[:12]:
        print(f"    the check does not need the fsync of {file}")


if __name__ == "__main__":
    sys.exit(main())
