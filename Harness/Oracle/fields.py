"""Records as DESIGN §6 sees them: reading, canonical writing, and the merge by field."""

import tomllib

import gitsheets

MISSING = object()


class FieldConflict(Exception):
    def __init__(self, path, values):
        super().__init__(".".join(path))
        self.path, self.values = path, values


def read(content: bytes):
    """The fields of a record; None when it cannot be read."""
    try:
        return tomllib.loads(content.decode())
    except (ValueError, RecursionError):
        return None


def canonical(record: dict) -> bytes:
    text = gitsheets.serialize_records([record])[0]
    return text if isinstance(text, bytes) else text.encode()


def same(a, b) -> bool:
    """Equal with equal types: 1, 1.0 and true are three values."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b or a != a and b != b


def merge(base, ours, theirs, path=()):
    """Three-way merge of two tables over their base."""
    merged = {}
    for key in sorted(ours.keys() | theirs.keys()):
        value = merge_value(
            base.get(key, MISSING), ours.get(key, MISSING), theirs.get(key, MISSING), (*path, key))
        if value is not MISSING:
            merged[key] = value
    return merged


def merge_value(base, ours, theirs, path):
    if same(ours, theirs) or same(base, theirs):
        return ours
    if same(base, ours):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if base is MISSING:
            return merge({}, ours, theirs, path)
        if isinstance(base, dict):
            return merge(base, ours, theirs, path)
    raise FieldConflict(path, (base, ours, theirs))


def leaves(record: dict, path=()):
    """Every field that is no table, by its path."""
    found = {}
    for key, value in record.items():
        if isinstance(value, dict):
            found |= leaves(value, (*path, key))
        else:
            found[*path, key] = value
    return found


def changed(before: dict, after: dict) -> dict:
    """The fields two versions differ in, with the later value."""
    old, new = leaves(before), leaves(after)
    return {
        path: new.get(path, MISSING)
        for path in old.keys() | new.keys()
        if not same(old.get(path, MISSING), new.get(path, MISSING))
    }


def set_alike(base: dict, ours: dict, theirs: dict) -> bool:
    """Whether both sides gave a field the same new value, and the record changed elsewhere too."""
    left, right = changed(base, ours), changed(base, theirs)
    alike = [p for p in left.keys() & right.keys() if same(left[p], right[p])]
    return bool(alike) and len(alike) < len(left.keys() | right.keys())
