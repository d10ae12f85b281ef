"""Measures how fast a commit reaches all nodes of a cluster, what that asks of etcd, and how many
reads several nodes answer."""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

import crowd
import fanout
import nodes
import reads
import repository
import server


class Report:
    """Rows with the median, the least and the most of their rounds; claims."""

    def __init__(self, options):
        self.options, self.rows, self.claims, self.notes = options, [], [], []

    def row(self, name: str, values: list[float], unit: str) -> float:
        middle = statistics.median(values)
        self.rows.append({"name": name, "unit": unit, "median": middle, "least": min(values),
                          "most": max(values), "rounds": len(values)})
        print(f"  {name:<62}{middle:>10.2f} {unit:<4}{min(values):>10.2f} …{max(values):>10.2f}",
              flush=True)
        return middle

    def figure(self, name: str, value: float, unit: str):
        self.rows.append({"name": name, "unit": unit, "median": value})
        print(f"  {name:<62}{value:>10.2f} {unit}", flush=True)

    def claim(self, text: str, figure: float, most: float):
        holds = figure <= most
        self.claims.append({"claim": text, "figure": figure, "holds": holds})
        print(f"  CLAIM {text}: {figure:.2f}  {'holds' if holds else 'DOES NOT HOLD'}", flush=True)

    def note(self, text: str):
        self.notes.append(text)
        print(f"  NOTE {text}", flush=True)

    def write(self, path: Path):
        path.write_text(json.dumps({
            "benchmark": "cluster", "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": f"{platform.platform()}, {os.cpu_count()} cores",
            "parameters": {name: str(value) for name, value in vars(self.options).items()},
            "rows": self.rows, "claims": self.claims, "notes": self.notes}, indent=1) + "\n")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench-cluster", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="a release build of livetree")
    parser.add_argument("--seed", type=int, default=1, help="only noted: no lots are drawn")
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 3, 5],
                        help="sizes of clusters; the first is what the others are compared with")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--remote", choices=["http", "path"], default="http",
                        help="git http-backend (http), or the remote's folder")
    parser.add_argument("--distance", type=float, default=20, metavar="MS",
                        help="to an http remote, there and back, of each connection and request")
    parser.add_argument("--crowd", type=int, default=50, help="watchers in the simulation (50)")
    parser.add_argument("--read-rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3, help="of one side in a round of reads")
    parser.add_argument("--only", choices=["fanout", "crowd", "reads"], nargs="+",
                        default=["fanout", "crowd", "reads"])
    parser.add_argument("--fetch", type=float, default=50, metavar="MS", help=(
        "what the simulation takes a fetch for when `fanout` is not measured (50)"))
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    absent = nodes.missing() + (reads.missing() if "reads" in options.only else [])
    if absent:
        print(f"needs {', '.join(absent)}", file=sys.stderr)
        return 2
    options.server = options.server.resolve(strict=True)
    report, failed = Report(options), False
    with tempfile.TemporaryDirectory() as name:
        folder, fetch = Path(name), options.fetch
        try:
            if "fanout" in options.only:
                fetch = fanout.measure(options, folder, report)
            if "crowd" in options.only:
                crowd.measure(options, folder, report, fetch)
            if "reads" in options.only:
                reads.measure(options, folder / "reads", report)
        except (server.ServerFailed, server.Gone, repository.GitFailed) as error:
            print(f"not measured: {error}")
            failed = True
    if options.json:
        report.write(options.json)
    broken = [claim for claim in report.claims if not claim["holds"]]
    print(f"{len(report.claims)} claims, {len(broken)} do not hold")
    return 1 if broken or failed else 0


if __name__ == "__main__":
    sys.exit(main())
