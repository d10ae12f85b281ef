"""Checks what is told to Prometheus: the text, the alert rules, the dashboard, by a real one."""

import argparse
import http.client
import json
import math
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import prometheus
import repository
import server

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy/prometheus/livetree.rules.yml"
CONFIG = ROOT / "deploy/prometheus/prometheus.yml"
UNIT_TESTS = ROOT / "deploy/prometheus/unit-tests.yml"
DASHBOARD = ROOT / "deploy/grafana/livetree.json"
SECONDS = 25  # of load, before anything is asked of Prometheus
WINDOW = "1m"


class Checks:
    def __init__(self):
        self.good, self.bad = 0, 0

    def claim(self, name: str, problems: list[str]):
        if problems:
            self.bad += 1
            print(f"BAD:  {name}", *problems[:10], sep="\n      ", flush=True)
        else:
            self.good += 1
            print(f"good: {name}", flush=True)

    def run(self, name: str, *command: str | Path, stdin: bytes = b"", cwd: Path = ROOT):
        done = subprocess.run([str(word) for word in command], input=stdin, cwd=cwd,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        text = done.stdout.decode(errors="replace").splitlines()
        self.claim(name, [] if done.returncode == 0 else [*text, f"exit {done.returncode}"])


class World:
    """A server with an origin, hook commands, a dead receiver of alerts, and load on it."""

    def __init__(self, program: Path, folder: Path):
        self.origin = server.import_files(folder / "acme/site.git", {
            ".gitsheets/people.toml": server.PEOPLE,
            **{f"people/p{number:04}.toml": b'slug = "p%04d"\nbio = "likes maps"\n' % number
               for number in range(2_000)}})
        self.work = folder / "work"
        repository.git(folder, "clone", "--quiet", str(self.origin), str(self.work))
        for name, value in (("user.name", "Somebody"), ("user.email", "somebody@example.org")):
            repository.git(self.work, "config", name, value)
        script = folder / "command.sh"
        script.write_text('#!/bin/sh\n[ "$1" != bad ]\n')
        script.chmod(0o755)
        hooks = folder / "hooks.yaml"
        hooks.write_text(json.dumps({"hooks": {"gitops": {"interval": "0", "repositories": [
            {"name": f"acme/{name}", "branches": ["main"], "command": [str(script)]}
            for name in ("good", "bad")]}}}))
        self.server = server.Server(
            program, folder / "data.git", str(self.origin),
            arguments=["--config", str(hooks)], CFP_PUSH_BACKOFF_BASE="100ms",
            CFP_ALERT_URL="http://127.0.0.1:9/nobody", GITHUB_WEBHOOK_SECRET="unused")
        self.ends = threading.Event()
        self.threads: list[threading.Thread] = []
        self.failures: list[str] = []

    def __enter__(self):
        self.server.ready()
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.server.kill()  # which ends what the threads wait for
        for thread in self.threads:
            thread.join(server.SECONDS)

    def start(self):
        for turn in (self.read, self.write, self.push, self.run_jobs):
            self.threads.append(threading.Thread(target=self.keep, args=[turn]))
            self.threads[-1].start()
        follower = threading.Thread(target=self.follow)
        self.threads.append(follower)
        follower.start()

    def keep(self, turn):
        connection, number = self.server.connect(), 0
        try:
            while not self.ends.is_set():
                turn(connection, number)
                number += 1
        except Exception as error:  # told as a problem of the check
            if not self.ends.is_set():
                self.failures.append(f"{turn.__name__}: {error}")

    def read(self, connection: server.Connection, number: int):
        for path in (f"/api/sheets/people/p{number % 2_000:04}", "/api/sheets/people?limit=20",
                     "/api/sheets", "/api/search?q=maps", "/api/sheets/people/nobody",
                     "/api/health/ready", "/nowhere"):
            connection.ask("GET", path)
        time.sleep(0.01)

    def write(self, connection: server.Connection, number: int):
        body = json.dumps({"slug": f"w{number}", "bio": "written"}).encode()
        connection.ask("PUT", f"/api/sheets/people/w{number}", body)
        connection.ask("PUT", f"/api/sheets/people/x{number}", b'{"slug": "y"}')
        time.sleep(0.2)

    def push(self, connection: server.Connection, number: int):
        """A commit at the remote and a reload; every fourth cannot be served, and is mended."""
        git, broken = repository.git, number % 4 == 3
        git(self.work, "pull", "--quiet", "--rebase", "origin", "main")
        (self.work / "people/pushed.toml").write_text(
            "slug = \n" if broken else f'slug = "pushed"\nturn = {number}\n')
        git(self.work, "add", "-A")
        git(self.work, "commit", "--quiet", "-m", f"Turn {number}")
        git(self.work, "push", "--quiet", "origin", "HEAD:main", check=False)
        path = "/api/_internal/" + ("reload-data" if number % 2 else "reconcile")
        connection.ask("POST", path, token=server.SECRET)
        time.sleep(0.5)

    def run_jobs(self, connection: server.Connection, number: int):
        for name in ("good", "bad"):
            body = json.dumps({"repository": f"acme/{name}"}).encode()
            connection.ask("POST", "/api/_internal/jobs", body, token=server.SECRET)
        time.sleep(1)

    def follow(self):
        url = f"http://127.0.0.1:{self.server.port}/api/events"
        try:
            with urllib.request.urlopen(url, timeout=server.SECONDS) as stream:
                while not self.ends.is_set():
                    stream.readline()
        except (OSError, http.client.HTTPException) as error:
            if not self.ends.is_set():
                self.failures.append(f"follow: {error}")

    def text(self) -> bytes:
        with (connection := self.server.connect()).socket:
            return connection.ask("GET", "/metrics").body


def expressions(dashboard: dict) -> list[tuple[str, str]]:
    """Title and expression of each target."""
    return [(panel["title"], target["expr"]) for panel in dashboard["panels"]
            for target in panel.get("targets", [])]


def filled(expression: str) -> str:
    """The expression with Grafana's variables set."""
    for name, value in {"$job": "livetree", "$instance": ".*", "$__rate_interval": WINDOW}.items():
        expression = expression.replace(name, value)
    return expression


def dashboard_problems(dashboard: dict) -> list[str]:
    """What Grafana would show wrongly."""
    problems, cells, ids = [], {}, []
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        ids.append(panel["id"])
        if place["x"] + place["w"] > 24:
            problems.append(f"{panel['title']}: wider than the page")
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                if other := cells.get((x, y)):
                    problems.append(f"{panel['title']} lies over {other}")
                cells[x, y] = panel["title"]
    if len(ids) != len(set(ids)):
        problems.append("two panels have one id")
    return list(dict.fromkeys(problems))


def told(world: World, watcher: prometheus.Prometheus, checks: Checks):
    """What Prometheus has after the load."""
    dashboard = json.loads(DASHBOARD.read_text())
    checks.claim("the dashboard's panels have places of their own", dashboard_problems(dashboard))
    empty = []
    for title, expression in expressions(dashboard):
        try:
            values = watcher.value(filled(expression))
        except ValueError as error:
            empty.append(f"{title}: {error}: {expression}")
            continue
        if not any(math.isfinite(value) for value in values):
            empty.append(f"{title}: no data: {expression}")
    checks.claim(f"each of {len(expressions(dashboard))} expressions of the dashboard has data",
                 empty)
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            inside = variable["definition"].removeprefix("label_values(").rpartition(",")[0]
            checks.claim(f"the dashboard's variable {variable['name']} has values",
                         [] if watcher.value(filled(inside)) else [inside])
    rules = [rule for group in watcher.ask("rules")["groups"] for rule in group["rules"]]
    checks.claim(f"each of {len(rules)} rules is evaluated without an error",
                 [f"{rule['name']}: {rule.get('lastError')}" for rule in rules
                  if rule["health"] != "ok"] + ([] if rules else ["there are none"]))
    absent = []
    for rule in rules:
        for selector in prometheus.selectors(rule["query"]):
            if not watcher.value(selector):
                absent.append(f"{rule['name']}: {selector}")
    checks.claim("each selector of the rules has data", absent)
    annotations = [f"{rule['name']}: no {name}" for rule in rules
                   for name in ("summary", "runbook") if not rule["annotations"].get(name)]
    annotations += [f"{rule['name']}: {link} is nowhere" for rule in rules
                    for link in broken_links(rule["annotations"].get("runbook", ""))]
    checks.claim("each rule says what to do next, and links to what is there", annotations)
    checks.claim("the load met nothing unexpected", world.failures)


def broken_links(text: str) -> list[str]:
    broken = []
    for word in text.split():
        if not word.startswith("docs/"):
            continue
        path, _, anchor = word.rstrip(".;,").partition("#")
        headings = [line.lstrip("#").strip().lower() for line in
                    (ROOT / path).read_text().splitlines() if line.startswith("#")]
        anchors = ["".join(letter for letter in heading.replace(" ", "-")
                           if letter.isalnum() or letter == "-") for heading in headings]
        if anchor and anchor not in anchors:
            broken.append(word)
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/check-metrics", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of load")
    options = parser.parse_args()
    checks = Checks()
    checks.run("promtool check rules", "promtool", "check", "rules", RULES)
    checks.run("promtool check config", "promtool", "check", "config", CONFIG)
    checks.run("promtool test rules", "promtool", "test", "rules", UNIT_TESTS)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        with World(options.server.resolve(strict=True), folder) as world:
            checks.run("promtool check metrics, before anything happened",
                       "promtool", "check", "metrics", stdin=world.text())
            target = f"127.0.0.1:{world.server.port}"
            with prometheus.Prometheus(folder / "prometheus", RULES, target) as watcher:
                watcher.wait_for("up")
                world.start()
                time.sleep(options.seconds)
                checks.run("promtool check metrics, under load",
                           "promtool", "check", "metrics", stdin=world.text())
                told(world, watcher, checks)
    print(f"{checks.good} good, {checks.bad} bad")
    return 1 if checks.bad else 0


if __name__ == "__main__":
    sys.exit(main())
