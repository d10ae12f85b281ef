"""Random canonical records and the random edits of the profiles `records` and `fields`."""

import copy
import datetime
import random

import fields
from history import FILE, Files

DECLARATIONS: Files = {
    ".gitsheets/people.toml": (FILE, b'[gitsheet]\nroot = "people"\npath = "${{ slug }}"\n'),
    ".gitsheets/projects.toml": (
        FILE, b'[gitsheet]\nroot = "projects"\npath = "${{ project }}/${{ number }}"\n'),
}
SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo wu za".split()
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES[::3]]
OWN = {"slug", "project", "number"}  # fields the path is made of


class Vocabulary:
    """Words that no two records of a case share: nothing here ever looks like a rename."""

    def __init__(self, rng: random.Random):
        self.words = WORDS[:]
        rng.shuffle(self.words)

    def word(self) -> str:
        return self.words.pop()


def scalar(rng: random.Random, wide: bool = False):
    kind = rng.randrange(9 if wide else 8)
    if kind == 0:
        return rng.random() < 0.5
    if kind == 1:
        return round(rng.uniform(-1000, 1000), 3)
    if kind == 2:
        return datetime.datetime.fromtimestamp(rng.randrange(2 * 10**9), datetime.timezone.utc)
    if kind == 3:
        return [rng.randrange(100000) for _ in range(rng.randrange(4))]
    if kind == 4:
        return [rng.choice(WORDS) for _ in range(rng.randrange(1, 4))]
    if kind == 5:
        words = [rng.choice(WORDS) for _ in range(rng.randrange(2, 6))]
        return " ".join(words) + rng.choice(["", " ü", ' "q"', " \\ back"])
    if kind == 8:
        return "".join(rng.choice(WORDS) + "\n" for _ in range(rng.randrange(2, 6)))
    return rng.randrange(-1000000, 1000000)


def table(rng: random.Random, words: Vocabulary, size: int, depth: int, wide: bool) -> dict:
    made = {words.word(): scalar(rng, wide) for _ in range(size)}
    if depth and rng.random() < 0.6:
        made[words.word()] = table(rng, words, rng.randrange(2, 5), depth - 1, wide)
    if wide and rng.random() < 0.2:
        key = words.word()
        made[key] = [{words.word(): scalar(rng)} for _ in range(rng.randrange(1, 4))]
    return made


def record(rng: random.Random, words: Vocabulary, path: str, wide: bool) -> dict:
    names = path.removesuffix(".toml").split("/")[1:]
    own = {"slug": names[0]} if len(names) == 1 else {"project": names[0], "number": int(names[1])}
    return own | table(rng, words, rng.randrange(4, 8), 2, wide)


def new_path(rng: random.Random, words: Vocabulary, state: dict) -> str:
    if rng.random() < 0.7:
        return f"people/{words.word()}.toml"
    folders = sorted({path.split("/")[1] for path in state if path.startswith("projects/")})
    folder = rng.choice(folders) if folders and rng.random() < 0.7 else words.word()
    number = next(n for n in range(100 + rng.randrange(900), 9999)
                  if f"projects/{folder}/{n}.toml" not in state)
    return f"projects/{folder}/{number}.toml"


def starting_state(rng: random.Random, words: Vocabulary, wide: bool) -> dict[str, dict]:
    paths = ["people/keep.toml", "projects/keep/1.toml"]
    state = {path: record(rng, words, path, wide) for path in paths}
    for _ in range(rng.randrange(2, 8)):
        path = new_path(rng, words, state)
        state[path] = record(rng, words, path, wide)
    return state


def as_files(state: dict[str, dict]) -> Files:
    return DECLARATIONS | {path: (FILE, fields.canonical(value)) for path, value in state.items()}


def set_at(value: dict, path: tuple, new):
    for key in path[:-1]:
        value = value.setdefault(key, {})
        if not isinstance(value, dict):
            return
    if new is fields.MISSING:
        value.pop(path[-1], None)
    else:
        value[path[-1]] = copy.deepcopy(new)


class Editor:
    """Edits one side's records; knows what the other side did."""

    def __init__(self, rng, words, state, wide, others=()):
        self.rng, self.words, self.wide = rng, words, wide
        self.state = copy.deepcopy(state)
        self.others = list(others)  # (state before, state after) of each commit of the other side
        self.steps = []

    def commit(self) -> dict[str, dict]:
        before = copy.deepcopy(self.state)
        roll = self.rng.random()
        if roll < 0.06:
            pass  # an empty commit
        elif roll < 0.14 and self.steps:
            self.apply(*reversed(self.rng.choice(self.steps)))
        elif roll < 0.32 and self.others:
            self.copy_other()
        else:
            for _ in range(self.rng.choice([1, 1, 1, 2, 3])):
                self.edit()
        self.steps.append((before, copy.deepcopy(self.state)))
        return copy.deepcopy(self.state)

    def apply(self, before, after):
        """Makes the difference between two states here: a revert or a cherry-pick."""
        for path in before.keys() | after.keys():
            if before.get(path) == after.get(path) and path in before and path in after:
                continue
            if path not in after:
                self.state.pop(path, None)
            elif path not in before:
                self.state.setdefault(path, copy.deepcopy(after[path]))
            elif path in self.state:
                for field, value in fields.changed(before[path], after[path]).items():
                    set_at(self.state[path], field, value)

    def copy_other(self):
        number = self.rng.randrange(len(self.others))
        if not self.wide and self.overwritten(number):
            return self.edit()
        self.apply(*self.others[number])
        if self.rng.random() < 0.25:
            self.edit()

    def overwritten(self, number: int) -> bool:
        """Whether the other side touched the same records again: sync_branch knows no patches."""
        def touched(step):
            return {p for p in step[0].keys() | step[1].keys() if step[0].get(p) != step[1].get(p)}
        mine = touched(self.others[number])
        return any(mine & touched(step) for step in self.others[number + 1:])

    def target(self):
        """A record to edit; often one the other side edited too."""
        paths = sorted(self.state)
        if self.others and self.rng.random() < 0.5:
            before, after = self.others[0][0], self.others[-1][1]
            both = [p for p in paths if p in before and p in after and before[p] != after[p]]
            if both:
                return self.rng.choice(both)
        return self.rng.choice(paths)

    def edit(self):
        roll = self.rng.random()
        if roll < 0.15:
            path = new_path(self.rng, self.words, self.state)
            self.state[path] = record(self.rng, self.words, path, self.wide)
        elif roll < 0.24:
            path = self.target()
            if self.may_delete(path):
                del self.state[path]
        elif roll < 0.40 and self.others:
            self.agree(self.target())
        elif roll < 0.65 and self.wide:
            self.reshape(self.state[self.target()])
        else:
            self.set_fields(self.state[self.target()])

    def may_delete(self, path: str) -> bool:
        if self.wide:
            return path != "people/keep.toml" and len(self.state) > 2
        folder = path.rpartition("/")[0] + "/"
        # A folder that one side empties is a conflict to sync_branch when the other side
        # deleted in it too: in this profile only the two that keep a record shrink.
        kept = path in ("people/keep.toml", "projects/keep/1.toml")
        return not kept and folder in ("people/", "projects/keep/")

    def agree(self, path: str):
        """Takes a value the other side set."""
        before, after = self.others[0][0], self.others[-1][1]
        if path not in before or path not in after:
            return self.set_fields(self.state[path])
        known = fields.leaves(self.state[path])
        moves = [f for f, value in fields.changed(before[path], after[path]).items()
                 if f in known and value is not fields.MISSING]
        if not moves:
            return self.set_fields(self.state[path])
        chosen = self.rng.choice(sorted(moves))
        set_at(self.state[path], chosen, fields.leaves(after[path])[chosen])
        if self.rng.random() < 0.5:
            self.set_fields(self.state[path])

    def set_fields(self, value: dict):
        paths = sorted(p for p in fields.leaves(value) if not (len(p) == 1 and p[0] in OWN))
        for path in self.rng.sample(paths, min(len(paths), self.rng.choice([1, 1, 2, 3]))):
            set_at(value, path, scalar(self.rng, self.wide))

    def reshape(self, value: dict):
        """Adds or removes fields and tables, or edits one element of an array of tables."""
        tables = [value]
        for inside in tables:
            tables += [v for v in inside.values() if isinstance(v, dict)]
        target = self.rng.choice(tables)
        arrays = [v for v in target.values()
                  if isinstance(v, list) and v and isinstance(v[0], dict)]
        free = [key for key in target if target is not value or key not in OWN]
        roll = self.rng.random()
        if arrays and roll < 0.4:
            element = self.rng.choice(self.rng.choice(arrays))
            element[self.rng.choice(sorted(element))] = scalar(self.rng)
        elif roll < 0.55 and len(free) > 1:
            del target[self.rng.choice(sorted(free))]
        elif roll < 0.75:
            # A few names both sides may think of.
            target[f"extra{self.rng.randrange(3)}"] = {
                f"sub{self.rng.randrange(3)}": self.rng.randrange(3)}
        else:
            target[self.rng.choice([f"note{self.rng.randrange(3)}", self.words.word()])] = (
                self.rng.randrange(3) if self.rng.random() < 0.5 else scalar(self.rng))
