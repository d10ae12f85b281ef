"""Random edits of the profile `files`: anything git can hold, and records written by hand."""

import random

import fields
import records
from history import EXECUTABLE, FILE, SYMLINK, Commit, Files, History

LINES = [" ".join(records.WORDS[i::97][:5]) for i in range(97)]


def history(rng: random.Random, clock) -> History:
    author = FileAuthor(rng)
    base = clock.commit(author.start(), [], b"base")
    remote = side(rng, clock, base, author, b"remote", [])
    picks = [c for c in chain(remote, base)]
    local = side(rng, clock, base, author, b"local", picks)
    if local is not base and rng.random() < 0.12:
        local = with_merge(rng, clock, base, local, author)
    return History(base, local, remote)


def chain(tip: Commit, base: Commit) -> list[Commit]:
    found = []
    while tip is not base:
        found.append(tip)
        tip = tip.parents[0]
    return found[::-1]


def side(rng, clock, base: Commit, author, name: bytes, picks: list[Commit]) -> Commit:
    tip = base
    for number in range(rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5])):
        title = b"%s %d" % (name, number + 1)
        if rng.random() < 0.05:
            tree = dict(tip.files)
        elif picks and rng.random() < 0.25:
            tree = author.pick(tip.files, rng.choice(picks))
        elif len(chain(tip, base)) and rng.random() < 0.08:
            undone = rng.choice(chain(tip, base))
            tree = author.difference(tip.files, undone.files, undone.before)
        else:
            tree = dict(tip.files)
            for _ in range(rng.choice([1, 1, 2, 3])):
                tree = author.edit(tree, [commit.files for commit in picks])
        tip = clock.commit(tree, [tip], title)
    return tip


def with_merge(rng, clock, base: Commit, local: Commit, author) -> Commit:
    """A second line of local work, merged; what is merged adds files nobody else has."""
    other = base
    for number in range(rng.randrange(1, 3)):
        path = f"notes/topic{rng.randrange(10**6)}.txt"
        other = clock.commit(
            other.files | {path: (FILE, author.text())}, [other], b"topic %d" % number)
    new = {path: entry for path, entry in other.files.items() if path not in base.files}
    return clock.commit(local.files | new, [local, other], b"merge")


class FileAuthor:
    def __init__(self, rng: random.Random):
        self.rng = rng
        self.words = records.Vocabulary(rng)

    def text(self, ending: bytes = b"\n") -> bytes:
        rng = self.rng
        lines = [rng.choice(LINES).encode() for _ in range(rng.randrange(1, 14))]
        return ending.join(lines) + (ending if rng.random() < 0.85 else b"")

    def start(self) -> Files:
        rng = self.rng
        made = dict(records.DECLARATIONS)
        for number in range(rng.randrange(2, 5)):
            path = f"people/{self.words.word()}.toml"
            made[path] = (FILE, self.by_hand(records.record(rng, self.words, path, True)))
        for number in range(rng.randrange(2, 5)):
            path = f"docs/{self.words.word()}.txt"
            mode = rng.choice([FILE, FILE, EXECUTABLE])
            made[path] = (mode, self.text(rng.choice([b"\n", b"\n", b"\r\n"])))
        made["docs/keep.bin"] = (FILE, rng.randbytes(60) + b"\0")
        made["link"] = (SYMLINK, b"docs/keep.bin")
        made["people/keep.toml"] = (FILE, b'slug = "keep"\nage = 1\n')
        return made

    def by_hand(self, record: dict) -> bytes:
        """The same fields with comments and in any order, sometimes canonical."""
        content = fields.canonical(record)
        if self.rng.random() < 0.3:
            return content
        head, _, tables = content.partition(b"\n[")
        # An entry may span lines, so only whole one-line records are shuffled.
        lines = head.split(b"\n")
        if b'"""' not in head:
            lines = [line for line in lines if line]
            self.rng.shuffle(lines)
        for _ in range(self.rng.randrange(3)):
            if b'"""' not in head:
                lines.insert(
                    self.rng.randrange(len(lines) + 1),
                    b"# " + self.rng.choice(LINES).encode())
        rest = b"\n[" + tables if tables else b""
        return b"\n".join(lines) + b"\n" + rest

    def difference(self, tree: Files, before: Files, after: Files) -> Files:
        made = dict(tree)
        for path in before.keys() | after.keys():
            if before.get(path) != after.get(path):
                made.pop(path, None)
                if path in after:
                    self.put(made, path, after[path])
        return made

    def pick(self, tree: Files, commit: Commit) -> Files:
        made = self.difference(tree, commit.before, commit.files)
        if self.rng.random() < 0.2:
            made = self.edit(made, [])
        return made

    @staticmethod
    def put(tree: Files, path: str, entry):
        """Adds a file; what is in the way of its name goes."""
        for other in list(tree):
            if other.startswith(path + "/") or path.startswith(other + "/"):
                del tree[other]
        tree[path] = entry

    def edit(self, tree: Files, others: list[Files]) -> Files:
        rng = self.rng
        tree = dict(tree)
        names = sorted(p for p in tree if not p.startswith(".gitsheets/"))
        if not names:
            self.put(tree, "docs/again.txt", (FILE, self.text()))
            return tree
        path = rng.choice(names)
        mode, content = tree[path]
        roll = rng.random()
        if roll < 0.10:
            self.put(tree, rng.choice([
                f"docs/{self.words.word()}.txt", "docs/new.txt", "docs/new/inner.txt"]),
                (FILE, self.text()))
        elif roll < 0.17:
            del tree[path]
        elif roll < 0.23:
            self.rename(tree, path)
        elif roll < 0.28:
            self.clash(tree, path)
        elif roll < 0.34 and not path.endswith(".toml") and mode != SYMLINK:
            tree[path] = (EXECUTABLE if mode == FILE else FILE, content)
        elif roll < 0.37:
            self.put(tree, "link", (SYMLINK, rng.choice(LINES).encode()))
        elif roll < 0.42:
            self.add_record(tree)
        elif path.endswith(".toml") and path.startswith("people/"):
            tree[path] = (mode, self.edit_record(content))
        elif mode == SYMLINK:
            tree[path] = (mode, rng.choice(LINES).encode())
        elif b"\0" in content:
            tree[path] = (mode, rng.randbytes(60) + b"\0")
        else:
            tree[path] = (mode, self.edit_text(content))
        return tree

    def rename(self, tree: Files, path: str):
        mode, content = tree[path]
        if path.startswith("people/") and path.endswith(".toml"):
            name = self.words.word()
            new = f"people/{name}.toml"
            old = path.removeprefix("people/").removesuffix(".toml")
            content = content.replace(f'slug = "{old}"'.encode(), f'slug = "{name}"'.encode())
        else:
            folder = path.rpartition("/")[0]
            new = f"{folder + '/' if folder else ''}{self.words.word()}.txt"
        del tree[path]
        self.put(tree, new, (mode, content))

    def clash(self, tree: Files, path: str):
        """A file becomes a folder, or a folder a file."""
        if path.startswith("people/"):
            return
        folder = path.rpartition("/")[0]
        if folder and folder != "docs" and self.rng.random() < 0.5:
            self.put(tree, folder, (FILE, self.text()))
        else:
            del tree[path]
            self.put(tree, path + "/inside.txt", (FILE, self.text()))

    def add_record(self, tree: Files):
        name = self.rng.choice([self.words.word(), "newcomer"])
        path = f"people/{name}.toml"
        made = {"slug": name, "age": self.rng.randrange(3)}
        if name != "newcomer":
            made = records.record(self.rng, self.words, path, True)
        self.put(tree, path, (FILE, self.by_hand(made)))

    def edit_record(self, content: bytes) -> bytes:
        """Edits the text where that leaves a record, else the fields."""
        rng = self.rng
        lines = content.split(b"\n")
        roll = rng.random()
        if roll < 0.25:
            lines.insert(rng.randrange(len(lines)), b"# " + rng.choice(LINES).encode())
        elif roll < 0.55:
            # The same few keys at any place: how line merges come to double a key.
            key = rng.choice([b"zip", b"zone"])
            top = next((i for i, line in enumerate(lines) if line.startswith(b"[")), len(lines) - 1)
            lines.insert(rng.randrange(top + 1) if top else 0, key + b" = %d" % rng.randrange(2))
        else:
            places = [i for i, line in enumerate(lines)
                      if b" = " in line and not line.startswith((b"slug", b"#", b"["))]
            if places:
                i = rng.choice(places)
                lines[i] = lines[i].split(b" = ")[0] + b" = %d" % rng.randrange(3)
        made = b"\n".join(lines)
        record = fields.read(made)
        slug = (fields.read(content) or {}).get("slug")
        return made if record is not None and record.get("slug") == slug else content

    def edit_text(self, content: bytes) -> bytes:
        rng = self.rng
        lines = content.split(b"\n")
        i = rng.randrange(len(lines))
        roll = rng.random()
        if roll < 0.3:
            lines.insert(i, rng.choice(LINES).encode())
        elif roll < 0.5 and len(lines) > 1:
            del lines[i]
        elif roll < 0.6:
            lines[i] += b" "
        elif roll < 0.65:
            return content.replace(b"\r\n", b"\n") if b"\r\n" in content else content.replace(
                b"\n", b"\r\n")
        else:
            ending = b"\r" if lines[i].endswith(b"\r") else b""
            lines[i] = rng.choice(LINES).encode() + ending
        return b"\n".join(lines)
