"""What reconcile must come to, predicted from DESIGN §4 and §6 without asking any program.

The git program is asked for three things only that the design takes from it: the merge by line, the
patch between two trees, and the topological order of a history with merges.
"""

import hashlib
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import fields
from history import Commit, Files, History, SYMLINK, ancestry, tree_id
from repository import git

RECORD = re.compile(r"(people/[^/]+|projects/[^/]+/[^/]+)\.toml")


@dataclass
class Contested:
    """A file that the remote's side and a local commit both changed."""

    path: str
    base: tuple[int, bytes] | None
    ours: tuple[int, bytes] | None  # the tip the commit is replayed on
    theirs: tuple[int, bytes] | None  # the local commit
    merged: tuple[int, bytes] | None = None
    conflict: str | None = None
    values: tuple = ()  # base, ours and theirs of the field in conflict
    lines_conflict: bool = False

    @property
    def is_record(self) -> bool:
        return bool(RECORD.fullmatch(self.path))


@dataclass
class Step:
    commit: Commit
    contested: list[Contested]
    clash: list[str]
    before: Files  # of the tip it was replayed on
    result: Files | None
    had: bool  # one of the remote's commits is the same patch
    dropped: bool

    @property
    def conflict(self) -> bool:
        return bool(self.clash) or any(file.conflict for file in self.contested)


@dataclass
class Prediction:
    outcome: str
    tree: str
    kept: list[Commit] = field(default_factory=list)
    trees: list[str] = field(default_factory=list)
    dropped: list[Commit] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    merges: int = 0
    files: Files = field(default_factory=dict)  # of the replayed tip


def predict(
    history: History, folder: Path, drop_same_patch: bool = False, blanks: bool = True
) -> Prediction:
    """`folder` is a repository that has both tips.

    `drop_same_patch`: drop a commit whose patch is upstream, as git does, though its change may
    not be in the tree; without `blanks`, patches that differ in white space only are the same.
    """
    local, remote = ancestry(history.local), ancestry(history.remote)
    if history.local.id == history.remote.id:
        return Prediction("in-sync", history.local.tree)
    if history.local.id in remote:
        return Prediction("fast-forwarded", history.remote.tree)
    if history.remote.id in local:
        return Prediction("pushed-ahead", history.local.tree)
    own = [commit for ident, commit in local.items() if ident not in remote]
    merges = [commit for commit in own if len(commit.parents) > 1]
    if merges:
        own = in_git_order(history, local, folder)
    upstream = [commit for ident, commit in remote.items() if ident not in local]
    found = patches(own + upstream, folder, blanks)
    had = {found[commit.id] for commit in upstream} - {None}
    prediction = Prediction("rebased", "", merges=len(merges))
    files = history.remote.files
    for commit in own:
        if len(commit.parents) > 1:
            continue
        step = replay(commit, files, found[commit.id] in had)
        prediction.steps.append(step)
        if step.had and drop_same_patch:
            step.dropped = True
        elif step.conflict:
            return Prediction(
                "conflict-escaped", history.remote.tree, steps=prediction.steps,
                merges=len(merges))
        if step.dropped:
            prediction.dropped.append(commit)
            continue
        files = step.result
        prediction.kept.append(commit)
        prediction.trees.append(tree_id(files))
    prediction.tree, prediction.files = tree_id(files), files
    return prediction


def flattened(history: History, prediction: Prediction) -> History:
    """The same local commits in one line, without the merges."""
    tip = history.base
    for commit in (step.commit for step in prediction.steps):
        files, _, _ = merge_trees(commit.before, tip.files, commit.files)
        tip = Commit(
            files, [tip], commit.author, commit.committer, commit.message, commit.encoding)
    return History(history.base, tip, history.remote)


def in_git_order(history: History, local: dict[str, Commit], folder: Path) -> list[Commit]:
    listing = git(
        folder, "rev-list", "--topo-order", "--reverse", history.local.id,
        "^" + history.remote.id).stdout.decode().split()
    return [local[ident] for ident in listing]


def replay(commit: Commit, onto: Files, had: bool) -> Step:
    if commit.files == commit.before:
        return Step(commit, [], [], onto, onto, had=False, dropped=False)
    result, contested, clash = merge_trees(commit.before, onto, commit.files)
    step = Step(commit, contested, clash, onto, result, had, dropped=False)
    step.dropped = not step.conflict and result == onto
    return step


def merge_trees(base: Files, ours: Files, theirs: Files):
    result: Files = {}
    contested: list[Contested] = []
    for path in sorted(base.keys() | ours.keys() | theirs.keys()):
        b, o, t = base.get(path), ours.get(path), theirs.get(path)
        if o == t or b == t:
            entry = o
        elif b == o:
            entry = t
        else:
            contested.append(merge_file(Contested(path, b, o, t)))
            entry = contested[-1].merged
        if entry is not None:
            result[path] = entry
    clash = [path for path in result
             if any(result.keys() & {path[:i] for i, c in enumerate(path) if c == "/"})]
    return result, contested, clash


def merge_file(file: Contested) -> Contested:
    if file.ours is None or file.theirs is None:
        file.conflict = "deleted and changed"
    elif any(side and side[0] == SYMLINK for side in (file.base, file.ours, file.theirs)):
        file.conflict = "symbolic link"
    elif file.is_record:
        merge_record(file)
    else:
        merge_plain(file)
    return file


def merge_plain(file: Contested):
    mode = file.theirs[0] if file.base and file.base[0] == file.ours[0] else file.ours[0]
    ours, theirs = file.ours[1], file.theirs[1]
    if ours == theirs:
        file.merged = (mode, ours)
    elif file.base is None:
        file.conflict = "added differently"
    elif file.base[1] in (ours, theirs):
        file.merged = (mode, theirs if file.base[1] == ours else ours)
    else:
        lines = merge_lines(file.base[1], ours, theirs)
        file.lines_conflict = lines is None
        if lines is None:
            file.conflict = "same lines"
        else:
            file.merged = (mode, lines)


def merge_record(file: Contested):
    mode = file.theirs[0] if file.base and file.base[0] == file.ours[0] else file.ours[0]
    contents = [side[1] if side else None for side in (file.base, file.ours, file.theirs)]
    base, ours, theirs = [None if c is None else fields.read(c) for c in contents]
    if ours is None or theirs is None or (base is None and file.base):
        file.conflict = "unreadable"
        return
    if base is None:
        if fields.same(ours, theirs):
            file.merged = (mode, fields.canonical(ours))
        else:
            file.conflict = "added differently"
        return
    lines = merge_lines(*contents)
    file.lines_conflict = lines is None
    try:
        merged = fields.merge(base, ours, theirs)
    except fields.FieldConflict as conflict:
        file.conflict, file.values = f"field {conflict}", conflict.values
        return
    if lines is not None and fields.same(fields.read(lines), merged):
        file.merged = (mode, lines)
    elif fields.same(ours, base) != fields.same(theirs, base):
        # Only one side changed a field, so that side's bytes are the record.
        file.merged = (mode, contents[2] if fields.same(ours, base) else contents[1])
    else:
        file.merged = (mode, fields.canonical(merged))


def merge_lines(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """As git merge-file does it; None for a conflict or a binary file."""
    if ours == theirs or base == theirs:
        return ours
    if base == ours:
        return theirs
    if any(b"\0" in content for content in (base, ours, theirs)):
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side, content in (("base", base), ("ours", ours), ("theirs", theirs)):
            (folder / side).write_bytes(content)
        done = git(folder, "merge-file", "-p", "ours", "base", "theirs", check=False)
    return done.stdout if done.returncode == 0 else None


def patches(commits: list[Commit], folder: Path, blanks: bool) -> dict[str, bytes | None]:
    """Each commit's patch without line numbers, hashed; None for an empty one or a merge."""
    found: dict[str, bytes | None] = {commit.id: None for commit in commits}
    single = [commit.id for commit in commits if len(commit.parents) < 2]
    text = git(
        folder, "diff-tree", "--stdin", "--root", "-r", "-p", "--no-renames", "--full-index",
        "--no-color", "--no-ext-diff", "--no-textconv",
        stdin="".join(ident + "\n" for ident in single).encode()).stdout
    current, lines, blobs = None, [], b""
    for line in [*text.removesuffix(b"\n").split(b"\n"), None]:
        name = line.decode() if line is not None and len(line) == 40 and line.isalnum() else None
        if line is None or name in found:
            if current and lines:
                parts = lines if blanks else [b"".join(part.split()) for part in lines]
                found[current] = hashlib.sha1(b"\n".join(parts)).digest()
            current, lines = name, []
        elif line.startswith(b"@@ "):
            lines.append(b"@@")
        elif line.startswith(b"Binary files ") and lines:
            lines += [blobs, line]
        elif line.startswith(b"index "):
            blobs = line.split(b" ")[1]
        else:
            lines.append(line)
    return found
