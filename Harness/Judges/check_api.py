"""Checks that docs/api.md and the description of the API are true of a running server."""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

TOKEN, SECRET = "check-token", "check-secret"
ROOT = Path(__file__).resolve().parents[2]
FILES = {
    ".gitsheets/people.toml": '[gitsheet]\nroot = "people"\npath = "${{ slug }}"\n',
    "people/ada.toml": 'born = 1815\nname = "Ada Lovelace"\nslug = "ada"\n'
                       'tags = ["maths", "engines"]\n',
    "people/grace.toml": 'born = 1906\nname = "Grace Hopper"\nslug = "grace"\n'
                         'tags = ["ships", "engines"]\n',
    "people/katherine.toml": 'name = "Katherine Johnson"\nslug = "katherine"\n'
                             'tags = ["orbits"]\n',
    "people/ada/note.txt": "Of the first program.\n",
}


class Server:
    """The program on sample data, in a folder of its own."""

    def __init__(self, program: Path, folder: Path):
        origin = folder / "origin"
        for name, text in FILES.items():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            (origin / name).write_text(text)
        git = ["git", "-C", str(origin), "-c", "user.name=Check", "-c", "user.email=c@localhost"]
        for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "first"],
                      ["config", "receive.denyCurrentBranch", "ignore"]):
            subprocess.run(git + words, check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {
            **os.environ, "CFP_DATA_REPO_PATH": str(folder / "data.git"),
            "CFP_DATA_REMOTE": str(origin), "CFP_DATA_RELOAD_SECRET": SECRET,
            "CFP_WRITE_TOKEN": TOKEN, "CFP_DATA_POLL_INTERVAL": "0"}
        self.log = open(folder / "server.log", "w")
        self.process = subprocess.Popen(
            [program, "serve", "--port", str(self.port)], env=environment, stderr=self.log)
        end = time.monotonic() + 60
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"the server is not ready: {(folder / 'server.log').read_text()[-2000:]}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return urllib.request.urlopen(self.url + "/api/health/ready").status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def examples(text: str):
    """(line number, command, expected output) of each `console` block, in order."""
    lines, inside, found = text.split("\n"), False, []
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append([number, line[2:], [], False])
        elif inside and found[-1][1].count("'") % 2:
            found[-1][1] += "\n" + line
        elif inside:
            found[-1][2].append(line)
    return [(number, command, "\n".join(output)) for number, command, output, _ in found]


def check_examples(server: Server, page: Path, folder: Path) -> list[str]:
    """Runs every command of the page in one shell, and compares what it prints."""
    problems, commands = [], examples(page.read_text())
    mark = "=== end of the answer ==="
    shell = subprocess.Popen(
        ["bash"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "API": server.url, "TOKEN": TOKEN})
    for number, command, expected in commands:
        shell.stdin.write(f"{command}\necho; echo '{mark}'\n")
        shell.stdin.flush()
        lines = []
        for line in shell.stdout:
            if line.rstrip("\n") == mark:
                break
            lines.append(line.rstrip("\r\n"))
        answer = "\n".join(lines).rstrip("\n")
        pattern = ".*".join(re.escape(part) for part in expected.split("…"))
        if not re.fullmatch(pattern, answer, re.DOTALL):
            problems.append(f"{page.name}:{number}: {command}\n  expected {expected}\n"
                            f"  answered {answer}")
    shell.stdin.close()
    shell.wait(10)
    if len(commands) < 10:
        problems.append(f"{page.name}: only {len(commands)} examples were found")
    print(f"{page.name}: {len(commands)} commands, {len(problems)} problems", flush=True)
    return problems


def check_events(server: Server) -> list[str]:
    """The stream has no end, so no tool that reads whole answers can check it."""
    with urllib.request.urlopen(server.url + "/api/openapi.json") as answer:
        described = json.load(answer)["paths"]["/api/events"]["get"]["responses"]
    problems = []
    with urllib.request.urlopen(server.url + "/api/events", timeout=10) as stream:
        if stream.headers["Content-Type"] not in described["200"]["content"]:
            problems.append(f"events: {stream.headers['Content-Type']} is not described")
        for name in described["200"]["headers"]:
            if name not in stream.headers:
                problems.append(f"events: no {name}")
    for query, status in (
            ("?minCommit=x", 400), ("?wait=soon", 400), ("?minCommit=deadbeef&wait=20ms", 503)):
        try:
            urllib.request.urlopen(server.url + "/api/events" + query)
            problems.append(f"events{query}: answered")
        except urllib.error.HTTPError as error:
            if error.code != status or str(status) not in described:
                problems.append(f"events{query}: {error.code}")
    print(f"events: {len(problems)} problems", flush=True)
    return problems


def run_schemathesis(server: Server, seed: int, examples_count: int, folder: Path) -> bool:
    tool = Path(sys.executable).parent / "schemathesis"
    configuration = ROOT / "Harness/Judges/schemathesis.toml"
    done = subprocess.run(
        [tool, "--config-file", configuration, "run", server.url + "/api/openapi.json",
         "-H", f"Authorization: Bearer {TOKEN}", "--exclude-operation-id", "followEvents",
         "--checks", "all", "--max-examples", str(examples_count), "--seed", str(seed),
         "--phases", "examples,coverage,fuzzing", "--no-color", "--warnings", "off"],
        cwd=folder)
    return done.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/check-openapi", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=30, help="for each operation")
    parser.add_argument("--only", choices=["examples", "schemathesis"])
    options = parser.parse_args()
    problems, is_clean = [], True
    with tempfile.TemporaryDirectory(prefix="livetree-check-") as name:
        folder = Path(name)
        server = Server(options.server.resolve(strict=True), folder)
        try:
            if options.only != "schemathesis":
                problems += check_examples(server, ROOT / "docs/api.md", folder)
                problems += check_events(server)
            if options.only != "examples":
                is_clean = run_schemathesis(server, options.seed, options.examples, folder)
            if not server.is_ready():
                problems.append("the server is not ready any more")
        finally:
            server.stop()
    for problem in problems:
        print(f"problem: {problem}")
    return 0 if is_clean and not problems else 1


if __name__ == "__main__":
    sys.exit(main())
