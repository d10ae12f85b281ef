"""Who led when, by etcd, and whose pushes the remote took."""

import base64
import json
import subprocess
import threading
import time
from dataclasses import dataclass

import nodes
from etcd import CONTROL, PREFIX
from line import Line

ELECTION = PREFIX + "live/writer/"


@dataclass
class Term:
    number: int  # the revision that its candidacy was made at
    node: str
    begun: float  # seconds since the machine started


def since_start() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Terms:
    """Watches the election beside etcd: of the candidates the oldest one leads."""

    def __init__(self, site: nodes.Site):
        self.site = site
        self.terms: list[Term] = []
        self.candidates: dict[str, tuple[int, str]] = {}
        self.at, self.judged = 0, 0  # the term of the last push, and how many pushes were judged
        self.command = subprocess.Popen(
            [*site.etcd.control_command, "watch", "--prefix", "--rev", "1", "-w", "json", ELECTION],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=CONTROL)
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        for line in self.command.stdout:
            for event in json.loads(line).get("Events", []):
                self.hear(event)

    def hear(self, event: dict):
        entry = event["kv"]
        if event.get("type") == 1:
            self.candidates.pop(entry["key"], None)
        else:
            name = base64.b64decode(entry.get("value", "")).decode()
            self.candidates[entry["key"]] = entry["create_revision"], name
        if not self.candidates:
            return
        number, name = min(self.candidates.values())
        if not self.terms or self.terms[-1].number != number:
            self.terms.append(Term(number, name, since_start()))

    @property
    def leader(self) -> str | None:
        return self.terms[-1].node if self.terms else None

    def judge(self, line: Line) -> list[str]:
        """The pushes that the remote took are in the order of the terms: none of a node after one
        of a later term, unless it was elected again. And none of a write that was sent when
        another node led already."""
        problems, terms = [], list(self.terms)
        names = {node.place.host: node.name for node in self.site.nodes}
        commits = list(line.writes)
        place = {commit: number for number, commit in enumerate(commits)}
        for number in range(self.judged, len(line.pushes)):
            push = line.pushes[number]
            name = names.get(push.address, push.address)
            found = next((index for index in range(self.at, len(terms))
                          if terms[index].node == name), None)
            if found is None:
                problems.append(f"{name} pushed {push.commit} after {terms[self.at].node} had in "
                                f"term {terms[self.at].number}, and was not elected again")
                continue
            self.at = found
            leading = next((term for term in reversed(terms) if term.begun <= push.time), None)
            if not leading or leading.node == name or push.commit not in place:
                continue
            before = line.pushes[number - 1].commit if number else None
            for commit in commits[place.get(before, -1) + 1:place[push.commit] + 1]:
                write = line.writes[commit]
                sent = write.sent - time.monotonic() + since_start()
                if sent > leading.begun:
                    problems.append(
                        f"{write} was sent when {leading.node} led, and {name} pushed it")
        self.judged = len(line.pushes)
        return problems

    def close(self):
        self.command.kill()
        self.command.wait()
        self.thread.join()
