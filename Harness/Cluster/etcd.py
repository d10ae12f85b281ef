"""An etcd of one member."""

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import server
from places import HERE, Place, free_port

PREFIX = "/livetree/main/"
ETCD, ETCDCTL = "etcd", "etcdctl"
CONTROL = os.environ | {"ETCDCTL_API": "3"}


class Member:
    """One etcd over one folder, at the same ports each time."""

    def __init__(self, name: str, folder: Path, place: Place):
        self.name, self.folder, self.place, self.process = name, folder, place, None
        self.url, self.peer = (f"http://{place.host}:{free_port()}" for _ in range(2))

    def start(self, peers: str):
        with open(self.folder / "etcd.log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.place.command, ETCD, "--name", self.name,
                 "--data-dir", str(self.folder / f"etcd-{self.name}"),
                 "--listen-client-urls", self.url, "--advertise-client-urls", self.url,
                 "--listen-peer-urls", self.peer, "--initial-advertise-peer-urls", self.peer,
                 "--initial-cluster", peers, "--logger", "zap"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder)})

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class Etcd:
    """Of one member, or of several."""

    def __init__(self, folder: Path, place: Place = HERE, members: int = 1):
        self.folder, self.place = folder, place
        self.members = [Member(f"m{number}", folder, place) for number in range(members)]
        self.start()

    @property
    def url(self) -> str:
        """As CFP_CLUSTER takes it."""
        return ",".join(member.url for member in self.members)

    @property
    def process(self) -> subprocess.Popen:
        """The one of a single member."""
        member, = self.members
        return member.process

    def start(self):
        peers = ",".join(f"{member.name}={member.peer}" for member in self.members)
        for member in self.members:
            member.start(peers)
        end = time.monotonic() + server.SECONDS
        while self.control("endpoint", "health", check=False).returncode:
            ended = any(member.process.poll() is not None for member in self.members)
            if time.monotonic() > end or ended:
                raise server.ServerFailed(f"etcd does not start: {self.folder / 'etcd.log'}")
            time.sleep(0.02)

    def control(self, *arguments: str, check: bool = True):
        return subprocess.run(
            [*self.control_command, "--command-timeout", "5s", *arguments],
            capture_output=True, check=check, env=CONTROL, timeout=30)

    @property
    def control_command(self) -> list[str]:
        """Beside etcd: no network is between."""
        return [*self.place.command, ETCDCTL, "--endpoints", self.url]

    def keys(self) -> dict[str, str]:
        """Everything below the cluster's prefix."""
        found = json.loads(self.control("get", "--prefix", PREFIX, "-w", "json").stdout)
        return {base64.b64decode(each["key"]).decode().removeprefix(PREFIX):
                base64.b64decode(each.get("value", "")).decode() for each in found.get("kvs", [])}

    def lose(self):
        """Takes away the data of one that was killed."""
        for member in self.members:
            shutil.rmtree(member.folder / f"etcd-{member.name}")

    def kill(self):
        for member in self.members:
            member.kill()
