"""Histories as values: commits that hold whole file trees, with the names git would give them."""

import hashlib
from dataclasses import dataclass, field

FILE, EXECUTABLE, SYMLINK = 0o100644, 0o100755, 0o120000

# path -> (mode, bytes); folders exist through the files in them, as in git.
Files = dict[str, tuple[int, bytes]]


def object_id(kind: str, body: bytes) -> str:
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)) + body).hexdigest()


def tree_id(files: Files) -> str:
    """The name of the tree with these files."""
    folders: dict[str, Files] = {}
    entries: list[tuple[bytes, int, str]] = []
    for path, (mode, content) in files.items():
        name, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(name, {})[rest] = (mode, content)
        else:
            entries.append((name.encode(), mode, object_id("blob", content)))
    for name, inside in folders.items():
        entries.append((name.encode() + b"/", 0o40000, tree_id(inside)))
    body = b"".join(
        b"%o %s\0" % (mode, name.removesuffix(b"/")) + bytes.fromhex(ident)
        for name, mode, ident in sorted(entries)
    )
    return object_id("tree", body)


@dataclass
class Commit:
    files: Files
    parents: list["Commit"]
    author: bytes  # the whole line: name, address, seconds, zone
    committer: bytes
    message: bytes
    encoding: bytes | None = None
    id: str = field(init=False)
    tree: str = field(init=False)

    def __post_init__(self):
        self.tree = tree_id(self.files)
        lines = [b"tree " + self.tree.encode()]
        lines += [b"parent " + parent.id.encode() for parent in self.parents]
        lines += [b"author " + self.author, b"committer " + self.committer]
        if self.encoding:
            lines.append(b"encoding " + self.encoding)
        self.id = object_id("commit", b"\n".join(lines) + b"\n\n" + self.message)

    @property
    def before(self) -> Files:
        return self.parents[0].files if self.parents else {}


@dataclass
class History:
    """One case: what the branch is here and on the remote."""

    base: Commit
    local: Commit
    remote: Commit


def ancestry(tip: Commit) -> dict[str, Commit]:
    """Every commit reachable from a tip, parents before children."""
    found: dict[str, Commit] = {}
    waiting = [(tip, False)]
    while waiting:
        commit, parents_done = waiting.pop()
        if commit.id in found:
            continue
        if parents_done:
            found[commit.id] = commit
        else:
            waiting.append((commit, True))
            waiting += [(parent, False) for parent in commit.parents]
    return found
