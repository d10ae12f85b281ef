"""Many nodes, as far as etcd sees them: each holds a lease, stands for election, watches, and tells
of each commit when it has fetched it. No server runs; the fetch is git's, or a pause as long."""

import asyncio
import base64
import json
import shutil
import statistics
import subprocess
import time
import urllib.parse
from pathlib import Path

import fanout
import nodes
import reads
import repository
import server
import writers


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class Gateway:
    """Calls of etcd's JSON gateway over one connection that stays."""

    def __init__(self, url: str):
        self.place = urllib.parse.urlsplit(url)
        self.streams = None

    async def send(self, path: str, body: dict):
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.place.hostname, self.place.port)
        reader, writer = self.streams
        data = json.dumps(body).encode()
        writer.write(f"POST {path} HTTP/1.1\r\nHost: etcd\r\nContent-Type: application/json\r\n"
                     f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if " 200 " not in head.split("\r\n")[0]:
            raise server.ServerFailed(f"etcd, {path}: {head}")
        return reader, head

    async def call(self, path: str, body: dict) -> dict:
        reader, head = await self.send(path, body)
        if "chunked" in head:
            data = b"".join([part async for part in self.chunks(reader)])
        else:
            length = int(head.partition("content-length: ")[2].partition("\r")[0])
            data = await reader.readexactly(length)
        return json.loads(data)

    async def chunks(self, reader):
        while size := int((await reader.readline()).split(b";")[0], 16):
            yield await reader.readexactly(size)
            await reader.readline()
        await reader.readline()

    async def lines(self, path: str, body: dict):
        reader, _ = await self.send(path, body)
        rest = b""
        async for part in self.chunks(reader):
            *whole, rest = (rest + part).split(b"\n")
            for line in whole:
                yield json.loads(line)

    def close(self):
        if self.streams:
            self.streams[1].close()


class Watcher:
    """What one node does with etcd (docs/cluster.md)."""

    def __init__(self, crowd: "Crowd", number: int):
        self.crowd, self.name = crowd, f"s{number}"
        self.calls, self.alive, self.waits, self.watches = (
            Gateway(crowd.etcd.url) for _ in range(4))
        self.served = asyncio.Event()
        self.heard = self.done = 0.0
        self.tip, self.told = "", 0
        self.tasks: set[asyncio.Task] = set()

    async def begin(self):
        lease = (await self.calls.call("/v3/lease/grant", {"TTL": nodes.SESSION}))["ID"]
        self.lease = lease
        await self.tell("none")
        self.keep(self.keep_alive())
        self.keep(self.waits.call("/v3/election/campaign", {
            "name": encoded(nodes.PREFIX + "writer"), "lease": lease, "value": encoded(self.name)}))
        started = asyncio.Event()
        self.keep(self.watch(started))
        await started.wait()

    def keep(self, work):
        self.tasks.add(asyncio.create_task(work))

    async def keep_alive(self):
        while True:
            await asyncio.sleep(nodes.SESSION / 4)
            await self.alive.call("/v3/lease/keepalive", {"ID": self.lease})

    async def tell(self, commit: str):
        report = {"name": self.name, "url": f"http://10.0.0.1:8080/{self.name}", "commit": commit,
                  "generation": 1, "branch": "main"}
        await self.calls.call("/v3/kv/txn", {"compare": [], "success": [{"request_put": {
            "key": encoded(f"{nodes.PREFIX}nodes/{self.name}"),
            "value": encoded(json.dumps(report)), "lease": self.lease}}]})

    async def watch(self, started: asyncio.Event):
        tip = encoded(nodes.PREFIX + "tip")
        async for message in self.watches.lines("/v3/watch", {"create_request": {
                "key": encoded(nodes.PREFIX), "range_end": encoded(nodes.PREFIX[:-1] + "0"),
                "progress_notify": True}}):
            started.set()
            events = message["result"].get("events", [])
            self.told += len(events)
            for event in events:
                if event["kv"]["key"] == tip:
                    self.heard = time.monotonic()
                    told = json.loads(base64.b64decode(event["kv"]["value"]))
                    self.keep(self.fetch(told["commit"]))

    async def fetch(self, commit: str):
        await self.crowd.fetch(self)
        self.done = time.monotonic()
        self.tip = commit
        self.served.set()
        await self.tell(commit)

    async def end(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for gateway in (self.calls, self.alive, self.waits, self.watches):
            gateway.close()


class Crowd:
    def __init__(self, folder: Path, count: int, pause: float | None):
        """`pause`: seconds in place of a fetch; none: git fetches."""
        folder.mkdir()
        self.folder, self.count, self.pause = folder, count, pause
        self.origin = server.import_files(folder / "origin.git", writers.files())
        self.etcd = nodes.Etcd(folder)

    async def fetch(self, watcher: Watcher):
        if self.pause is not None:
            await asyncio.sleep(self.pause)
            return
        done = await asyncio.create_subprocess_exec(
            "git", "fetch", "--quiet", "origin", f"+{nodes.REF}:{nodes.REF}",
            cwd=self.folder / f"{watcher.name}.git", env=repository.ENVIRONMENT,
            stdin=subprocess.DEVNULL)
        if await done.wait():
            raise server.ServerFailed("git fetch failed")

    def clones(self):
        whole = server.clone(self.origin, self.folder / "s0.git")
        for number in range(1, self.count):
            shutil.copytree(whole, self.folder / f"s{number}.git")

    async def run(self, rounds: int, report, name: str):
        if self.pause is None:
            self.clones()
        watchers = [Watcher(self, number) for number in range(self.count)]
        try:
            await asyncio.gather(*(watcher.begin() for watcher in watchers))
            await self.measure(watchers, rounds, report, name)
        finally:
            for watcher in watchers:
                await watcher.end()
            self.etcd.kill()

    def processor(self) -> float:
        """Seconds of processor time that etcd used."""
        return reads.processor(self.etcd.process.pid)

    async def measure(self, watchers, rounds, report, name):
        announcer = Gateway(self.etcd.url)
        heard, done, settled, asked = [], [], [], []
        await asyncio.sleep(1)  # until all have heard of all
        for number in range(rounds):
            made = fanout.commit(self.origin, number)
            for watcher in watchers:
                watcher.served.clear()
            before, told_before = fanout.requests(self.etcd), [each.told for each in watchers]
            begun = time.monotonic()
            await announcer.call("/v3/kv/txn", {"compare": [], "success": [{"request_put": {
                "key": encoded(nodes.PREFIX + "tip"),
                "value": encoded(json.dumps({"commit": made, "node": "s0"}))}}]})
            await asyncio.gather(*(watcher.served.wait() for watcher in watchers))
            # Each hears of the tip and of what each serves.
            while any(watcher.told - already < 1 + self.count
                      for watcher, already in zip(watchers, told_before)):
                await asyncio.sleep(0.001)
            settled.append(1000 * (time.monotonic() - begun))
            heard.append(1000 * (max(watcher.heard for watcher in watchers) - begun))
            done.append(1000 * (max(watcher.done for watcher in watchers) - begun))
            change = fanout.difference(before, fanout.requests(self.etcd))
            asked.append(change.get("Txn", 0))
        announcer.close()
        before = fanout.requests(self.etcd)
        use = self.processor()
        await asyncio.sleep(fanout.IDLE)
        rest = fanout.difference(before, fanout.requests(self.etcd))
        report.row(f"{name}: tip → heard by all", heard, "ms")
        report.row(f"{name}: tip → fetched by all", done, "ms")
        report.row(f"{name}: tip → all know that all serve it", settled, "ms")
        report.figure(f"{name}: etcd, transactions a commit", statistics.median(asked), "")
        report.figure(f"{name}: etcd, events to watchers a commit",
                      self.count * (1 + self.count), "")
        calls = sum(count for method, count in rest.items() if method != "told") / fanout.IDLE
        report.figure(f"{name}: etcd, calls a second at rest", calls, "/s")
        report.figure(f"{name}: etcd, processor at rest",
                      100 * (self.processor() - use) / fanout.IDLE, "% of a core")


def measure(options, folder: Path, report, fetch: float):
    """`fetch`: what one node took for a commit, in ms; it stands for the fetch."""
    for kind, pause in [("a pause", fetch / 1000), ("git fetch here", None)]:
        name = f"{options.crowd} watchers, {kind}"
        crowd = Crowd(folder / f"crowd-{pause is None}", options.crowd, pause)
        try:
            asyncio.run(crowd.run(options.rounds, report, name))
        finally:
            crowd.etcd.kill()
