"""One random case: a base, and 0 to 5 commits on either side of it."""

import random

import files as file_edits
import records
from history import Commit, History

PROFILES = ("records", "fields", "files")
NAMES = [
    b"Ann <ann@example.org>", "Bj\u00f6rn <bjorn@example.org>".encode(), b"C. D. <c@example.org>"]
ZONES = [b"+0000", b"+0200", b"-0730"]


def history(profile: str, seed: int, case: int) -> History:
    rng = random.Random(f"{profile} {seed} {case}")
    clock = Clock(rng, encodings=profile == "files")
    if profile == "files":
        return file_edits.history(rng, clock)
    wide = profile == "fields"
    words = records.Vocabulary(rng)
    start = records.starting_state(rng, words, wide)
    base = clock.commit(records.as_files(start), [], b"base")
    upstream = records.Editor(rng, words, start, wide)
    remote = side(rng, clock, base, upstream, b"remote")
    here = records.Editor(rng, words, start, wide, upstream.steps)
    local = side(rng, clock, base, here, b"local")
    return History(base, local, remote)


def side(rng, clock, base: Commit, editor, name: bytes) -> Commit:
    tip = base
    for number in range(rng.choice([0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5])):
        state = editor.commit()
        tip = clock.commit(records.as_files(state), [tip], b"%s %d" % (name, number + 1))
    return tip


class Clock:
    """Writes commits with authors, dates and messages worth keeping."""

    def __init__(self, rng: random.Random, encodings: bool):
        self.rng, self.now, self.encodings = rng, 1700000000, encodings

    def commit(self, tree, parents, title: bytes) -> Commit:
        rng = self.rng
        self.now += rng.randrange(1, 5000)
        # An author's date need not follow the committer's.
        written = self.now - rng.choice([0, 0, 3600, 86400 * 30])
        author = b"%s %d %s" % (rng.choice(NAMES), written, rng.choice(ZONES))
        committer = b"Writer <writer@example.org> %d +0000" % self.now
        body = rng.choice([
            b"\n", b"\n\nWhy: because.\n\nReviewed-by: Eve <eve@example.org>\n",
            b"\n\n  indented\n\n\n# kept\n", b"", b"\n\nSigned-off-by: A <a@example.org>\n"])
        encoding = None
        if self.encodings and rng.random() < 0.05:
            encoding, title = b"ISO-8859-1", title + b" caf\xe9"
            author = author.decode().encode("latin-1")
        return Commit(tree, parents, author, committer, title + body, encoding)
