"""What forges send, and two signers that have nothing to do with the server."""

import base64
import functools
import hashlib
import hmac
import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "Tests/WebhooksTests/Samples"
SCHEMES = ["github", "gitea", "gitlab", "bitbucket", "standard-webhooks"]
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Sample:
    """A payload as a forge documents it, and the pushes it tells of: repository, branch, commit."""

    file: str
    scheme: str
    event: tuple[str, str] | None = None
    pushes: tuple[tuple[str, str, str], ...] = ()
    ping: bool = False

    @property
    def body(self) -> bytes:
        return content(self.file)

    def __str__(self):
        return f"{self.file} as {self.scheme}" + (f" ({self.event[1]})" if self.event else "")

    def fields(self, delivery: str) -> Fields:
        """The headers beside the signature."""
        found = [self.event] if self.event else []
        name = {
            "github": "X-GitHub-Delivery", "gitea": "X-Gitea-Delivery",
            "gitlab": "Idempotency-Key", "standard-webhooks": "webhook-id",
            "bitbucket": "X-Request-UUID" if "cloud" in self.file else "X-Request-Id",
        }[self.scheme]
        return [*found, (name, delivery)]


@functools.cache
def content(file: str) -> bytes:
    return (SAMPLES / f"{file}.json").read_bytes()


def samples() -> list[Sample]:
    """Every documented payload by every scheme that carries it."""
    site = ("acme/site", "main", "6113728f27ae82c7b1a177c8d03f9e96e0adf246")
    webhooks = ("gitea/webhooks", "develop", "bffeb74224043ba2feb48d137756c8a9331c449a")
    tip = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7"
    diaspora = ("mike/diaspora", "master", tip)
    emma = ("emma/repo", "master", "709d658dc5b6d6afcd46049c2f332ee3f515a67d")
    dev = ("emma/repo", "dev", "1e65c05c1d5171631d92438a13901ca7dae9618c")
    center = "178864a7d521b6f5e720b386b2c2b0ef8563e0dc"
    personal = (("~EMMA/repository", "a/b", center),
                ("~EMMA/repository", "c", "ecddabb624f6f5ba43816f5926e580a5f680a931"))

    def many(scheme: str, header: str, rows) -> list[Sample]:
        return [Sample(file, scheme, (header, event) if header else None, tuple(pushes))
                for file, event, pushes in rows]

    found = many("github", "X-GitHub-Event", [
        ("github-push", "push", [site]), ("github-push-deletion", "push", []),
        ("github-push-tag", "push", []), ("github-pull-request", "pull_request", []),
        ("gitea-push", "push", [webhooks])])
    found += many("gitea", "X-Gitea-Event", [
        ("gitea-push", "push", [webhooks]), ("gitea-push-deletion", "push", []),
        ("gitea-delete", "delete", [])])
    found += many("gitea", "X-Forgejo-Event", [("gitea-push", "push", [webhooks])])
    found += many("gitlab", "X-Gitlab-Event", [
        ("gitlab-push", "Push Hook", [diaspora]), ("gitlab-push", "System Hook", [diaspora]),
        ("gitlab-push-subgroup", "Push Hook", [("acme/data/people", "master", tip)]),
        ("gitlab-push-deletion", "Push Hook", []), ("gitlab-tag-push", "Tag Push Hook", []),
        ("gitlab-tag-push", "System Hook", []),
        ("gitlab-system-repository-update", "System Hook", [])])
    found += many("bitbucket", "X-Event-Key", [
        ("bitbucket-cloud-push", "repo:push", [emma]),
        ("bitbucket-cloud-push-several", "repo:push", [dev, emma]),
        ("bitbucket-cloud-push-deletion", "repo:push", []),
        ("bitbucket-cloud-push-tag", "repo:push", []),
        ("bitbucket-data-center-push", "repo:refs_changed",
         [("PROJ/repository", "master", center)]),
        ("bitbucket-data-center-personal", "repo:refs_changed", personal),
        ("bitbucket-data-center-deletion", "repo:refs_changed", []),
        ("bitbucket-data-center-tag", "repo:refs_changed", [])])
    found += many("standard-webhooks", "", [
        ("standard-webhooks-push", "", [site]), ("standard-webhooks-other", "", []),
        ("github-push", "", [site])])
    # A forge's own payload that GitLab or a relay signs.
    found += [Sample(each.file, "standard-webhooks", each.event, each.pushes)
              for each in found if each.scheme in ("gitlab", "bitbucket")]
    ping = ("X-GitHub-Event", "ping")
    return [*found, Sample("github-ping", "github", ping, ping=True),
            Sample("github-ping", "standard-webhooks", ping, ping=True),
            Sample("bitbucket-data-center-ping", "bitbucket", ("X-Event-Key", "diagnostics:ping"),
                   ping=True)]


def by_python(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def by_openssl(key: bytes, message: bytes) -> bytes:
    return subprocess.run(
        ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}",
         "-binary"], input=message, capture_output=True, check=True).stdout


def key_of(scheme: str, secret: str) -> bytes:
    """What the HMAC is keyed with: Standard Webhooks writes its secrets in base64."""
    if scheme == "standard-webhooks":
        return base64.b64decode(secret.removeprefix("whsec_"))
    return secret.encode()


def proof(
    scheme: str, key: bytes, body: bytes, delivery: str, moment: int | None = None,
    signer=by_python, forge: str = "Gitea",
) -> Fields:
    """The headers that prove a body genuine; Standard Webhooks without its id."""
    if scheme == "gitlab":
        return [("X-Gitlab-Token", key.decode("latin-1"))]
    if scheme == "standard-webhooks":
        now = str(int(time.time()) if moment is None else moment)
        text = base64.b64encode(signer(key, f"{delivery}.{now}.".encode() + body)).decode()
        return [("webhook-timestamp", now), ("webhook-signature", "v1," + text)]
    digest = signer(key, body).hex()
    return {
        "github": [("X-Hub-Signature-256", "sha256=" + digest)],
        "gitea": [(f"X-{forge}-Signature", digest)],
        "bitbucket": [("X-Hub-Signature", "sha256=" + digest)],
    }[scheme]


def signed(sample: Sample, body: bytes, secret: str, delivery: str, signer=by_python) -> Fields:
    """All headers of a delivery."""
    forge = "Forgejo" if sample.event and sample.event[0] == "X-Forgejo-Event" else "Gitea"
    key = key_of(sample.scheme, secret)
    return sample.fields(delivery) + proof(
        sample.scheme, key, body, delivery, signer=signer, forge=forge)


def aimed(sample: Sample, repository: str, branch: str, commit: str) -> dict:
    """A sample's payload, changed to tell of one push to that branch."""
    made = json.loads(sample.body)
    event = sample.event[1] if sample.event else ""
    if event in ("repo:push", "repo:refs_changed"):
        is_cloud = event == "repo:push"
        changes = made["push"]["changes"] if is_cloud else made["changes"]
        change = next(each for each in changes if not is_cloud or each["new"])
        if is_cloud:
            made["repository"]["full_name"] = repository
            change["new"]["name"] = branch
            change["new"]["target"]["hash"] = commit
            made["push"]["changes"] = [change]
        else:
            key, _, slug = repository.partition("/")
            made["repository"]["project"]["key"], made["repository"]["slug"] = key, slug
            change["ref"]["id"] = "refs/heads/" + branch
            change["toHash"] = commit
            made["changes"] = [change]
        return made
    push = made["data"] if sample.file == "standard-webhooks-push" else made
    push["ref"], push["after"] = "refs/heads/" + branch, commit
    if event in ("Push Hook", "System Hook"):
        push["project"]["path_with_namespace"] = repository
    else:
        push["repository"]["full_name"] = repository
    return made
