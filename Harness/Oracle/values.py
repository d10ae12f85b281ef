"""Random values of every kind TOML has, and documents that are far from canonical."""

import copy
import datetime
import math
import random
import struct

PIECES = ['"', '"', "'", "'", '"""', "'''", "\\", "\n", "\n", "\r", "\r\n", "\t", "\0", "\b",
          "\f", "\x1b", "\x1f", "\x7f", "\x80", "é", "e\u0301", "\u2028", "\uffff", "\U0001F600",
          "a", "b", " ", "#", "=", ".", ",", "[", "}", "\\n", "\\u0041"]
KEYS = ["a", "b", "c", "A", "Z", "a-", "a_", "aa", "0", "1", "10", "2", "-", "_", "", "true",
        "inf", "1979-05-27", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF", "é", "z"]
FLOATS = [1e21, -0.0, 0.1, 1e-7, 5e-324, 2.0**53, 2.0**63, 1e15, 1e16, 123456789012345678.0,
          1.7976931348623157e308]
UNNAMED = [math.inf, -math.inf, math.nan]  # JSON has no numbers for them
NAMES = ["s1", "s2", "S 3", "s.4", 's"']


class Values:
    """`typed`: with values that JSON alone cannot say, date-times, infinities and NaN."""

    def __init__(self, rng: random.Random, typed: bool = False):
        self.rng, self.typed = rng, typed

    def text(self, most: int = 7) -> str:
        calm = self.rng.random() < 0.5
        made = "".join(self.rng.choice(PIECES) for _ in range(self.rng.randint(0, most)))
        if self.rng.random() < 0.01:
            made *= 40
        return "".join(c for c in made if c >= " " and c not in "\x7f\\") if calm else made

    def key(self) -> str:
        return self.rng.choice([self.text(4), self.text(2), self.rng.choice(KEYS)])

    def float(self) -> float:
        rng = self.rng
        if self.typed and rng.random() < 0.2:
            return rng.choice(UNNAMED)
        made = rng.choice([
            rng.uniform(-10, 10), rng.random() * 10.0 ** rng.randint(-310, 308),
            struct.unpack("d", rng.randbytes(8))[0], float(rng.randint(-99, 99)),
            rng.choice(FLOATS)])
        return made if math.isfinite(made) else 0.5

    def integer(self) -> int:
        rng = self.rng
        return rng.choice([rng.randint(-2**63, 2**63 - 1), rng.randint(-99, 99), 2**63 - 1, -2**63,
                           0, 2**53 + 1])

    def moment(self) -> datetime.datetime:
        rng = self.rng
        return datetime.datetime(
            rng.randint(1, 9999), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23),
            rng.randint(0, 59), rng.randint(0, 59), rng.choice([0, 0, 1000, 120000, 999000]),
            tzinfo=datetime.timezone.utc)

    def table(self, depth: int = 0, most: int = 6) -> dict:
        return {self.key(): self.value(depth) for _ in range(self.rng.randint(0, most))}

    def value(self, depth: int = 0):
        rng = self.rng
        kind = rng.random()
        if kind < 0.3:
            return self.text()
        if kind < 0.4:
            return self.float()
        if kind < 0.5:
            return self.integer()
        if kind < 0.55:
            return rng.random() < 0.5
        if kind < 0.6:
            return self.moment() if self.typed else self.text()
        if depth > 4:
            return []
        if kind < 0.75:
            return self.table(depth + 1, 4)
        if kind < 0.88:
            return [self.table(depth + 1, 3) for _ in range(rng.randint(0, 3))]
        return [self.value(depth + 1) for _ in range(rng.randint(0, 4))]

    def alike(self, value):
        """Another value with the same types everywhere: what may be stored before."""
        if isinstance(value, dict):
            return {key: self.alike(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.alike(inner) for inner in value]
        if isinstance(value, bool):
            return not value
        if isinstance(value, str):
            return self.text()
        if isinstance(value, float):
            return self.float()
        if isinstance(value, int):
            return self.integer()
        return self.moment()


class Documents:
    """TOML as a hand might write it: every spelling of every value, sections in any order."""

    def __init__(self, rng: random.Random):
        self.rng, self.values = rng, Values(rng)

    def quoted(self, text: str) -> str:
        def escape(c):
            if c in '"\\' or c < " " or c == "\x7f":
                return f"\\u{ord(c):04x}"
            return f"\\U{ord(c):08X}" if self.rng.random() < 0.1 else c
        if self.rng.random() < 0.3 and not set(text) & set("'\n\r\0\b\f\x1b\x1f\x7f"):
            return f"'{text}'"
        if self.rng.random() < 0.2:
            inner = "".join(c if c == "\n" else escape(c) for c in text)
            return f'"""\n{inner}"""'
        return '"' + "".join(map(escape, text)) + '"'

    def written_key(self, text: str) -> str:
        plain = text and all(c.isascii() and (c.isalnum() or c in "-_") for c in text)
        if plain and self.rng.random() < 0.7:
            return text
        return '"' + "".join(
            f"\\u{ord(c):04x}" if c in '"\\' or c < " " or c == "\x7f" else c for c in text) + '"'

    def clock(self) -> str:
        rng = self.rng
        digits = rng.choice([0, 0, 1, 2, 3, 6, 7, 8, 9, 9])
        fraction = "".join(rng.choice("00123456789") for _ in range(digits))
        return (f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
                + ("." if digits else "") + fraction)

    def day(self) -> str:
        rng = self.rng
        year = rng.choice([0, 1, rng.randint(0, 9999)])
        return f"{year:04}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"

    def date(self) -> str:
        pick = self.rng.choice
        zone = pick(["Z", "z", "+05:30", "-00:30", "-23:59", "+14:00", "+00:01"])
        return pick([self.day(), self.clock(), self.day() + pick("Tt ") + self.clock(),
                     self.day() + pick("T ") + self.clock() + zone])

    def number(self) -> str:
        rng = self.rng
        return rng.choice([
            hex(rng.randint(0, 2**63 - 1)), oct(rng.randint(0, 9999)), bin(rng.randint(0, 99)),
            "+1", "-0", "1_000", "1e5", "1E+5", "-1.5e-7", "1_0.0_1", "+inf", "-inf", "-0.0",
            "6.626e-34", "5e-324", "1e-400", str(rng.randint(-2**63, 2**63 - 1)),
            repr(rng.uniform(-1e20, 1e20)), repr(rng.random() * 10.0 ** rng.randint(-300, 300))])

    def value(self, depth: int) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.3:
            return self.quoted(self.values.text())
        if kind < 0.5:
            return self.number()
        if kind < 0.55:
            return rng.choice(["true", "false"])
        if kind < 0.75:
            return self.date()
        if depth > 3:
            return "[]"
        if kind < 0.87:
            items = [self.value(depth + 1) for _ in range(rng.randint(0, 4))]
            return ("[" + rng.choice(["", "\n", "# c\n"]) + " , ".join(items)
                    + rng.choice(["", "\n"]) + "]")
        return "{" + ", ".join(self.pairs(depth + 1, 3)) + "}"

    def pairs(self, depth: int, most: int) -> list[str]:
        keys = {self.values.key() for _ in range(self.rng.randint(0, most))}
        return [self.written_key(key) + self.rng.choice(["=", " = "]) + self.value(depth)
                for key in self.rng.sample(sorted(keys), len(keys))]

    def section(self, name: str, depth: int) -> list[str]:
        rng = self.rng
        lines = self.pairs(depth, 4)
        for key in sorted({rng.choice(NAMES) for _ in range(rng.randint(0, 2))}):
            if depth > 3:
                break
            inner = name + (rng.choice([".", " . "]) if name else "") + self.written_key(key)
            if rng.random() < 0.5:
                lines += [f"[{inner}]  # c", *self.section(inner, depth + 1)]
            else:
                for _ in range(rng.randint(1, 3)):
                    lines += [f"[[{inner}]]", *self.section(inner, depth + 1)]
        return lines

    def document(self, first: str) -> str:
        rng = self.rng
        lines = [first, *self.section("", 0)]
        return "".join(line + rng.choice(["\n", "\r\n"]) for line in lines)


def smaller(value):
    """Values a little smaller, for minimising: fewer keys and elements, shorter strings."""
    if isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
        for key, inner in value.items():
            for less in smaller(inner):
                yield {**value, key: less}
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value[:index] + value[index + 1:]
        for index, inner in enumerate(value):
            for less in smaller(inner):
                yield value[:index] + [less] + value[index + 1:]
    elif isinstance(value, str) and value:
        yield value[:len(value) // 2]
        yield value[len(value) // 2:]
        yield value[1:]


def minimised(value, fails, trials: int = 120):
    """A value as small as found within so many trials for which `fails` is still true."""
    value = copy.deepcopy(value)
    while trials > 0:
        for less in smaller(value):
            trials -= 1
            if fails(less):
                value = less
                break
            if trials <= 0:
                break
        else:
            return value
    return value
