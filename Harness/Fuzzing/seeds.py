"""Files that the fuzz targets begin with, taken from the repository's own tests, samples and documents."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BORDER = b"\n--\n"

# What a forge sends beside a body; the names of the samples begin with these.
EVENTS = {
    "github": "X-GitHub-Event: {event}\nX-GitHub-Delivery: d1\nX-Hub-Signature-256: sha256=" + "0" * 64,
    "gitea": "X-Gitea-Event: {event}\nX-GitHub-Event: {event}\nX-Gitea-Signature: " + "0" * 64,
    "gitlab": "X-Gitlab-Event: {event}\nX-Gitlab-Token: t\nIdempotency-Key: d1",
    "bitbucket-cloud": "X-Event-Key: {event}\nX-Request-UUID: d1\nX-Hub-Signature: sha256=" + "0" * 64,
    "bitbucket-data-center": "X-Event-Key: {event}\nX-Request-Id: d1\nX-Hub-Signature: sha256=" + "0" * 64,
    "standard-webhooks": "webhook-id: msg_1\nwebhook-timestamp: 1614265330\nwebhook-signature: v1,AAAA",
}
BODIES = [b"", b"{}", b'{"branch": "main", "commitHash": "6113728f"}', b"\xef\xbb\xbf{}", b"[]", b"payload=%7B%7D",
          b'{"adopt": "remote-rewritten"}']
TEMPLATES = ["${{ slug }}", "${{ project }}/${{ number }}", "${{ f/** }}", "x/${{ a }}-${{ b }}",
             "${{ d: YYYY/MM/DD }}/${{ slug }}", "${{ d: YYYY/WW }}/${{ a.b }}", "pre${{ a }}post", "${{ a + 1 }}"]
PATHS = ["ada", "p/12", "a/b/c", "x/1-2-3", "2024/05/06/ada", "2024/19/x", "pre-post", "\u00e9"]
RECORD = "slug = 'ada'\nproject = 'p'\nnumber = 12\nf = 'a/b/c'\na = 1.5\nb = true\nd = 2024-05-06\n"
SCHEMA = ("[gitsheet]\nroot = 'people'\npath = '${{ slug }}'\n[gitsheet.fields.tags]\nsort = true\n"
          "[gitsheet.schema]\ntype = 'object'\nrequired = ['slug']\n[gitsheet.schema.properties.slug]\n"
          "type = 'string'\npattern = '^[a-z]+$'\n")


def literals(*folders: str) -> Iterator[str]:
    """Every text in Swift sources, as far as it is one without values put in."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.swift")):
            source = path.read_text()
            for block in re.findall(r'"""\n(.*?)\n\s*"""', source, re.DOTALL):
                lines = block.split("\n")
                margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
                yield "\n".join(line[margin:] for line in lines) + "\n"
            for text in re.findall(r'(?<!")"((?:[^"\\\n]|\\.)+)"(?!")', source):
                if r"\(" in text:
                    continue
                text = re.sub(r"\\u\{([0-9A-Fa-f]+)\}", lambda found: f"\\U{int(found[1], 16):08x}", text)
                try:
                    yield ast.literal_eval(f'"{text}"')
                except (SyntaxError, ValueError):
                    pass


def blocks(kind: str) -> Iterator[str]:
    """The examples of one kind in the documents."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        yield from re.findall(rf"```{kind}\n(.*?)```", path.read_text(), re.DOTALL)


def toml() -> Iterator[bytes]:
    written = literals("Tests/SheetsTests", "Tests/LiveDataTests")
    for text in [*written, *blocks("toml"), *blocks("json"), SCHEMA, RECORD]:
        yield text.encode()
        if "=" in text:
            yield b"+++\n" + text.encode() + b"+++\n\n# A heading\n\nText.\n"
    yield b"\xef\xbb\xbf[a.b]\nc.d = 1\n"
    for folder in ("Harness", "Scenarios", "Tests", "docs"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            yield path.read_bytes()


def template() -> Iterator[bytes]:
    written = [text for text in literals("Tests/SheetsTests") if "${{" in text]
    for source in TEMPLATES + written + [SCHEMA]:
        for path in PATHS:
            yield source.encode() + BORDER + path.encode() + BORDER + RECORD.encode()


def payload() -> Iterator[bytes]:
    for path in sorted((ROOT / "Tests/WebhooksTests/Samples").glob("*.json")):
        forge = max((name for name in EVENTS if path.name.startswith(name)), key=len)
        for event in ("push", "ping", "repo:push", "repo:refs_changed", "Push Hook", "System Hook"):
            yield EVENTS[forge].format(event=event).encode() + BORDER + path.read_bytes()
    for body in BODIES:
        yield b"X-None: 1" + BORDER + body
        yield b"X-GitHub-Event: push" + BORDER + body


def query() -> Iterator[bytes]:
    document = "Ada Lovelace\ncaf\u00e9 civic data 2024\n".encode()
    for text in literals("Tests/HTTPAPITests", "Tests/LiveDataTests"):
        if text.startswith("/"):
            yield text.encode() + BORDER + document
        elif len(text) < 500:
            quoted = "".join(char if char.isalnum() else "".join(f"%{byte:02X}" for byte in char.encode())
                             for char in text)
            yield f"/api/search?q={quoted}&sheet=people".encode() + BORDER + text.encode()
            yield f"/api/sheets/people?a={quoted}&sort=-a&limit=3".encode() + BORDER + document
    for path in re.findall(r"localhost:8080(/[^\s'\"`]*)", (ROOT / "docs/api.md").read_text()):
        yield path.encode() + BORDER + document
    for name in ("caf\u00e9", "cafe\u0301", "K", "\u212a", "a%2Fb", "a/b"):
        yield f"/api/sheets/people/{name}".encode() + BORDER + document


def scenario() -> Iterator[bytes]:
    for path in sorted((ROOT / "Scenarios").rglob("*.yaml")):
        yield path.read_bytes()
    for text in literals("Tests/ScenarioKitTests"):
        if "steps:" in text or "graph:" in text:
            yield text.encode()


MAKERS = {"toml": toml, "template": template, "payload": payload, "query": query, "scenario": scenario}


def write(target: str, folder: Path) -> int:
    """Puts the seeds of a target into a folder, each named by what is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for content in MAKERS[target]():
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)
    return sum(1 for _ in folder.iterdir())
