"""What every part of the check has in hand."""

import json
import tempfile
import time
from pathlib import Path

import deliveries
import hooked
import server
import wire

GITOPS, DEPLOY = "/api/webhook/gitops", "/webhook/deploy"
PUSH = next(each for each in deliveries.samples() if each.file == "github-push")


class Check:
    """The options, a folder, and the problems of one part."""

    def __init__(self, options, part: str):
        self.options, self.part = options, part
        self.sabotaged = options.sabotage == part
        self.problems: list[str] = []
        self.progress = server.Progress()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)

    def bench(self, name: str = "world") -> hooked.Bench:
        return hooked.Bench(self.options.server, self.folder / name)

    def problem(self, text: str):
        self.problems.append(text)

    def say(self, text: str):
        self.progress.clear()
        print(f"  {self.part:<8}{text}", flush=True)


class Pushes:
    """Signed pushes of GitHub's form, each with a commit and a delivery id of its own."""

    def __init__(self, prefix: str):
        self.prefix, self.count = prefix, 0

    def make(
        self, repository: str, delivery: str | None = None, target: str = GITOPS,
        secret: str = hooked.SECRETS[0], branch: str = "main",
    ) -> tuple[bytes, str, str]:
        """The request, its commit and its delivery id."""
        self.count += 1
        commit = f"{self.count:08x}{time.time_ns():032x}"
        delivery = delivery or f"{self.prefix}-{self.count}"
        body = json.dumps(deliveries.aimed(PUSH, repository, branch, commit)).encode()
        fields = deliveries.signed(PUSH, body, secret, delivery)
        return wire.request(target, fields, body), commit, delivery


def by_repository(runs: list[hooked.Run]) -> dict[str, list[hooked.Run]]:
    found: dict[str, list[hooked.Run]] = {}
    for run in sorted(runs, key=lambda run: run.start):
        found.setdefault(run.repository, []).append(run)
    return found


def overlaps(runs: list[hooked.Run]) -> list[str]:
    """Runs of one repository that began before the one before had ended."""
    found = []
    for repository, own in by_repository(runs).items():
        for before, after in zip(own, own[1:]):
            if before.end is None or before.end > after.start:
                found.append(f"two runs of {repository} at once: {before} and {after}")
    return found
