"""Whether a delivery is genuine and what it may start, read independently of the server.

Where documents leave room, this is the more generous: it answers what may be, so that a start
which it does not allow is one nobody may explain away.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re

import deliveries

HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)


class Unread(Exception):
    """Not a push."""


def values(fields: list[tuple[str, str]], name: str) -> list[str]:
    return [value.strip(" \t") for key, value in fields if key.lower() == name.lower()]


def only(fields: list[tuple[str, str]], name: str) -> str | None:
    found = values(fields, name)
    return found[0] if len(found) == 1 else None


def genuine(
    schemes: list[str], fields: list[tuple[str, str]], body: bytes, secrets: list[str], now: float,
) -> list[str]:
    """The schemes by which one of the secrets proves the body."""
    if not body:
        return []
    return [scheme for scheme in schemes
            if any(proves(scheme, fields, body, secret, now) for secret in secrets)]


def proves(scheme: str, fields, body: bytes, secret: str, now: float) -> bool:
    key = deliveries.key_of(scheme, secret)
    if scheme == "gitlab":
        return only(fields, "X-Gitlab-Token") == secret
    if scheme == "standard-webhooks":
        name, moment = only(fields, "webhook-id"), only(fields, "webhook-timestamp")
        given = only(fields, "webhook-signature")
        if not name or not moment or not given or not re.fullmatch(r"[0-9]{1,15}", moment):
            return False
        digest = hmac.new(key, f"{name}.{moment}.".encode("latin-1") + body, hashlib.sha256)
        return abs(int(moment) - now) <= 301 and any(
            part[:3] == "v1," and decoded(part[3:]) == digest.digest()
            for part in given.split(" "))
    names = {"github": ["X-Hub-Signature-256"], "bitbucket": ["X-Hub-Signature"],
             "gitea": ["X-Gitea-Signature", "X-Forgejo-Signature"]}[scheme]
    prefix = "" if scheme == "gitea" else "sha256="
    digest = hmac.new(key, body, hashlib.sha256).hexdigest()
    return any(only(fields, name) == prefix + digest for name in names)


def decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None


class Members(dict):
    """An object whose keys that came twice are known."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self.twice = {key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1} if (
            len(pairs) != len(self)) else set()

    def at(self, *path):
        """The value at a path of keys, none of which came twice."""
        value = self
        for key in path:
            if not isinstance(value, Members) or key in value.twice:
                raise Unread
            value = value.get(key)
        return value

    def text(self, *path) -> str:
        value = self.at(*path)
        if not isinstance(value, str):
            raise Unread
        return value


def parsed(body: bytes) -> Members:
    try:
        made = json.loads(body.decode(), object_pairs_hook=Members, parse_int=float)
    except (ValueError, RecursionError):
        raise Unread from None
    if not isinstance(made, Members):
        raise Unread
    return made


def pushes(scheme: str, fields, body: bytes) -> set[tuple[str, str, str]]:
    """Repository, branch and commit of each push the delivery tells of."""
    try:
        made = parsed(body)
        forms = {
            "github": [("github", "X-GitHub-Event")], "bitbucket": [("bitbucket", "X-Event-Key")],
            "gitea": [("github", "X-Gitea-Event"), ("github", "X-Forgejo-Event")],
            "gitlab": [("gitlab", "X-Gitlab-Event")],
        }
        if scheme != "standard-webhooks":
            found = {(form, event) for form, name in forms[scheme]
                     for event in values(fields, name)}
        else:
            found = {(form, event) for rows in forms.values() for form, name in rows
                     for event in values(fields, name)}
            if not found and made.get("type") is None:
                found = {("github", "push")}
            elif not found and made.text("type") == "push":
                made, found = made.at("data"), {("github", "push")}
        result = set()
        for form, event in found:
            result |= of_form(form, event, made)
        return {row for row in result if HEX.fullmatch(row[2])}
    except (Unread, AttributeError, TypeError):
        return set()


def of_form(form: str, event: str, made: Members) -> set[tuple[str, str, str]]:
    if form == "bitbucket":
        return cloud(made) if event == "repo:push" else (
            center(made) if event == "repo:refs_changed" else set())
    if form == "gitlab":
        if event not in ("Push Hook", "System Hook"):
            return set()
        kind = made.at("object_kind") or made.at("event_name") or "push"
        if kind != "push":
            return set()
        return moved(made, made.text("project", "path_with_namespace"))
    return moved(made, made.text("repository", "full_name")) if event == "push" else set()


def moved(made: Members, repository: str) -> set[tuple[str, str, str]]:
    ref, commit = made.text("ref"), made.text("after")
    if not ref.startswith("refs/heads/") or made.at("deleted") not in (None, False):
        return set()
    return {(repository, ref.removeprefix("refs/heads/"), commit.lower())}


def cloud(made: Members) -> set[tuple[str, str, str]]:
    repository, found = made.text("repository", "full_name"), set()
    for change in made.at("push", "changes"):
        if change.at("new") is not None and change.text("new", "type") == "branch":
            found.add((repository, change.text("new", "name"),
                       change.text("new", "target", "hash").lower()))
    return found


def center(made: Members) -> set[tuple[str, str, str]]:
    repository = made.text("repository", "project", "key") + "/" + made.text("repository", "slug")
    found = set()
    for change in made.at("changes"):
        ref = change.text("ref", "id")
        if change.text("type") != "DELETE" and ref.startswith("refs/heads/"):
            found.add((repository, ref.removeprefix("refs/heads/"), change.text("toHash").lower()))
    return found


def matches(pattern: str, repository: str) -> bool:
    """Whether a configured name is for a repository."""
    if not pattern.endswith("/*"):
        return repository == pattern
    own = re.escape(pattern[:-1]) + r"[A-Za-z0-9_][A-Za-z0-9._-]*"
    return re.fullmatch(own, repository) is not None
