"""Ways to spoil a delivery: its JSON, its bytes, its headers, the request around it."""

import copy
import gzip
import json
import random
import string
import urllib.parse

WEIRD_TEXTS = ["", "\0", "main", "refs/heads/main", "acme/site", "acme/../site", "../../x", "-x",
               "--upload-pack=touch x", "acme/a b", "acme/a;touch x", "$(touch x)", "`touch x`",
               "acme/site\n", "acme/site\0", "ACME/site", "acme/s\u0131te", "acme/site\u0301",
               "\ud800", "\U0001F600" * 50, "%s%n%x", "a" * 10_240, "acme/" + "b" * 10_240,
               "refs/heads/", "refs/tags/main", "refs/heads/main\n", "push", "ping", "null",
               "0" * 40, "acme//site", "acme/site/", "/acme/site", "acme/*", "*", "acme\\site",
               "\ufeff"]
WEIRD_VALUES = [None, True, False, 0, -1, 1.5, 1e308, 2**63, -2**63, 10**400, [], {}, [[]], [None],
                {"": {}}, float("nan"), float("inf")]
NAMES = ["X-Hub-Signature-256", "X-Hub-Signature", "X-Gitea-Signature", "X-Forgejo-Signature",
         "X-Gitlab-Token", "webhook-id", "webhook-timestamp", "webhook-signature",
         "X-GitHub-Event", "X-Gitea-Event", "X-Forgejo-Event", "X-Gitlab-Event", "X-Event-Key",
         "X-GitHub-Delivery", "Content-Type", "Content-Encoding", "Accept", "Authorization",
         "X-CFP-Webhook-Key", "Cookie", "X-Forwarded-For", "Via", "Range", "If-None-Match"]


def flipped(data: bytes, rng: random.Random) -> bytes:
    """One bit changed."""
    made = bytearray(data)
    bit = rng.randrange(len(made) * 8)
    made[bit // 8] ^= 1 << bit % 8
    return bytes(made)


# MARK: JSON


def places(value, found=None) -> list[tuple]:
    """Every container and key of a value."""
    found = [] if found is None else found
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        found.append((value, key))
        if isinstance(value[key], (dict, list)) and value[key]:
            places(value[key], found)
    return found


def weird(rng: random.Random):
    kind = rng.random()
    if kind < 0.55:
        return rng.choice(WEIRD_TEXTS)
    if kind < 0.9:
        return copy.deepcopy(rng.choice(WEIRD_VALUES))
    value = []
    for _ in range(rng.choice([5, 60, 400])):
        value = [value] if rng.random() < 0.5 else {"a": value}
    return value


def spoilt_value(made: dict, rng: random.Random) -> dict:
    """One to three fields gone, of another type, renamed or moved."""
    made = copy.deepcopy(made)
    telling = ("ref", "after", "deleted", "full_name", "path_with_namespace", "repository",
               "project", "push", "changes", "new", "name", "hash", "type", "slug", "key", "id",
               "toHash", "data")
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        all_places = places(made)
        if not all_places:
            return made
        likely = [place for place in all_places if place[1] in telling]
        holder, key = rng.choice(likely if likely and rng.random() < 0.8 else all_places)
        kind = rng.random()
        if kind < 0.15:
            del holder[key]
        elif kind < 0.7:
            holder[key] = weird(rng)
        elif kind < 0.8 and isinstance(holder, dict):
            other = rng.choice([str(key).upper(), str(key) + " ", "\0" + str(key)])
            holder[other] = holder.pop(key)
        elif kind < 0.9 and isinstance(holder[key], str):
            text = holder[key]
            at = rng.randrange(len(text) + 1)
            holder[key] = text[:at] + rng.choice(string.printable + "\0é\u0301") + text[at:]
        else:
            other, name = rng.choice(all_places)
            if isinstance(other, dict):
                other[str(name) + rng.choice(["", "2"])] = copy.deepcopy(holder[key])
    return made


def spoilt_text(made: dict, rng: random.Random) -> bytes:
    """Odd spellings of a payload, right and wrong ones."""
    text = json.dumps(made, ensure_ascii=rng.random() < 0.5)
    kind = rng.randrange(14)
    if kind == 0:  # a key twice
        key = rng.choice(["ref", "repository", "after", "project", "changes", "push", "x"])
        value = json.dumps(rng.choice([weird_plain(rng), made.get(key)]))
        text = ("{" + f'"{key}": {value}, ' + text[1:] if rng.random() < 0.5
                else text[:-1] + f', "{key}": {value}' + "}")
    elif kind == 1:
        text = text[:rng.randrange(len(text))]
    elif kind == 2:
        text += rng.choice(["}", " ", "\n", "\0", "{}", text, ","])
    elif kind == 3:
        depth = rng.choice([100, 1_000, 100_000])
        text = text[:-1] + ', "deep": ' + "[" * depth + "]" * depth + "}"
    elif kind == 4:
        text = text[:-1] + f', "number": {"9" * rng.choice([20, 400, 50_000])}' + "}"
    elif kind == 5:
        text = text[:-1] + ', "number": ' + rng.choice(
            ["1e999", "-0", "01", "1.", ".5", "0x10", "1e", "--1", "NaN", "1e-999999999"]) + "}"
    elif kind == 6:
        text = "\ufeff" + text
    elif kind == 7:
        return text.encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig"]), "replace")
    elif kind == 8:
        data = bytearray(text.encode("utf-8", "replace"))
        for _ in range(rng.choice([1, 5])):
            data.insert(rng.randrange(len(data)), rng.choice([0xFF, 0xC0, 0x80, 0xED, 0xF5, 0]))
        return bytes(data)
    elif kind == 9:
        text = text.replace("refs/heads", "refs\\/heads").replace("a", "\\u0061")
    elif kind == 10:
        text = text.replace('"', "'") if rng.random() < 0.5 else text.replace(",", ",,", 1)
    elif kind == 11:
        return b"payload=" + urllib.parse.quote_plus(text, errors="replace").encode()
    elif kind == 12:
        return gzip.compress(text.encode("utf-8", "replace"))
    else:
        data = text.encode("utf-8", "replace")
        for _ in range(rng.choice([1, 1, 2, 8])):
            data = flipped(data, rng)
        return data
    return text.encode("utf-8", "replace")


def weird_plain(rng: random.Random):
    return rng.choice(["acme/site", "refs/heads/main", {}, {"full_name": "acme/site"}, 1, None])


# MARK: Headers


def spoilt_fields(
    fields: list[tuple[str, str]], rng: random.Random,
) -> list[tuple[str, str]]:
    fields = list(fields)
    at = rng.randrange(len(fields))
    name, value = fields[at]
    kind = rng.randrange(12)
    if kind == 0:
        del fields[at]
    elif kind == 1:
        fields.insert(rng.randrange(len(fields) + 1), (name, value))
    elif kind == 2:
        fields.insert(rng.randrange(len(fields) + 1), (name.lower(), weird_header(rng)))
    elif kind in (3, 4) and value:
        fields[at] = (name, flipped(value.encode("latin-1", "replace"), rng).decode("latin-1"))
    elif kind == 5:
        fields[at] = (flipped(name.encode(), rng).decode("latin-1"), value)
    elif kind == 6:
        fields[at] = (name, rng.choice([
            "", " ", value + "0", value[:-1], value[:len(value) // 2], value.upper(), value * 2,
            value + "," + value, value + " " + value, "sha1=" + value, value.replace("=", "=="),
            "sha256=", "v1,", "v2," + value, "x" * 9_000]))
    elif kind == 7:
        fields[at] = (name, weird_header(rng))
    elif kind == 8:
        fields[at] = (rng.choice(NAMES), value)
    elif kind == 9:
        fields += [(rng.choice(NAMES), weird_header(rng)) for _ in range(rng.choice([1, 3, 30]))]
    elif kind == 10:
        fields += [(f"X-{number}", "y" * 50) for number in range(rng.choice([100, 1_000]))]
    else:
        rng.shuffle(fields)
        fields[0] = (fields[0][0] + rng.choice(["", " ", "\t", ":"]), fields[0][1])
    return fields


def weird_header(rng: random.Random) -> str:
    return rng.choice([
        "", "sha256=", "sha256=" + "0" * 64, "0" * 64, "v1,", "v1," + "A" * 43 + "=", "ping",
        "push",
        "Push Hook", "repo:push", "-1", "9" * 30, "\xff\xfe", "a\0b", "a\rb", "gzip", "Bearer ",
        "Bearer", "Basic Og==", "application/x-www-form-urlencoded", "chunked", "x" * 5_000,
        "".join(rng.choice(string.printable) for _ in range(30))])


# MARK: The request around it


def chunked(body: bytes, rng: random.Random, extension: bytes = b"") -> bytes:
    made, rest = b"", body
    while rest:
        size = rng.choice([1, 7, 100, 4_096, len(rest)])
        piece, rest = rest[:size], rest[size:]
        made += b"%x%s\r\n%s\r\n" % (len(piece), extension, piece)
        if len(made) > 60_000 and rest:
            made += b"%x\r\n%s\r\n" % (len(rest), rest)
            rest = b""
    return made + b"0\r\n" + (b"Trailer: x\r\n" if rng.random() < 0.2 else b"") + b"\r\n"


BROKEN = [b"\r\n\r\n", b"\0" * 500, b"GET\r\n\r\n", b"POST /webhook/deploy\r\n\r\n",
          b"POST /webhook/deploy HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
          b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"POST  /webhook/deploy HTTP/1.1\r\n\r\n",
          b"POST /webhook/deploy HTTP/1.1\nHost: x\n\n",
          b"POST /webhook/deploy HTTP/1.1\r\nHost x\r\n\r\n",
          b"POST /webhook/deploy HTTP/1.1\r\n : x\r\n\r\n",
          b"POST /webhook/deploy HTTP/1.1\r\nHost: x\r\n folded\r\nContent-Length: 0\r\n\r\n",
          b"\xff" * 300, b"POST " + b"/" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
          b"POST /webhook/deploy HTTP/1.1\r\n" + b"A" * 100_000,
          b"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n",
          b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
          b"POST http://evil/webhook/deploy HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"]


def lengths(size: int, rng: random.Random) -> list[tuple[str, str]]:
    """Ways to lie about a body's length, or to say it twice."""
    name, chunks = "Content-Length", ("Transfer-Encoding", "chunked")
    return rng.choice([
        [(name, str(size + rng.choice([1, 100, 10**6])))], [(name, str(max(0, size - 1)))],
        [(name, str(size // 2))], [(name, "0")], [(name, "-1")], [(name, f"-{size}")],
        [(name, f"+{size}")], [(name, hex(size))], [(name, "9" * 30)], [(name, str(2**63))],
        [(name, str(2**64 + size))], [(name, str(25 * 1024 * 1024 + 1))], [(name, "")],
        [(name, f"{size} ")], [(name, f"{size}, {size}")], [(name, str(size)), (name, str(size))],
        [(name, str(size)), (name, str(size + 1))], [(name, str(size)), chunks],
        [chunks, (name, str(size))], [chunks], [("Transfer-Encoding", "gzip, chunked")],
        [("Transfer-Encoding", "identity"), (name, str(size))],
        [("Transfer-Encoding", "xchunked"), (name, str(size))], [chunks, chunks], []])


def bad_chunks(body: bytes, rng: random.Random) -> bytes:
    return rng.choice([
        b"zz\r\n" + body, b"-1\r\n" + body, b"ffffffffffffffff\r\n" + body,
        b"%x\r\n%s" % (len(body) + 5, body), b"%x\n%s\n0\n\n" % (len(body), body),
        b"%x;%s\r\n%s\r\n0\r\n\r\n" % (len(body), b"e" * 20_000, body),
        b"0" * 5_000 + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
        b"%x\r\n%s\r\n0\r\n" % (len(body), body) + b"T: x\r\n" * 10_000 + b"\r\n",
        b"%x\r\n%sXX0\r\n\r\n" % (len(body), body), b"\r\n" * 100])
