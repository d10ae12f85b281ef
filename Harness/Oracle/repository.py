"""Bare repositories made from histories with git fast-import, and read back with git cat-file."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from history import Commit, ancestry

ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_COMMITTER_NAME": "Oracle",
    "GIT_COMMITTER_EMAIL": "oracle@example.org",
    "GIT_COMMITTER_DATE": "1800000000 +0000",
    "LC_ALL": "C",
    "TZ": "UTC",
}
SECONDS = 60  # no git command here takes a second

CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = {bare}\n"


class GitFailed(Exception):
    pass


def git(folder: Path, *arguments: str, stdin: bytes = b"", check: bool = True):
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, capture_output=True,
        env=ENVIRONMENT, timeout=SECONDS)
    if check and done.returncode:
        raise GitFailed(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
    return done


def create(folder: Path, refs: dict[str, Commit], bare: bool = True) -> Path:
    """A new repository with these refs and only what they reach."""
    home = folder if bare else folder / ".git"
    for name in ("objects/pack", "objects/info", "refs/heads"):
        (home / name).mkdir(parents=True)
    (home / "HEAD").write_text("ref: refs/heads/main\n")
    (home / "config").write_text(CONFIG.format(bare=str(bare).lower()))
    git(folder, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", stdin=stream(refs))
    return folder


def stream(refs: dict[str, Commit]) -> bytes:
    """The input of git fast-import."""
    out: list[bytes] = []
    commits: dict[str, Commit] = {}
    for tip in refs.values():
        commits |= ancestry(tip)
    marks = {ident: number for number, ident in enumerate(commits, 1)}
    for ident, commit in commits.items():
        if not commit.parents:
            # Otherwise it would become a child of the commit before it.
            out.append(b"reset refs/import\n")
        out.append(b"commit refs/import\nmark :%d\n" % marks[ident])
        out.append(b"author %s\ncommitter %s\n" % (commit.author, commit.committer))
        if commit.encoding:
            out.append(b"encoding %s\n" % commit.encoding)
        out.append(b"data %d\n%s\n" % (len(commit.message), commit.message))
        for number, parent in enumerate(commit.parents):
            word = b"merge" if number else b"from"
            out.append(b"%s :%d\n" % (word, marks[parent.id]))
        out.append(b"deleteall\n")
        for path, (mode, content) in commit.files.items():
            out.append(b"M %o inline %s\n" % (mode, path.encode()))
            out.append(b"data %d\n%s\n" % (len(content), content))
    for name, tip in refs.items():
        out.append(b"reset %s\nfrom :%d\n\n" % (name.encode(), marks[tip.id]))
    out.append(b"reset refs/import\nfrom %s\n\n" % (b"0" * 40))
    return b"".join(out)


def refs(folder: Path) -> dict[str, str]:
    listing = git(folder, "for-each-ref", "--format=%(refname) %(objectname)").stdout.decode()
    return dict(line.split(" ") for line in listing.splitlines())


@dataclass(frozen=True)
class Written:
    """A commit as it stands in a repository."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: bytes
    committer: bytes
    encoding: bytes | None
    message: bytes

    @property
    def words(self):
        """What a replay must keep."""
        return (self.author, self.encoding, self.message)


class Reader:
    """Reads objects through one git cat-file process."""

    def __init__(self, folder: Path):
        self.process = subprocess.Popen(
            ["git", "cat-file", "--batch"], cwd=folder, env=ENVIRONMENT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(SECONDS)

    def object(self, name: str) -> bytes:
        self.process.stdin.write(name.encode() + b"\n")
        self.process.stdin.flush()
        header = self.process.stdout.readline().split()
        if len(header) != 3:
            raise GitFailed(f"{name}: {header}")
        body = self.process.stdout.read(int(header[2]))
        self.process.stdout.read(1)
        return body

    def commit(self, ident: str) -> Written:
        head, _, message = self.object(ident).partition(b"\n\n")
        fields: dict[bytes, list[bytes]] = {}
        for line in head.split(b"\n"):
            key, _, value = line.partition(b" ")
            fields.setdefault(key, []).append(value)
        return Written(
            ident, fields[b"tree"][0].decode(),
            tuple(parent.decode() for parent in fields.get(b"parent", [])),
            fields[b"author"][0], fields[b"committer"][0],
            fields.get(b"encoding", [None])[0], message)

    def files(self, tree: str, prefix: str = ""):
        """All files of a tree."""
        found = {}
        rest = self.object(tree)
        while rest:
            head, _, rest = rest.partition(b"\0")
            mode, _, name = head.partition(b" ")
            ident, rest = rest[:20].hex(), rest[20:]
            path = prefix + name.decode()
            if int(mode, 8) == 0o40000:
                found |= self.files(ident, path + "/")
            else:
                found[path] = (int(mode, 8), self.object(ident))
        return found

    def chain(self, tip: str, stop: str, limit: int = 200) -> list[Written]:
        """The commits from `stop` (not included) to `tip` along first parents, oldest first."""
        found: list[Written] = []
        while tip != stop:
            if len(found) == limit:
                raise GitFailed(f"{stop} is not a first-parent ancestor within {limit} commits")
            found.append(self.commit(tip))
            if not found[-1].parents:
                raise GitFailed(f"{stop} is no ancestor of {found[0].id}")
            tip = found[-1].parents[0]
        return found[::-1]
