"""Every expected value of a scenario, and a wrong one of the same kind for each.

Read with PyYAML, which knows where each scalar begins and ends; the runner's own parser is not asked.
"""

import dataclasses
import re

import yaml

# Where every word of the language but the one written may be true too: there is no wrong value, so a
# word that is none is put there, and the file has to be refused.
WORDS = {"fsck", "locks", "monotonic", "of", "gate"}
NEIGHBOURS = {"outcome": ["in-sync", "fast-forwarded", "rebased"], "reason": ["timeout", "authentication"],
              "level": ["warn", "info"], "as": ["same", "replayed"]}
STATES = {"idle": "halted", "halted": "backing-off", "backing-off": "halted", "pushing": "halted"}


@dataclasses.dataclass(frozen=True)
class Change:
    """One value replaced: where, what is expected in its place, and what the file had there."""
    key: tuple[str, ...]
    start: int
    end: int
    line: int
    old: str
    new: str
    written: str
    wanted: str
    step_line: int
    is_key: bool
    is_refused: bool

    @property
    def name(self) -> str:
        return f"{self.line}: {'.'.join(self.key)}: {self.old} -> {self.new}"

    @property
    def shows_old(self) -> bool:
        """Whether what is seen has to be what the file had there."""
        plain = not self.is_key and re.fullmatch(r"[a-z][a-z-]*|\d+|[A-Z]\d?", self.old)
        return bool(plain) and self.old != "absent" and self.key[0] not in ("reachable", "log")

    def apply(self, text: str) -> str:
        return text[:self.start] + self.written + text[self.end:]


def changes(text: str) -> list[Change]:
    root = yaml.compose(text)
    names = sorted(set(re.findall(r"\b[A-Z][0-9]?\b", graph(root))))
    found: list[Change] = []
    for line, place, node in expectations(root):
        for key, scalar, is_key in scalars(node, ()):
            for new in wrong(key, scalar, is_key, names):
                found.append(Change(
                    key, scalar.start_mark.index, scalar.end_mark.index, scalar.start_mark.line + 1,
                    scalar.value, new, quoted(scalar, new), words(new), line, is_key,
                    not is_key and key[-1] in WORDS))
    return found


def graph(root) -> str:
    return child(child(root, "history"), "graph").value


def child(node, name: str):
    return next((value for key, value in node.value if key.value == name), None)


def expectations(root):
    """(line of the step, name, map of expectations) of every step and of the end."""
    def of_step(step):
        line = step.start_mark.line + 1
        for key, value in step.value:
            if key.value == "expect":
                yield line, "expect", value
            elif key.value == "wait":
                yield line, "wait", child(value, "until")
            elif key.value == "repeat":
                for inner in child(value, "steps").value:
                    yield from of_step(inner)
            elif key.value == "parallel":
                for branch in value.value:
                    for inner in branch.value:
                        yield from of_step(inner)
    for step in child(root, "steps").value:
        yield from of_step(step)
    if (end := child(root, "expect")) is not None:
        yield end.start_mark.line + 1, "end", end


def scalars(node, path):
    """(path, scalar, whether it is a key that names what is expected) below a node."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node, False
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from scalars(item, path + (str(index),))
    else:
        for key, value in node.value:
            if path and path[-1] in ("refs", "record"):
                yield path + (key.value,), key, True
            yield from scalars(value, path + (key.value,))


def wrong(key, scalar, is_key, names) -> list[str]:
    """Wrong values of the kind that a key has."""
    value, last = scalar.value, key[-1]
    if is_key:
        # A record that is there stands for one that is not.
        return ["people/p000" if value == "people/bob" else value + "-x"]
    if last in WORDS:
        return [value[:-2] + value[-1]]
    if last == "state":
        return [STATES[value]]
    if last in NEIGHBOURS:
        return [each for each in NEIGHBOURS[last] if each != value][:2]
    if last == "from":
        return ["origin:nowhere"]
    if last == "commit" and key[0] == "reachable" and not value.startswith("$"):
        # Any other commit of the drawing may be reachable too.
        return ["$w1.commit"]
    if is_commit(key):
        return [name for name in names if name != value][:2]
    if key[0] == "record" and value == "absent":
        return ["present"]
    if value in ("true", "false"):
        return ["false" if value == "true" else "true"]
    if re.fullmatch(r"\d+", value):
        number = int(value)
        if number >= 100:
            return [each for each in ("409", "200", "503") if each != value][:2]
        return [str(number + 1), str(number + 7)] + ([str(number - 1)] if number else [])
    if match := re.fullmatch(r"(>=|<) (\d+)", value):
        return [">= 1000000000" if match[1] == ">=" else "< 0"]
    if match := re.fullmatch(r"(conflicts/.*)(\d)(Z)", value):
        return [match[1] + str((int(match[2]) + 1) % 10) + match[3]]
    return [value + " no more" if " " in value else value + "-x"]


def is_commit(key) -> bool:
    if len(key) >= 2 and key[-2] in ("refs", "observed"):
        return True
    return key[-1] in ("served", "old", "new", "commit")


def words(new: str) -> str:
    """What the message has to say is wanted."""
    return "a record" if new == "present" else new


def quoted(scalar, new: str) -> str:
    if new == "present":
        return "{slug: bob}"
    if scalar.style in ("'", '"') or re.match(r"[<>]", new):
        return f'"{new}"'
    return new
