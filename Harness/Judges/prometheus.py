"""A Prometheus of its own that scrapes one server and evaluates the rules of this repository."""

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SECONDS = 60

# What PromQL has besides names of metrics, as far as this repository uses it.
WORDS = {"and", "or", "unless", "on", "by", "without", "ignoring", "group_left", "group_right",
         "bool", "offset", "inf", "nan"}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Prometheus:
    def __init__(self, folder: Path, rules: Path, target: str):
        folder.mkdir()
        config = folder / "prometheus.yml"
        config.write_text(json.dumps({
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(rules)],
            "scrape_configs": [{"job_name": "livetree",
                                "static_configs": [{"targets": [target]}]}]}))
        self.base = f"http://127.0.0.1:{free_port()}"
        self.log = folder / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}",
                 f"--web.listen-address={self.base.removeprefix('http://')}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(SECONDS)

    def ask(self, path: str, **parameters: str):
        url = f"{self.base}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(url, timeout=SECONDS) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            if error.code == 503:  # it has not read its data yet
                raise
            raise ValueError(json.load(error).get("error", str(error))) from None

    def value(self, expression: str) -> list[float]:
        """What an expression is now, one number for each series."""
        result = self.ask("query", query=expression)
        if result["resultType"] == "scalar":
            return [float(result["result"][1])]
        return [float(series["value"][1]) for series in result["result"]]

    def wait_for(self, expression: str):
        """Until it has a value other than 0."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                if any(self.value(expression)):
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise TimeoutError(f"{expression}: {self.log.read_text(errors='replace')[-1000:]}")


def selectors(expression: str) -> list[str]:
    """Every selector of an expression: a metric's name with its matchers."""
    plain = re.sub(r'"(?:[^"\\]|\\.)*"', lambda text: " " * len(text.group()), expression)
    # Lists of labels look like names of metrics.
    plain = re.sub(r"\b(by|without|on|ignoring)(\s*)\([^)]*\)",
                   lambda text: " " * len(text.group()), plain)
    found = []
    for name in re.finditer(r"(?<![\w.$:])[a-zA-Z_:][\w:]*", re.sub(
            r"\{[^}]*\}|\[[^]]*\]", lambda text: " " * len(text.group()), plain)):
        rest = plain[name.end():]
        if name.group().lower() in WORDS or rest.lstrip().startswith("("):
            continue
        end = name.end()
        if rest.lstrip().startswith("{"):
            end = plain.index("}", end) + 1
        found.append(" ".join(expression[name.start():end].split()))
    return found
