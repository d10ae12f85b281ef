"""Lets livetree and gitsheets.transact change one repository in turns, and judges every line."""

import argparse
import collections
import copy
import datetime
import json
import random
import re
import string
import sys
import tempfile
import time
import tomllib
import urllib.parse
from pathlib import Path

import gitsheets

import fields
import repository
import server
import values
from record_bytes import as_json, blob

REF = "refs/heads/main"
WHO = ("Oracle", "oracle@example.org")
# Sheets by the way a path is made; the fields it is made of, by kind.
SHEETS = {
    "flat": ("${{ slug }}", {"slug": "word"}),
    "days": ("${{ at: YYYY/MM/DD }}/${{ slug }}", {"at": "moment", "slug": "word"}),
    "weeks": ("${{ at: YYYY/WW }}/n-${{ slug }}", {"at": "moment", "slug": "word"}),
    "joined": ("${{ a }}--${{ b }}/x-${{ c }}.y", {"a": "word", "b": "number", "c": "flag"}),
    "deep": ("${{ dir/** }}", {"dir": "folders"}),
    "inner": ("${{ kind.name }}/${{ number }}", {"kind": "named", "number": "number"}),
}
BAD = ["a:b", "a?", 'q"q', "a|b", "<", "a*", "\t", "", "\x7f"]  # no file of Windows has them
KINDS = ["text", "integer", "float", "flag", "texts", "numbers", "table", "rows", "moment"]


class Maker:
    """Records whose field names say what kind of value they hold: a kind never changes."""

    def __init__(self, rng: random.Random):
        self.rng, self.values = rng, values.Values(rng)

    def word(self) -> str:
        letters = string.ascii_lowercase + "éß-_ 1"
        return "".join(self.rng.choice(letters) for _ in range(6)).strip(" ") + "w"

    def own(self, kind: str, rich: bool):
        rng = self.rng
        if kind == "moment":
            moment = datetime.datetime(
                rng.randint(1999, 2030), rng.choice([1, 1, 6, 12, 12]), rng.randint(1, 28),
                rng.randint(0, 23), rng.randint(0, 59), tzinfo=datetime.timezone.utc)
            return moment if rich else as_json(moment)
        if kind == "folders":
            return "/".join(self.word() for _ in range(rng.randint(1, 4)))
        if kind == "named":
            return {"name": self.word(), "note": self.values.text()}
        if kind == "number":
            return rng.randrange(-5, 10**6)
        return rng.random() < 0.5 if kind == "flag" else self.word()

    def value(self, kind: str, rich: bool, depth: int = 0):
        rng, made = self.rng, self.values
        if kind == "text":
            return made.text(12)
        if kind == "texts":
            return [made.text(4) for _ in range(rng.randint(0, 4))]
        if kind == "numbers":
            return [made.integer() for _ in range(rng.randint(0, 4))]
        if kind == "table":
            return self.table(rich, depth + 1)
        if kind == "rows":
            return [self.table(False, depth + 1) for _ in range(rng.randint(0, 3))]
        return {"integer": made.integer, "float": made.float, "moment": made.moment,
                "flag": lambda: rng.random() < 0.5}[kind]()

    def name(self, kind: str) -> str:
        return kind + self.rng.choice(["", "-b", " c", "é", ".d"])

    def kind(self, rich: bool, depth: int = 0) -> str:
        kinds = KINDS if rich else KINDS[:-1]  # JSON alone makes no date-time
        return self.rng.choice([kind for kind in kinds
                                if depth < 2 or kind not in ("table", "rows")])

    def table(self, rich: bool, depth: int = 0) -> dict:
        made = {}
        for _ in range(self.rng.randint(0, 5)):
            kind = self.kind(rich, depth)
            made[self.name(kind)] = self.value(kind, rich, depth)
        return made

    def record(self, sheet: str, rich: bool) -> dict:
        own = {name: self.own(kind, rich) for name, kind in SHEETS[sheet][1].items()}
        return self.table(rich) | own

    def changed(self, sheet: str, record: dict, rich: bool) -> dict:
        """One to three fields other, new or gone; none of those the path is made of."""
        record = copy.deepcopy(record)
        for _ in range(self.rng.choice([1, 1, 1, 2, 3])):
            self.change(record, set(SHEETS[sheet][1]), rich, 0)
        return record

    def change(self, table: dict, fixed: set, rich: bool, depth: int):
        free = sorted(table.keys() - fixed)
        roll = self.rng.random()
        if roll < 0.2 or not free:
            kind = self.kind(rich, depth)
            name = self.name(kind)
            if name not in table:
                table[name] = self.value(kind, rich, depth)
            return
        name = self.rng.choice(free)
        kind = re.match("[a-z]+", name)[0]
        if roll < 0.35:
            del table[name]
        elif kind == "table" and roll < 0.8:
            self.change(table[name], set(), rich, depth + 1)
        elif kind == "rows" and table[name] and roll < 0.8:
            self.change(self.rng.choice(table[name]), set(), False, depth + 1)
        else:
            table[name] = self.value(kind, rich and kind != "rows", depth)


def patch(before: dict, after: dict) -> dict:
    """The merge patch (RFC 7396) from one to the other."""
    made = {key: None for key in before.keys() - after.keys()}
    for key, value in after.items():
        old = before.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            inner = patch(old, value)
            if inner:
                made[key] = inner
        elif key not in before or not fields.same(old, value):
            made[key] = as_json(value)
    return made


def render(sheet: str, record: dict) -> str | None:
    try:
        return gitsheets.render_paths_batch(SHEETS[sheet][0], [record])[0]
    except gitsheets.PathTemplateError:
        return None


def places(content: bytes) -> list[tuple]:
    """The field, as a path of keys, that each line of a canonical record belongs to."""
    found, section, waiting = [], (), ""
    for line in content.decode().split("\n"):
        if not waiting and not line:
            found.append(())  # between sections
            continue
        if not waiting and re.match(r"^\[\[?.*\]$", line):
            try:
                section = key_path(line.strip("[]"))
                found.append(section)
                continue
            except ValueError:
                pass
        waiting += line + "\n"
        found.append(None)
        try:
            parsed = tomllib.loads(waiting)
        except ValueError:
            continue
        key = (*section, *parsed.keys())
        found = [key if place is None else place for place in found]
        waiting = ""
    return [section if place is None else place for place in found]


def leaves(record: dict, path: tuple = ()) -> dict:
    """Every value by its path of keys; empty tables are values too."""
    found = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            found |= leaves(value, (*path, key))
        else:
            found[*path, key] = value
    return found


def changed(before: dict, after: dict) -> set[tuple]:
    """The paths of all fields that are not the same in both."""
    old, new = leaves(before), leaves(after)
    return {path for path in old.keys() | new.keys()
            if path not in old or path not in new or not fields.same(old[path], new[path])}


def key_path(text: str) -> tuple:
    table, keys = tomllib.loads(text + " = 0"), []
    while isinstance(table, dict):
        (key, table), = table.items()
        keys.append(key)
    return tuple(keys)


HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.M)


class Step:
    """What one side did, or meant to do."""

    def __init__(self, side: str, action: str):
        self.side, self.action = side, action
        self.files: dict[str, bytes | None] = {}  # after it; None: gone

    def __str__(self):
        return f"{self.side} {self.action} {', '.join(self.files)}"


class World:
    def __init__(self, folder: Path, program: Path, seed: int):
        self.rng = random.Random(seed)
        self.maker = Maker(self.rng)
        files = {f".gitsheets/{name}.toml":
                 f'[gitsheet]\nroot = "{name}"\npath = "{template}"\n'.encode()
                 for name, (template, _) in SHEETS.items()}
        origin = server.import_files(folder / "origin.git", files)
        self.data = server.clone(origin, folder / "data.git")
        self.records: dict[tuple[str, str], dict] = {}
        self.files = dict(files)
        self.server = server.Server(program, self.data).ready()
        self.connection = self.server.connect()
        self.tip = self.reference()
        self.attached = 0

    def reference(self) -> str:
        return repository.git(self.data, "rev-parse", REF).stdout.decode().strip()

    def ask(self, method: str, path: str, value=None) -> server.Answer:
        body = value if isinstance(value, bytes) else json.dumps(value).encode() if value else b""
        return self.connection.ask(method, urllib.parse.quote(path), body)

    # MARK: steps

    def step(self) -> Step:
        roll, livetree = self.rng.random(), self.rng.random() < 0.5
        if roll < 0.25 or len(self.records) < 20:
            return self.create(livetree)
        sheet, path = self.rng.choice(sorted(self.records))
        if roll < 0.32:
            return self.delete(livetree, sheet, path)
        if roll < 0.40:
            return self.move(livetree, sheet, path)
        if roll < 0.45:
            return self.attach(livetree, sheet, path)
        return self.edit(livetree, sheet, path)

    def create(self, livetree: bool) -> Step:
        sheet = self.rng.choice(sorted(SHEETS))
        record = self.maker.record(sheet, rich=not livetree)
        path = render(sheet, record)
        clash = any(s == sheet and (p == path or p.startswith(f"{path}/")
                                    or path.startswith(f"{p}/")) for s, p in self.records)
        if path is None or clash:
            return self.create(livetree)
        step = Step("livetree" if livetree else "gitsheets", "creates")
        if livetree:
            answer = self.ask("POST", f"/api/sheets/{sheet}", as_json(record))
            self.expect(answer, 201, step)
            if answer.json["path"] != path:
                raise Wrong(f"livetree renders {record} as {answer.json['path']}, not {path}")
        else:
            self.transact(lambda t: t.upsert(sheet, record), sheet)
        self.put(step, sheet, path, record)
        return step

    def edit(self, livetree: bool, sheet: str, path: str) -> Step:
        before = self.records[sheet, path]
        after = self.maker.changed(sheet, before, rich=not livetree)
        step = Step("livetree" if livetree else "gitsheets", "changes")
        if not livetree:
            self.transact(lambda t: t.upsert(sheet, after), sheet)
        elif self.rng.random() < 0.5:
            self.expect(self.ask("PUT", f"/api/sheets/{sheet}/{path}", as_json(after)), 200, step)
        else:
            change = patch(before, after)
            step.action = "patches"
            self.expect(self.ask("PATCH", f"/api/sheets/{sheet}/{path}", change or b"{}"),
                        200, step)
        self.put(step, sheet, path, after)
        return step

    def delete(self, livetree: bool, sheet: str, path: str) -> Step:
        step = Step("livetree" if livetree else "gitsheets", "deletes")
        if livetree:
            self.expect(self.ask("DELETE", f"/api/sheets/{sheet}/{path}"), 200, step)
        else:
            self.transact(lambda t: t.delete(sheet, path), sheet)
        self.drop(step, sheet, path)
        return step

    def move(self, livetree: bool, sheet: str, path: str) -> Step:
        """Other values of the fields the path is made of."""
        before = self.records[sheet, path]
        other = self.maker.record(sheet, rich=not livetree)
        after = before | {name: other[name] for name in SHEETS[sheet][1]}
        target = render(sheet, after)
        attached = f"{sheet}/{path}/"
        # A date-time stays one only where it is stored, and a new place has nothing stored.
        typed = livetree and has_moment(after)
        clash = any(s == sheet and (p == target or p.startswith(f"{target}/")
                                    or target.startswith(f"{p}/")) for s, p in self.records)
        if clash or typed or any(file.startswith(attached) for file in self.files):
            return self.edit(livetree, sheet, path)
        step = Step("livetree" if livetree else "gitsheets", "moves")
        if livetree:
            operations = [{"op": "delete", "sheet": sheet, "path": path},
                          {"op": "put", "sheet": sheet, "record": as_json(after)}]
            self.expect(self.ask("POST", "/api/transactions", {"operations": operations}),
                        200, step)
        else:
            self.transact(lambda t: t.upsert(sheet, after, previous_path=path), sheet)
        self.drop(step, sheet, path)
        self.put(step, sheet, target, after)
        return step

    def attach(self, livetree: bool, sheet: str, path: str) -> Step:
        name, content = f"file{self.rng.randrange(3)}.bin", self.rng.randbytes(40)
        file = f"{sheet}/{path}/{name}"
        if any((s, p) != (sheet, path) and f"{s}/{p}".startswith(f"{sheet}/{path}/")
               for s, p in self.records):
            return self.edit(livetree, sheet, path)
        step = Step("livetree" if livetree else "gitsheets", "attaches to")
        if livetree:
            answer = self.ask("PUT", f"/api/attachments/{file}", content)
            self.expect(answer, 200 if file in self.files else 201, step)
        else:
            name_of_blob = repository.git(
                self.data, "hash-object", "-w", "--stdin", stdin=content).stdout.decode().strip()
            self.transact(lambda t: t.set_attachment(sheet, path, name, name_of_blob), sheet)
        step.files[file] = content
        self.attached += 1
        return step

    def put(self, step: Step, sheet: str, path: str, record: dict):
        self.records[sheet, path] = record
        step.files[f"{sheet}/{path}.toml"] = fields.canonical(record)

    def drop(self, step: Step, sheet: str, path: str):
        del self.records[sheet, path]
        step.files[f"{sheet}/{path}.toml"] = None
        for file in self.files:
            if file.startswith(f"{sheet}/{path}/") and step.action == "deletes":
                if file.endswith(".bin"):
                    step.files[file] = None

    def transact(self, change, sheet: str):
        with gitsheets.transact(
                str(self.data), f"Change {sheet}", int(time.time()), parent=REF, branch=REF,
                author=WHO, committer=WHO) as transaction:
            transaction.open_sheet(sheet, f".gitsheets/{sheet}.toml")
            change(transaction)

    def expect(self, answer: server.Answer, status: int, step: Step):
        if answer.status != status:
            raise Wrong(f"{step}: {answer}")

    # MARK: judging

    def judge(self, step: Step) -> list[str]:
        """The new tree is the old one with what was meant, and no line more than that differs."""
        tip, before = self.reference(), dict(self.files)
        for path, content in step.files.items():
            if content is None:
                self.files.pop(path, None)
            else:
                self.files[path] = content
        problems = []
        tree = self.tree(tip)
        for path in sorted(tree.keys() | self.files.keys()):
            wanted = blob(self.files[path]) if path in self.files else "nothing"
            if tree.get(path, "nothing") != wanted:
                found = self.content(tree[path]) if path in tree else b"nothing"
                problems.append(f"{path} is {found!r}, not {self.files.get(path)!r}")
        if tip != self.tip:
            problems += self.lines(tip, before)
        elif before != self.files:
            problems.append("no commit was made")
        self.tip = tip
        return problems

    def tree(self, tip: str) -> dict[str, str]:
        listing = repository.git(self.data, "ls-tree", "-rz", tip).stdout
        rows = [row.partition(b"\t") for row in listing.split(b"\0") if row]
        return {path.decode(): head.split(b" ")[2].decode() for head, _, path in rows}

    def content(self, name: str) -> bytes:
        return repository.git(self.data, "cat-file", "blob", name).stdout

    def lines(self, tip: str, before: dict[str, bytes]) -> list[str]:
        """Every line of `git diff` belongs to a field that was to change."""
        problems = []
        for path, after in self.files.items():
            old = before.get(path)
            if old is None or old == after or not path.endswith(".toml"):
                continue
            wanted = changed(fields.read(old), fields.read(after))
            diff = repository.git(
                self.data, "diff", "-U0", "--no-renames", "--no-ext-diff", "--text", self.tip, tip,
                "--", path).stdout
            sides = (places(old), old.split(b"\n")), (places(after), after.split(b"\n"))
            lines = collections.Counter()
            for hunk in HUNK.finditer(diff):
                for side, start, size in ((0, hunk[1], hunk[2]), (1, hunk[3], hunk[4])):
                    count = 1 if size is None else int(size)
                    for number in range(int(start) - 1, int(start) - 1 + count):
                        place, text = sides[side][0][number], sides[side][1][number]
                        # The last line has no newline: git shows it twice when one follows.
                        lines[place, text] += 1 if side else -1
            for (place, text), count in lines.items():
                if count and not any(place[:len(field)] == field or field[:len(place)] == place
                                     for field in wanted):
                    problems.append(f"{path}: the line {text!r} changed, no field of it was to")
        return problems

    def paths(self) -> list[str]:
        """Values that no path may have are refused by both."""
        problems = []
        for sheet in SHEETS:
            for bad in BAD:
                record = self.maker.record(sheet, rich=False)
                name = next(n for n, kind in SHEETS[sheet][1].items()
                            if kind in ("word", "folders", "named"))
                record[name] = {"name": bad} if name == "kind" else bad
                answer = self.ask("POST", f"/api/sheets/{sheet}", as_json(record))
                rendered = render(sheet, record)
                theirs = rendered is None or "" in rendered.split("/")
                if (answer.status == 422) != theirs:
                    problems.append(f"{sheet} with {name} = {bad!r}: livetree {answer}, "
                                    f"gitsheets {rendered!r}")
                if answer.status == 201:
                    path = answer.json["path"]
                    self.ask("DELETE", f"/api/sheets/{sheet}/{path}")
        self.tip = self.reference()
        return problems

    def served(self) -> list[str]:
        """In the end livetree serves what both wrote."""
        self.connection.ask("POST", "/api/_internal/reload-data", token=server.SECRET)
        problems = []
        for (sheet, path), record in self.records.items():
            answer = self.ask("GET", f"/api/sheets/{sheet}/{path}")
            if answer.status != 200 or not fields.same(answer.json, as_json(record)):
                problems.append(f"{sheet}/{path} is served as {answer}, not {as_json(record)}")
        return problems


class Wrong(Exception):
    pass


def has_moment(value) -> bool:
    if isinstance(value, dict):
        return any(map(has_moment, value.values()))
    if isinstance(value, list):
        return any(map(has_moment, value))
    return isinstance(value, datetime.datetime)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/compare-writes", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=3000)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    counts, failed, begun = collections.Counter(), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name), options.server.resolve(strict=True), options.seed)
        progress = server.Progress(options.steps)
        with world.server:
            for number in range(options.steps):
                try:
                    step = world.step()
                    problems = world.judge(step)
                    counts[f"{step.side} {step.action}"] += 1
                except Wrong as error:
                    step, problems = "refused", [str(error)]
                progress.show(number + 1)
                for problem in problems[:3]:
                    print(f"step {number}, {step}: {problem}", flush=True)
                if problems:
                    failed += 1
                    if failed == 5:
                        break
                    world.files = {path: world.content(name)
                                   for path, name in world.tree(world.tip).items()}
            ends = [] if failed else world.paths() + world.served()
            for problem in ends[:10]:
                print(problem)
            failed += len(ends)
            done = repository.git(world.data, "fsck", "--full", "--strict", "--no-dangling",
                                  check=False)
            if done.returncode or done.stdout:
                failed += 1
                print(f"git fsck: {(done.stdout + done.stderr).decode()[:500]}")
        progress.clear()
    for text, count in sorted(counts.items()):
        print(f"  {text:<28}{count:>7}")
    print(f"seed {options.seed}: {sum(counts.values())} steps, {failed} failed, "
          f"{time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
