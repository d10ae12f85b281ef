"""Writes random records through livetree and compares every byte with what gitsheets writes."""

import argparse
import collections
import datetime
import hashlib
import itertools
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

import gitsheets

import fields
import repository
import server
import values

REF = "refs/heads/main"
WHO = ("Oracle", "oracle@example.org")
CHUNK = 1000  # operations of one transaction
PATH = 'path = "${{ chunk }}/${{ slug }}"\n'
SORTS = ["true", "false", '["a"]', '["b", "a"]', '{ a = "DESC" }', '{ b = "ASC", a = "DESC" }',
         '{ a = "DESC", b = "ASC" }']
UNKNOWN = ""  # gitsheets has no answer: its sorting panics over some texts
MARKDOWN = '[gitsheet.format]\ntype = "markdown"\nbody = "body"\nnormalize = false\n'


class Profile:
    """A way of making records, of writing them, and of knowing what is right."""

    share = 0.0  # of all records
    sheet = ""
    declaration = ""
    extension = ".toml"

    def declare(self) -> dict[str, bytes]:
        text = f'[gitsheet]\nroot = "{self.sheet}"\n{PATH}{self.declaration}'
        return {f".gitsheets/{self.sheet}.toml": text.encode()}

    def make(self, rng: random.Random, own: dict):
        raise NotImplementedError

    def stored(self, rng: random.Random, item) -> bytes | None:
        """What is put there by git first."""
        return None

    def operation(self, item, path: str, served) -> dict:
        return {"op": "put", "sheet": self.sheet, "path": path, "record": item}

    def may_refuse(self, item, reason: str) -> bool:
        """Whether it is right to refuse what gitsheets writes."""
        return False

    def expected(self, items: list, world: "World") -> list[bytes | str | None]:
        """The bytes, or the name of the blob; None where gitsheets refuses the record."""
        return [text.encode() if isinstance(text, str) else text
                for text in gitsheets.serialize_records(items)]


class Plain(Profile):
    """Everything JSON can say."""

    share, sheet = 0.5, "plain"

    def make(self, rng, own):
        return values.Values(rng).table() | own


class Typed(Profile):
    """Also date-times, infinities and NaN: their types are stored, the JSON has strings."""

    share, sheet = 0.25, "typed"

    def make(self, rng, own):
        return values.Values(rng, typed=True).table() | own

    def stored(self, rng, item):
        own = {key: item[key] for key in ("chunk", "slug")}
        return fields.canonical(values.Values(rng, typed=True).alike(item) | own)

    def operation(self, item, path, served):
        return super().operation(as_json(item), path, served)


class Texts(Profile):
    """Documents written by hand, all four kinds of dates: two fields are added over the wire."""

    share, sheet = 0.17, "texts"  # a part is no TOML

    def make(self, rng, own):
        first = "".join(f"{key} = {json.dumps(value)}\n" for key, value in own.items())
        return values.Documents(rng).document(first)

    def stored(self, rng, item):
        return item.encode()

    def operation(self, item, path, served):
        added = {"zz1": 1, "zz2": 2}
        if served is None:
            return {"op": "patch", "sheet": self.sheet, "path": path, "record": added}
        return super().operation(served | added, path, served)

    def expected(self, items, world):
        return [world.merged(self.sheet, text) for text in items]


class Upserted(Profile):
    """What gitsheets writes depends on the sheet: asked through its transactions."""

    def expected(self, items, world):
        return world.upserted(self.sheet, items)


class Sorted(Upserted):
    """Arrays with a declared order."""

    def __init__(self, number: int):
        self.share, self.sheet = 0.08 / len(SORTS), f"sorted{number}"
        self.declaration = f"[gitsheet.fields.k]\nsort = {SORTS[number]}\n"
        self.flat = SORTS[number] in ("true", "false")

    def scalars(self, rng) -> list:
        """Makers of values: one kind, or any."""
        made, latin = values.Values(rng), rng.random() < 0.8

        def text() -> str:
            text = made.text()
            return "".join(c for c in text if not self.flat or c < "\x80" or c in "éñÄ\u0301") \
                if latin else text.replace("\u2028", "").replace("\uffff", "")

        kinds = [text, made.float, made.integer, lambda: rng.random() < 0.5]
        return kinds if self.flat or rng.random() < 0.1 else [rng.choice(kinds[:3])]

    def make(self, rng, own):
        whole = rng.random() < 0.5
        size = rng.randint(0, 40 if whole else 20)
        if self.flat:
            kinds = self.scalars(rng)
            array = [rng.choice(kinds)() for _ in range(size)]
        else:
            columns = {key: self.scalars(rng) for key in "ab"}
            array = [{key: rng.choice(kinds)() for key, kinds in columns.items()
                      if whole or rng.random() < 0.9} | {"i": number} for number in range(size)]
        return {"k": array, "n": rng.randint(0, 9)} | own

    def may_refuse(self, item, reason: str) -> bool:
        """What has no order, or one that only ICU's tables know, livetree does not write."""
        if "cannot be sorted" not in reason:
            return False
        if self.flat:
            letters = unicodedata.normalize("NFD", "".join(map(str, item["k"])))
            return len(item["k"]) > 1 and any(
                c > "\x7f" and not "\u0300" <= c <= "\u036f" for c in letters)
        return any(len({type(row[key]) for row in item["k"] if key in row}) > 1 for key in "ab")


class Markdown(Upserted):
    """Text files with front matter, their text not normalised."""

    share, sheet, declaration, extension = 0.02, "markdown", MARKDOWN, ".md"

    def make(self, rng, own):
        made = values.Values(rng)
        body = "".join(rng.choice([made.text(), "word ", "# Title\n", "\n", "+++\n", "- x\r\n"])
                       for _ in range(rng.randint(0, 12)))
        return made.table(0, 4) | {"body": body} | own


PROFILES = [Plain(), Typed(), Texts(), *map(Sorted, range(len(SORTS))), Markdown()]


def as_json(value):
    """The JSON of CONTRACT §6 for a value of Python."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    if isinstance(value, datetime.datetime):
        text = value.isoformat().removesuffix("+00:00")
        return (text.rstrip("0") if "." in text else text) + "Z"
    return value


def blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class World:
    """A server and gitsheets, each with a repository of the same sheets."""

    def __init__(self, folder: Path, program: Path):
        files = {}
        for profile in PROFILES:
            files |= profile.declare()
        origin = server.import_files(folder / "origin.git", files)
        self.data = server.clone(origin, folder / "data.git")
        self.theirs = server.clone(origin, folder / "theirs.git")
        self.tree = repository.git(
            self.theirs, "rev-parse", REF + "^{tree}").stdout.decode().strip()
        self.server = server.Server(program, self.data).ready()
        self.connection = self.server.connect()

    def merged(self, sheet: str, text: str) -> bytes | None:
        """A merge of two sides that each add a field: the way from text to text in gitsheets."""
        try:
            answer = gitsheets.merge_record_texts(
                str(self.theirs), self.tree, sheet, f".gitsheets/{sheet}.toml", ".",
                text, "zz1 = 1\n" + text, "zz2 = 2\n" + text)
        except gitsheets.GitsheetsError:
            return None  # no TOML: a key and a section of one name
        return answer["text"] and answer["text"].encode()

    def upserted(self, sheet: str, items: list) -> list[str | None]:
        names: list[str | None] = []
        while len(names) < len(items):
            try:
                with gitsheets.transact(
                        str(self.theirs), "Records", 1_700_000_000, parent=REF, branch=REF,
                        author=WHO, committer=WHO) as transaction:
                    transaction.open_sheet(sheet, f".gitsheets/{sheet}.toml")
                    for item in items[len(names):]:
                        names.append(upserted(transaction, sheet, item))
            except BaseException as error:
                if type(error).__name__ != "PanicException":
                    raise
                names.append(UNKNOWN)
        return names

    def store(self, files: dict[str, bytes]):
        """Another program's commit on the served branch."""
        parts = [f"commit {REF}\ncommitter Git <git@example.org> 1700000000 +0000\ndata 1\nx\n"
                 f"from {REF}^0\n".encode()]
        for path, content in files.items():
            parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (
                path.encode(), len(content), content))
        repository.git(self.data, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet",
                       stdin=b"".join(parts))
        answer = self.connection.ask("POST", "/api/_internal/reload-data", token=server.SECRET)
        if answer.status != 200:
            raise server.ServerFailed(f"a commit by git: {answer}")

    def served(self, sheet: str, chunk: str) -> dict[str, dict]:
        answer = self.connection.ask("GET", f"/api/sheets/{sheet}?limit=1000&chunk={chunk}")
        if answer.status != 200:
            raise server.ServerFailed(f"list {sheet}: {answer}")
        return {item["slug"]: item for item in answer.json["items"]}

    def transact(self, operations: list[dict]) -> dict[int, str]:
        """One commit of all that can be written; the reasons of the others by their number."""
        left, refused = list(range(len(operations))), {}
        while left:
            body = json.dumps({"operations": [operations[n] for n in left]}).encode()
            answer = self.connection.ask("POST", "/api/transactions", body)
            if answer.status == 200:
                break
            if answer.status != 422:
                raise server.ServerFailed(f"transaction: {answer}")
            for problem in answer.json["problems"]:
                number = left[int(problem["pointer"].split("/")[2])]
                refused[number] = f"{problem['pointer']}: {problem['reason']}"
            left = [number for number in left if number not in refused]
        return refused

    def names(self, folder: str) -> dict[str, str]:
        listing = repository.git(self.data, "ls-tree", "-z", REF, folder + "/").stdout
        rows = [row.partition(b"\t") for row in listing.split(b"\0") if row]
        return {path.decode(): head.split(b" ")[2].decode() for head, _, path in rows}

    def content(self, folder: Path, name: str) -> bytes:
        return repository.git(folder, "cat-file", "blob", name).stdout


def upserted(transaction, sheet: str, item: dict) -> str | None:
    """The blob's name; the text of a panic of Rust's is kept off the terminal."""
    terminal, silence = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    try:
        return transaction.upsert(sheet, item)["blob_hash"]
    except gitsheets.GitsheetsError:
        return None
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)
        os.close(silence)


class Difference:
    def __init__(self, item, ours: str, theirs: str):
        self.item, self.ours, self.theirs = item, ours, theirs

    def show(self):
        """From the first place where they differ."""
        at = len(os.path.commonprefix([self.ours, self.theirs]))
        for name, text in [("livetree", self.ours), ("gitsheets", self.theirs)]:
            print(f"  {name:<10} …{text[max(0, at - 60):at + 60]}…", flush=True)


def compare(world: World, profile: Profile, chunk: str, items: list, rng: random.Random, counts):
    """Writes the records, all in one folder, and returns the differences."""
    slugs = [f"r{number}" for number in range(len(items))]
    expected = profile.expected(items, world)
    stored = {}
    for slug, item, wanted in zip(slugs, items, expected):
        content = profile.stored(rng, item) if wanted is not None else None
        if content is not None:
            stored[f"{profile.sheet}/{chunk}/{slug}{profile.extension}"] = content
    if stored:
        world.store(stored)
    by_put = stored and rng.random() < 0.5
    served = world.served(profile.sheet, chunk) if by_put else {}
    asked = [n for n in range(len(items)) if expected[n] is not None or not isinstance(
        profile, Texts)]
    operations = [profile.operation(items[n], f"{chunk}/{slugs[n]}", served.get(slugs[n]))
                  for n in asked]
    refused = {asked[n]: reason for n, reason in world.transact(operations).items()}
    names = world.names(f"{profile.sheet}/{chunk}")
    found = []
    for number in asked:
        wanted, path = expected[number], f"{profile.sheet}/{chunk}/{slugs[number]}"
        name = names.get(path + profile.extension)
        if wanted == UNKNOWN:
            counts["gitsheets panicked"] += 1
            continue
        if number in refused and profile.may_refuse(items[number], refused[number]):
            counts["refused, as documented"] += 1
            continue
        if number in refused or wanted is None:
            counts["refused by both"] += number in refused and wanted is None
            if (number in refused) != (wanted is None):
                found.append(Difference(
                    items[number], refused.get(number, "written"),
                    "refused" if wanted is None else "written"))
            continue
        right = wanted if isinstance(wanted, str) else blob(wanted)
        counts["records"] += 1
        counts[f"  {type(profile).__name__.lower()}"] += 1
        if name != right:
            theirs = wanted if isinstance(wanted, bytes) else world.content(world.theirs, wanted)
            ours = world.content(world.data, name) if name else b"nothing"
            found.append(Difference(items[number], repr(ours), repr(theirs)))
    return found


class Minimiser:
    """Makes the record of a difference smaller while there still is one."""

    def __init__(self, world: World):
        self.world, self.numbers = world, itertools.count()

    def shrink(self, profile: Profile, found: Difference) -> Difference:
        smallest = found

        def fails(item) -> bool:
            nonlocal smallest
            chunk = f"m{next(self.numbers)}"
            if isinstance(found.item, str):
                item = "".join(item)
            else:
                item = item | {"chunk": chunk, "slug": "r0"}
            if isinstance(item, str):
                item = item.replace(found.item.split("\n")[0], f'chunk = "{chunk}"', 1)
                if not item.startswith(f'chunk = "{chunk}"\nslug = '):
                    return False
            try:
                again = compare(
                    self.world, profile, chunk, [item], random.Random(1), collections.Counter())
            except (server.ServerFailed, repository.GitFailed, ValueError):
                return False
            if again:
                smallest = again[0]
            return bool(again)

        item = found.item
        start = item.splitlines(keepends=True) if isinstance(item, str) else item
        values.minimised(start, fails)
        return smallest


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/compare-records", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=100_000)
    return parser.parse_args()


def plan(records: int) -> list[tuple[Profile, int]]:
    """Profiles in turns, so that a short run meets all of them."""
    chunks = []
    for profile in PROFILES:
        left, size = math.ceil(records * profile.share), 0
        while left > 0:
            size = min(left, CHUNK)
            chunks.append((profile, size))
            left -= size
    random.Random(0).shuffle(chunks)
    return chunks


def main() -> int:
    options = arguments()
    counts: collections.Counter = collections.Counter()
    begun, shown, failed = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name), options.server.resolve(strict=True))
        minimiser = Minimiser(world)
        with world.server:
            progress = server.Progress(options.records)
            for number, (profile, size) in enumerate(plan(options.records)):
                rng = random.Random(f"{options.seed}-{number}")
                chunk = f"c{number}"
                items = [profile.make(rng, {"chunk": chunk, "slug": f"r{n}"})
                         for n in range(size)]
                found = compare(world, profile, chunk, items, rng, counts)
                failed += len(found)
                progress.show(counts["records"], f"{failed} differences")
                for difference in found:
                    shown += 1
                    if shown <= 5:
                        difference = minimiser.shrink(profile, difference)
                        print(f"{profile.sheet}, chunk {number}: {difference.item!r}")
                    if shown <= 100:
                        difference.show()
            progress.clear()
            fsck = subprocess.run(["git", "-C", world.data, "fsck", "--full", "--strict",
                                   "--no-dangling"], capture_output=True, text=True)
    for text, count in counts.items():
        print(f"  {text:<24}{count:>8}")
    if fsck.returncode or fsck.stdout:
        print(f"git fsck: exit code {fsck.returncode}: {(fsck.stdout + fsck.stderr)[:500]}")
        failed += 1
    print(f"seed {options.seed}: {counts['records']} records, {failed} differences, "
          f"{time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
