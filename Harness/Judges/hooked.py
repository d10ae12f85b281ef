"""A server whose hooks start a command that keeps a record of each start and end."""

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import server

# Two secrets of each receiver are in force; all of them are base64, as Standard Webhooks wants.
SECRETS = ["Zmlyc3Qgc2VjcmV0IG9mIHRoZSBqdWRnZXM=", "c2Vjb25kIHNlY3JldCBvZiB0aGUganVkZ2Vz"]
DEPLOY_SECRETS = ["dGhlIGRlcGxveW1lbnQncyBzZWNyZXQh", "YW5kIHRoZSBuZXh0IG9uZSBvZiBpdHMgb3du"]
OWN_SECRET = "b25lIHJlcG9zaXRvcnkncyBvd24gc2VjcmV0"

# Every field ends with NUL, which no argument can hold. One write, so that records do not mix.
SCRIPT = r"""#!/bin/sh
record=$1
shift
printf '%s\0' start "$(date +%s%N)" "$LIVETREE_JOB" "$LIVETREE_REPOSITORY" "$LIVETREE_BRANCH" \
    "$LIVETREE_COMMIT" "$LIVETREE_DELIVERY" "$PWD" "$#" "$@" >>"$record"
[ ! -e ./during.sh ] || . ./during.sh
printf '%s\0' end "$(date +%s%N)" "$LIVETREE_JOB" >>"$record"
"""


@dataclass
class Run:
    """One start of the command. Times are nanoseconds of the machine's clock."""

    start: int
    job: str
    repository: str
    branch: str
    commit: str
    delivery: str
    folder: str
    arguments: list[str]
    end: int | None = None


class Bench:
    """A folder with data, configuration, recording command and the servers run on them."""

    def __init__(self, program: Path, folder: Path, **variables: str):
        self.program, self.folder, self.variables = program, folder, variables
        folder.mkdir()
        self.origin = server.import_files(
            folder / "origin/acme/data.git", {".gitsheets/people.toml": server.PEOPLE})
        self.data = folder / "data.git"
        self.record = folder / "record"
        self.record.touch()
        self.work = folder / "work"
        self.work.mkdir()
        self.script = folder / "record.sh"
        self.write(self.script, SCRIPT)
        self.config = folder / "hooks.yaml"
        self.starts = 0
        self.seen = 0
        self.known: list[Run] = []
        self.secret_file = folder / "deploy-secret"
        self.secret_file.write_text(",".join(DEPLOY_SECRETS) + "\n")

    @staticmethod
    def write(path: Path, text: str):
        path.write_text(text)
        path.chmod(0o755)

    def during(self, text: str):
        """What each command does between its start and its end; `$record` is the file."""
        (self.work / "during.sh").write_text(text + "\n")

    def rule(self, name: str, branches=("main",), key: str = "name", **more) -> dict:
        """An entry whose command is the recording one."""
        return {key: name, "branches": list(branches), "directory": "work",
                "command": [str(self.script), str(self.record)], "timeout": "60s",
                "environment": ["PATH"], **more}

    def configure(self, repositories: list[dict], deploy: dict | None = None, **gitops):
        hooks = {"gitops": {"concurrency": 8, "interval": "0s", **gitops,
                            "repositories": repositories}}
        if deploy:
            hooks["deploy"] = deploy
        # JSON is YAML, but for escaped pairs of surrogates and DEL.
        text = json.dumps({"hooks": hooks}, ensure_ascii=False, indent=1)
        self.config.write_text(text.replace("\x7f", "\\x7f"))

    @property
    def log(self) -> Path:
        return self.folder / f"server-{self.starts}.log"

    def start(self, **variables: str) -> server.Server:
        self.starts += 1
        given = {
            "GITHUB_WEBHOOK_SECRET": ",".join(SECRETS), "OWN_SECRET": OWN_SECRET,
            "WEBHOOK_SECRET_FILE": str(self.secret_file), **self.variables, **variables}
        return server.Server(
            self.program, self.data, str(self.origin), log=self.log,
            arguments=["--config", str(self.config)], **given)

    def reread(self, running: server.Server):
        """SIGHUP, until the server says that it has the new configuration."""
        before = self.log.read_bytes().count(b'"hooks-configured"')
        os.kill(running.process.pid, signal.SIGHUP)
        running.wait_for(
            lambda: self.log.read_bytes().count(b'"hooks-configured"') > before, "reread")

    def runs(self) -> list[Run]:
        """Every start of a command so far."""
        data = self.record.read_bytes()
        fields = data[self.seen:].split(b"\0")
        texts = [os.fsdecode(field) for field in fields[:-1]]
        taken, byte = 0, self.seen
        while taken < len(texts):
            if texts[taken] == "start":
                if taken + 9 > len(texts) or taken + 9 + int(texts[taken + 8]) > len(texts):
                    break
                size = 9 + int(texts[taken + 8])
                row = texts[taken:taken + size]
                self.known.append(Run(int(row[1]), *row[2:8], row[9:]))
            elif texts[taken] == "end":
                size = 3
                if taken + size > len(texts):
                    break
                row = texts[taken:taken + size]
                for run in reversed(self.known):
                    if run.job == row[2] and run.end is None:
                        run.end = int(row[1])
                        break
            else:
                size = 1  # a word of `during`
            byte += sum(len(field) + 1 for field in fields[taken:taken + size])
            taken += size
        self.seen = byte
        return self.known

    def jobs(self, running: server.Server) -> list[dict]:
        with (connection := running.connect()).socket:
            return connection.ask("GET", "/api/_internal/jobs", token=server.SECRET).json["jobs"]

    def listed(self) -> subprocess.CompletedProcess:
        """`livetree jobs list`"""
        return subprocess.run(
            [str(self.program), "jobs", "list"], capture_output=True, timeout=60,
            env={"PATH": os.environ["PATH"], "CFP_DATA_REPO_PATH": str(self.data),
                 "CFP_DATA_RELOAD_SECRET": server.SECRET})


def idle(bench: Bench, running: server.Server, seconds: float = 60) -> bool:
    """Waits until nothing waits or runs."""
    busy = ("queued", "running", "retrying")
    return until(lambda: not any(job["state"] in busy for job in bench.jobs(running)), seconds)


def until(question, seconds: float, pause: float = 0.02) -> bool:
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def memory(process: int) -> tuple[int, int]:
    """Resident memory now and at its most, in MiB."""
    rows = dict(line.split(":", 1) for line in
                Path(f"/proc/{process}/status").read_text().splitlines())
    return tuple(int(rows[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))


def descriptors(process: int) -> int:
    return len(os.listdir(f"/proc/{process}/fd"))


def marked(text: str) -> list[int]:
    """The living processes whose environment holds this text."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if text.encode() in (folder / "environ").read_bytes() and state != "Z":
                found.append(int(folder.name))
    return found
