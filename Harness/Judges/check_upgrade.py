"""Lets one build take over the folder of another: nothing may be lost, misread or done twice."""

import argparse
import json
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

import check
import hooked
import repository
import server

PEOPLE = 300
WORDS = ("maps", "boats", "gardens", "only-p007")
TIMES = {"CFP_PUSH_BACKOFF_BASE": "100ms", "CFP_PUSH_BACKOFF_CAP": "1s", "CFP_FETCH_TIMEOUT": "5s"}


class Wrong(Exception):
    """A claim that does not hold."""


class Upgrade:
    def __init__(self, old: Path, new: Path, folder: Path):
        self.old, self.new = old, new
        self.bench = hooked.Bench(old, folder / "world", **TIMES)
        self.bench.configure([self.bench.rule("acme/*")])
        self.origin = self.bench.origin
        self.away = self.origin.with_name("away.git")
        self.pushes = check.Pushes("upgrade")
        self.acknowledged: list[str] = []
        self.claims = 0

    def claim(self, name: str, holds: bool, told: object = ""):
        if not holds:
            raise Wrong(f"{name}: {str(told)[:1500]}")
        self.claims += 1
        print(f"good: {name}", flush=True)

    def start(self, program: Path) -> server.Server:
        self.bench.program = program
        return self.bench.start()

    def git(self, *arguments: str) -> str:
        return repository.git(self.bench.data, *arguments).stdout.decode().strip()

    def refs(self) -> dict[str, str]:
        rows = self.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(row.split(" ") for row in rows)

    def write(self, running: server.Server, method: str, path: str, body: object = None) -> str:
        """One acknowledged write; returns its commit."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        with (connection := running.connect()).socket:
            answer = connection.ask(method, path, content if body is not None else b"")
        if answer.status not in (200, 201):
            raise Wrong(f"{method} {path}: {answer}")
        self.acknowledged.append(answer.json["commit"])
        return answer.json["commit"]

    def person(self, running: server.Server, slug: str, **fields) -> str:
        return self.write(running, "PUT", f"/api/sheets/people/{slug}", {"slug": slug, **fields})

    def ask(self, running: server.Server, method: str, path: str, body: bytes = b""):
        with (connection := running.connect()).socket:
            return connection.ask(method, path, body, token=server.SECRET)

    def deliver(self, running: server.Server, request: bytes) -> server.Answer:
        with (connection := running.connect()).socket:
            connection.socket.sendall(request)
            return connection.answer()

    def push_elsewhere(self, folder: str, files: dict[str, str]):
        """Somebody's push to the origin."""
        work = self.bench.folder / folder
        repository.git(self.bench.folder, "clone", "--quiet", str(self.origin), str(work))
        for path, text in files.items():
            (work / path).write_text(text)
        who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
        repository.git(work, "add", "-A")
        repository.git(work, *who, "commit", "--quiet", "-m", folder)
        repository.git(work, "push", "--quiet", "origin", "HEAD:main")

    def pushed(self, running: server.Server, seconds: float = 60) -> bool:
        """Waits until the remote has everything."""
        return hooked.until(
            lambda: running.status()["pushDaemon"]["pendingCommits"] == 0
            and running.status()["pushDaemon"]["state"] == "idle", seconds)

    def picture(self, running: server.Server) -> dict:
        """What readers see."""
        found = {}
        for path in ["/api/sheets", "/api/sheets/people?limit=1000",
                     "/api/attachments/people/p001/note.txt",
                     *(f"/api/sheets/people/p{number:03}" for number in range(0, PEOPLE, 7))]:
            answer = self.ask(running, "GET", path)
            found[path] = (answer.status, answer.body, answer.headers.get("etag"))
        for word in WORDS:
            path = f"/api/search?limit=100&q={urllib.parse.quote(word)}"

            def searched(path=path):
                return self.ask(running, "GET", path).status == 200
            if not hooked.until(searched, server.SECONDS):
                raise Wrong(f"{path} is never answered")
            hits = self.ask(running, "GET", path).json["hits"]
            found[path] = sorted(hit["path"] for hit in hits)
        return found

    def fill(self, running: server.Server):
        """Records, a replay, a conflict branch and a finished job, with the remote there."""
        for number in range(PEOPLE):
            bio = f"likes {WORDS[number % 3]}" + (" only-p007" if number == 7 else "")
            self.person(running, f"p{number:03}", bio=bio, number=number)
        self.write(running, "PUT", "/api/attachments/people/p001/note.txt", b"a note")
        self.write(running, "PATCH", "/api/sheets/people/p002", {"bio": "patched"})
        self.write(running, "DELETE", "/api/sheets/people/p003")
        self.claim("the old build pushes what it is given", self.pushed(running), running.tail())

        self.push_elsewhere("replay", {"people/else.toml": 'slug = "else"\n'})
        self.replayed = self.person(running, "replayed", bio="boats")
        self.reconcile(running, "rebased")
        self.acknowledged.remove(self.replayed)

        self.push_elsewhere("conflict", {"people/p000.toml": 'bio = "theirs"\nslug = "p000"\n'})
        self.escaped = self.person(running, "p000", bio="ours")
        self.reconcile(running, "conflict-escaped")
        self.acknowledged.remove(self.escaped)
        self.claim("and its conflict branch", self.pushed(running), running.status())

        self.delivery, _, _ = self.pushes.make("acme/one")
        answer = self.deliver(running, self.delivery)
        self.claim("it runs a hook command", answer.status == 202 and
                   hooked.idle(self.bench, running), answer)

    def reconcile(self, running: server.Server, outcome: str):
        answer = self.ask(running, "POST", "/api/_internal/reconcile")
        if answer.status != 200 or answer.json["outcome"] != outcome:
            raise Wrong(f"a reconcile that should be {outcome}: {answer}")

    def leave(self, running: server.Server):
        """Commits and jobs that are under way when the old build stops."""
        self.origin.rename(self.away)
        for number in range(20):
            self.person(running, f"late{number}", bio="written while the remote is away")
        self.hold = self.bench.work / "hold"
        self.hold.touch()
        self.bench.during("while [ -e hold ]; do sleep 0.05; done")
        self.owed = []
        for _ in range(2):
            request, commit, _ = self.pushes.make("acme/two")
            if self.deliver(running, request).status != 202:
                raise Wrong("a delivery was refused")
            self.owed.append(commit)
        hooked.until(lambda: any(run.repository == "acme/two" for run in self.bench.runs()), 20)

    def take_over(self, before: dict, refs: dict, pending: int, jobs: list[dict]):
        """The new build on the old one's folder, with the remote still away."""
        with self.start(self.new) as running:
            running.ready()
            after = self.picture(running)
            self.claim("the new build serves every record, file and search as the old one did",
                       after == before, different(before, after))
            now = self.refs()
            self.claim("every ref is where it was", now == refs, different(refs, now))
            waiting = running.status()["pushDaemon"]["pendingCommits"]
            self.claim(f"the {pending} commits that only this folder has wait to be pushed",
                       waiting == pending, waiting)
            answers = [self.ask(running, "GET", f"/api/sheets?minCommit={commit}").status
                       for commit in (self.replayed, self.escaped)]
            self.claim("what was replayed is known as what it became, what escaped as escaped",
                       answers == [200, 410], answers)
            known = {job["job"]: job["state"] for job in self.bench.jobs(running)}
            lost = [job for job in jobs if job["job"] not in known]
            self.claim("every job is still listed", not lost, lost)
            answer = self.deliver(running, self.delivery)
            self.claim("a delivery that had succeeded is a duplicate",
                       answer.status == 200 and answer.json.get("duplicate") is True, answer)
            self.hold.unlink()
            self.claim("the jobs that were under way run", hooked.idle(self.bench, running),
                       self.bench.jobs(running))
            done = {run.commit for run in self.bench.runs() if run.end}
            self.claim("for the newest commit promised", self.owed[-1] in done, self.bench.runs())

            self.away.rename(self.origin)
            self.claim("once the remote is back, everything is pushed", self.pushed(running),
                       running.status()["pushDaemon"])
            self.check_origin()
            self.person(running, "newer", bio="by the new build")
            self.claim("the new build writes and pushes", self.pushed(running), running.status())
            self.latest = self.picture(running)
            self.claim("it stops well", running.stop() == 0, running.tail())

    def check_origin(self):
        git = repository.git
        missing = [commit for commit in self.acknowledged if git(
            self.origin, "merge-base", "--is-ancestor", commit, "main", check=False).returncode]
        self.claim(f"the remote has all {len(self.acknowledged)} acknowledged commits",
                   not missing, missing)
        kept = git(self.origin, "branch", "--list", "conflicts/*", "--contains", self.escaped)
        self.claim("and what escaped, on its conflict branch", bool(kept.stdout.strip()))

    def check_health(self):
        for folder in (self.origin, self.bench.data):
            said = repository.git(
                folder, "fsck", "--full", "--strict", "--no-dangling", check=False)
            self.claim(f"git fsck finds nothing in {folder.name}",
                       said.returncode == 0, said.stdout + said.stderr)

    def spoil_index(self):
        """An index that no build has written."""
        file = self.bench.data / "livetree/search/search.sqlite"
        self.claim("the index is kept between starts", file.exists(), file)
        for content, what in ((b"SQLite format 9\0" + b"\0" * 8192, "of another format"),
                              (b"", "that is empty")):
            file.write_bytes(content)
            with self.start(self.new) as running:
                running.ready()
                now = self.picture(running)
                self.claim(f"an index {what} is made anew", now == self.latest,
                           different(self.latest, now))
                running.stop()

    def go_back(self):
        """The old build once more: it either serves all of it, or says why not and what to do."""
        try:
            with self.start(self.old) as running:
                running.ready()
                now = self.picture(running)
                self.claim("going back: the old build serves what the new one wrote",
                           now == self.latest, different(self.latest, now))
                running.stop()
        except server.ServerFailed as error:
            lines = [line for line in str(error).splitlines() if "livetree: " in line]
            self.claim("going back: the old build does not start, and says why in one line",
                       len(lines) == 1, error)
        with self.start(self.new) as running:
            running.ready()
            now = self.picture(running)
            self.claim("and forward again: nothing is lost", now == self.latest,
                       different(self.latest, now))
            running.stop()

    def run(self):
        with self.start(self.old) as running:
            running.ready()
            self.fill(running)
            self.leave(running)
            before = self.picture(running)
            pending = running.status()["pushDaemon"]["pendingCommits"]
            jobs = self.bench.jobs(running)
            self.claim("the old build stops well, with commits and jobs under way",
                       running.stop() == 0 and pending >= 20, pending)
        self.take_over(before, self.refs(), pending, jobs)
        self.check_health()
        self.spoil_index()
        self.go_back()


def different(one: dict, other: dict) -> dict:
    """What two pictures have different, by place."""
    return {key: (one.get(key), other.get(key)) for key in {*one, *other}
            if one.get(key) != other.get(key)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/check-upgrade", description=__doc__)
    parser.add_argument("--old", type=Path, required=True, help="the program before")
    parser.add_argument("--new", type=Path, required=True, help="the program after")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        upgrade = Upgrade(options.old.resolve(strict=True), options.new.resolve(strict=True),
                          Path(temporary))
        try:
            upgrade.run()
        except (Wrong, server.Gone, server.ServerFailed, repository.GitFailed) as error:
            print(f"BAD:  {error}", flush=True)
            return 1
    print(f"{upgrade.claims} claims hold, {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
