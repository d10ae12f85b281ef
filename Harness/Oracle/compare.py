"""Whether two ways came to the same result, and which named class a difference belongs to."""

import difflib

import fields
import gitsheets
from history import Commit, History
from model import Prediction
from repository import Reader
from sides import Result


def words(commit: Commit):
    return (commit.author, commit.encoding, commit.message)


def strict(result: Result, prediction: Prediction, history: History) -> list[str]:
    """Differences of a program that must do exactly what is predicted."""
    problems = list(result.problems)
    if result.outcome != prediction.outcome:
        return problems + [f"outcome {result.outcome}, predicted {prediction.outcome}"]
    if result.tree != prediction.tree:
        problems.append("another final tree")
    if prediction.outcome == "rebased":
        if [c.words for c in result.commits] != [words(c) for c in prediction.kept]:
            problems.append("authors, dates, messages or order of the replayed commits")
        elif [c.tree for c in result.commits] != prediction.trees:
            problems.append("another tree in the middle of the replay")
    if prediction.outcome == "conflict-escaped" and result.conflict_tips != [history.local.id]:
        problems.append("the conflict branch is not the old tip")
    return problems


def livetree_problems(result: Result, prediction: Prediction, history: History) -> list[str]:
    problems = strict(result, prediction, history)
    if prediction.outcome == "rebased" and not problems:
        if result.dropped != [commit.id for commit in prediction.dropped]:
            problems.append(f"dropped {result.dropped}")
    return problems


def gitsheets_agrees(result: Result, prediction: Prediction, history: History) -> list[str]:
    """Outcome, tree and conflict branch; commits it should have dropped may stay as empty ones."""
    problems = []
    if (result.outcome, result.tree) != (prediction.outcome, prediction.tree):
        problems.append(f"{result.outcome} with tree {result.tree[:8]}")
    elif prediction.outcome == "rebased":
        kept = [words(c) for c in prediction.kept]
        found = [c.words for c in result.commits]
        lost = {words(step.commit) for step in prediction.steps if step.dropped}
        if not prediction.merges and [w for w in found if w not in lost] != kept:
            problems.append("authors, dates, messages or order")
    elif prediction.outcome == "conflict-escaped" and result.conflict_tips != [history.local.id]:
        problems.append("the conflict branch is not the old tip")
    return problems


def differs_in_encoding_only(result: Result, prediction: Prediction) -> bool:
    """The same commits, but one that names an encoding became UTF-8, or was read as if it were."""
    if (result.outcome, result.tree) != (prediction.outcome, prediction.tree):
        return False
    commits = [step.commit for step in prediction.steps]
    lost = {step.commit.id for step in prediction.steps if step.dropped}
    found = list(result.commits)
    for commit in commits:
        if found and may_be(found[0], commit):
            found.pop(0)
        elif commit.id not in lost:
            return False
    return not found and any(commit.encoding for commit in commits)


def may_be(found, commit: Commit) -> bool:
    return readings(found.author, commit, commit.author) and readings(
        found.message, commit, commit.message)


def readings(found: bytes, commit: Commit, written: bytes) -> bool:
    """Whether bytes are what was written, or a reading of it in its own encoding or as UTF-8."""
    if found == written:
        return True
    charsets = [commit.encoding.decode(), "utf-8"] if commit.encoding else []
    return any(found == written.decode(name, "replace").encode() for name in charsets)


def touch_only(base: bytes, ours: bytes, theirs: bytes) -> bool:
    """Whether two changes to a text lie in neighbouring lines but share none."""
    def ranges(side: bytes):
        matcher = difflib.SequenceMatcher(
            None, base.splitlines(True), side.splitlines(True), autojunk=False)
        return [code[1:3] for code in matcher.get_opcodes() if code[0] != "equal"]
    return not any(
        max(a, c) < min(b, d) or (a == b == c == d)
        for a, b in ranges(ours) for c, d in ranges(theirs))


def readable(files) -> bool:
    return all(fields.read(content) is not None
               for path, (mode, content) in files.items() if path.endswith(".toml"))


def key_twice(result: Result, folder) -> bool:
    """Whether a record of a replayed commit cannot be read any more."""
    with Reader(folder) as reader:
        return not all(readable(reader.files(commit.tree)) for commit in result.commits)


def contested(prediction: Prediction):
    return [file for step in prediction.steps for file in step.contested]


def gitsheets_merges_alike(file, config_folder) -> bool:
    """Its own merge of one record by field, which sync_branch does not use, gives our fields."""
    texts = [side[1].decode() if side else None for side in (file.base, file.ours, file.theirs)]
    sheet = file.path.split("/")[0]
    merged = gitsheets.merge_record_texts(
        str(config_folder), "refs/heads/main", sheet, f".gitsheets/{sheet}.toml", ".", *texts)
    if file.conflict:
        return bool(merged["conflicts"])
    return not merged["conflicts"] and fields.same(
        fields.read(merged["text"].encode()), fields.read(file.merged[1]))


def renames(prediction: Prediction, history: History) -> bool:
    """Whether a commit here or the remote's side as a whole holds what may pass for a rename."""
    pairs = [(step.commit.before, step.commit.files) for step in prediction.steps]
    pairs += [(step.commit.before, step.before) for step in prediction.steps]
    return any(similar(before, after) for before, after in pairs)


def similar(before, after) -> bool:
    gone = [before[path][1] for path in before.keys() - after.keys()]
    new = [after[path][1] for path in after.keys() - before.keys()]
    return any(alike(a, b) for a in gone for b in new)


def alike(a: bytes, b: bytes) -> bool:
    if a == b:
        return True
    left, right = a.split(b"\n"), b.split(b"\n")
    common = sum(min(left.count(line), right.count(line)) * (len(line) + 1)
                 for line in set(left))
    return common * 2 >= max(len(a), len(b)) * 0.9


def emptied_folder(prediction: Prediction) -> bool:
    def folders(files):
        return {path[:i] for path in files for i, c in enumerate(path) if c == "/"}
    return any(
        folders(step.commit.before) - folders(side)
        for step in prediction.steps for side in (step.commit.files, step.before))


def file_became_folder(prediction: Prediction) -> bool:
    """Whether a side has a folder where a commit's parent has a file."""
    return any(
        other.startswith(path + "/")
        for step in prediction.steps for side in (step.commit.files, step.before)
        for path in step.commit.before.keys() - side.keys() for other in side)


def mode_beside_content(file) -> bool:
    """Whether the two modes differ where no lines are to be merged: a binary file, or the same
    content on both sides."""
    if file.conflict or not (file.ours and file.theirs) or file.ours[0] == file.theirs[0]:
        return False
    return b"\0" in file.ours[1] or file.ours[1] == file.theirs[1]


def added_alike(prediction: Prediction) -> bool:
    """Whether both sides added a record with the same fields in different bytes."""
    return any(f.is_record and not f.base and f.merged and f.ours != f.theirs
               for f in contested(prediction))


def same_fields(found, prediction: Prediction) -> bool:
    """Every difference is a record both sides changed: the same fields, other text."""
    expected = prediction.files
    different = {p for p in found.keys() | expected.keys() if found.get(p) != expected.get(p)}
    merged = {file.path for file in contested(prediction) if file.is_record}
    return different <= merged and all(
        p in found and p in expected
        and fields.same(fields.read(found[p][1]), fields.read(expected[p][1]))
        for p in different)


def gitsheets_class(
    result: Result, prediction: Prediction, history: History, folder, profile: str
) -> str | None:
    """The name of a difference between the prediction and sync_branch; None: not explained."""
    files = contested(prediction)
    records = [f for f in files if f.is_record and f.base and f.ours and f.theirs]
    if result.outcome == "conflict-escaped" and prediction.outcome == "rebased":
        for file in records:
            if fields.set_alike(*(fields.read(s[1]) for s in (file.base, file.ours, file.theirs))):
                return "same-value"
        if profile == "records":
            return None
        if any(not f.conflict and f.lines_conflict for f in records) and all(
                gitsheets_merges_alike(f, folder) for f in records):
            return "neighbouring-lines"
    if profile == "records":
        return None
    if result.outcome in ("panic", "endless"):
        return result.outcome
    if differs_in_encoding_only(result, prediction):
        return "message-encoding"
    if result.outcome == "rebased" and prediction.outcome == "conflict-escaped":
        last = [f for f in prediction.steps[-1].contested if f.conflict]
        if last and all(f.conflict == "same lines" and f.lines_conflict and touch_only(
                f.base[1], f.ours[1], f.theirs[1]) for f in last):
            return "neighbouring-lines-merged"
    if renames(prediction, history):
        return "renames-followed"
    if result.outcome == "rebased":
        if key_twice(result, folder):
            return "key-twice"
        with Reader(folder) as reader:
            found = reader.files(result.tree)
        if prediction.outcome == "rebased" and same_fields(found, prediction):
            return "same-fields-other-bytes"
    if result.outcome == "rebased" and prediction.outcome == "conflict-escaped":
        if any(f.conflict and f.values and spans_lines(f.values) for f in files):
            return "inside-one-value"
    if result.outcome == "conflict-escaped" and file_became_folder(prediction):
        return "file-became-folder"
    if result.outcome == "conflict-escaped" and added_alike(prediction):
        return "added-alike"
    if result.outcome == "conflict-escaped" and any(mode_beside_content(f) for f in files):
        return "mode-beside-content"
    if emptied_folder(prediction):
        return "emptied-folder"
    return None


def spans_lines(values) -> bool:
    """A value that canonical TOML writes on several lines: tables in an array, a text."""
    return any(
        isinstance(value, str) and "\n" in value
        or isinstance(value, list) and any(isinstance(v, dict) for v in value)
        or isinstance(value, dict)
        for value in values)


def rebase_agrees(result: Result, prediction: Prediction) -> list[str]:
    if (result.outcome, result.tree) != (prediction.outcome, prediction.tree):
        return [f"{result.outcome} with tree {result.tree[:8]}"]
    if prediction.outcome == "rebased":
        if [c.words for c in result.commits] != [words(c) for c in prediction.kept]:
            return ["authors, dates, messages or order"]
    return []


def rebase_class(
    result: Result, prediction: Prediction, history: History, folder
) -> str | None:
    if differs_in_encoding_only(result, prediction):
        return "message-encoding"
    files = contested(prediction)
    records = [f for f in files if f.is_record]
    if result.outcome == "conflict-escaped" and prediction.outcome == "rebased":
        if any(f.lines_conflict and not f.conflict for f in records):
            return "merged-by-field"
        if added_alike(prediction):
            return "added-alike"
        if any(mode_beside_content(f) and not f.base for f in files):
            return "mode-beside-content"
    if result.outcome == "rebased" and prediction.outcome == "conflict-escaped":
        if any(f.conflict and f.conflict.startswith("field") and not f.lines_conflict
               for f in records):
            return "one-value-two-places"
    if result.outcome == prediction.outcome == "rebased":
        if key_twice(result, folder):
            return "key-twice"
    return None
