"""The programs under comparison, each on repositories of its own made from one history."""

import json
import os
import resource
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import gitsheets

from history import History
from repository import ENVIRONMENT, Reader, Written, create, git, refs

NOW = 1800000000
CPU_SECONDS = 5  # sync_branch takes some milliseconds here
REMOTE = "refs/remotes/origin/main"


@dataclass
class Result:
    outcome: str
    tree: str = ""
    commits: list[Written] = field(default_factory=list)  # put onto the remote's tip, oldest first
    tip: str = ""
    conflict_tips: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def replayed(folder: Path, history: History, outcome: str, tip: str) -> Result:
    result = Result(outcome, tip=tip)
    with Reader(folder) as reader:
        result.tree = reader.commit(tip).tree
        if outcome == "rebased":
            result.commits = reader.chain(tip, history.remote.id)
    return result


def by_gitsheets(history: History, folder: Path) -> Result:
    create(folder, {"refs/heads/main": history.local, REMOTE: history.remote})
    report = in_child(lambda: gitsheets.sync_branch(
        str(folder), "main", REMOTE, NOW, 0, "preserve-branch", "conflicts/",
        committer=("Oracle", "oracle@example.org")))
    if report["outcome"] in ("panic", "endless"):
        return Result(report["outcome"])
    outcome = {"ahead": "pushed-ahead"}.get(report["outcome"], report["outcome"])
    found = refs(folder)
    result = replayed(folder, history, outcome, found["refs/heads/main"])
    result.conflict_tips = [
        found[name] for name in found if name.startswith("refs/heads/conflicts/")]
    return result


def in_child(call) -> dict:
    """What a call answers in a process of its own: some clashes make sync_branch panic, and some
    never let it end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        try:
            answer = call()
        except BaseException as error:  # a Rust panic is no Exception
            name = type(error).__name__
            answer = {"outcome": "panic"} if name == "PanicException" else {"error": f"{error!r}"}
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGXCPU):
        return {"outcome": "endless"}
    report = json.loads(answer or b'{"error": "no answer"}')
    if "error" in report:
        raise RuntimeError("sync_branch: " + report["error"])
    return report


def by_rebase(history: History, folder: Path) -> Result:
    """git rebase in a work tree, by the one strategy of git 2.39 that can leave renames alone."""
    create(folder, {"refs/heads/main": history.local, REMOTE: history.remote}, bare=False)
    ahead, behind = map(int, git(
        folder, "rev-list", "--left-right", "--count", f"refs/heads/main...{REMOTE}"
    ).stdout.split())
    if not ahead:
        return Result("fast-forwarded" if behind else "in-sync", history.remote.tree)
    if not behind:
        # Rebase would flatten merges for nothing.
        return Result("pushed-ahead", history.local.tree)
    git(folder, "reset", "--hard", "--quiet")
    done = git(
        folder, "-c", "diff.renames=false", "-c", "merge.renames=false",
        "-c", "merge.directoryRenames=false", "-c", "core.autocrlf=false",
        "-c", "rerere.enabled=false", "rebase", "--quiet", "--no-autosquash", "--empty=drop",
        "--strategy=recursive", "-Xno-renames", REMOTE, check=False)
    if done.returncode:
        if not (folder / ".git/rebase-merge").exists():
            raise RuntimeError("git rebase: " + done.stderr.decode(errors="replace"))
        return Result("conflict-escaped", history.remote.tree)
    tip = refs(folder)["refs/heads/main"]
    return replayed(folder, history, "rebased", tip)


def by_livetree(history: History, folder: Path, server: Path) -> Result:
    """The real command, over a local path."""
    folder.mkdir()
    origin = create(folder / "origin", {"refs/heads/main": history.remote})
    clone = create(
        folder / "clone", {"refs/heads/main": history.local, REMOTE: history.base})
    environment = {
        **ENVIRONMENT,
        "CFP_DATA_REPO_PATH": str(clone), "CFP_DATA_REMOTE": str(origin),
        "HOME": os.environ.get("HOME", "/"),
    }
    done = subprocess.run(
        [server, "reconcile"], cwd=folder, env=environment, capture_output=True, timeout=120)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = {}
    outcome = report.get("outcome") or report.get("error", {}).get("code", "no report")
    result = replayed(clone, history, outcome, refs(clone)["refs/heads/main"])
    result.dropped = report.get("dropped", [])
    check_report(result, report, done, refs(clone), refs(origin), history)
    return result


def check_report(result: Result, report: dict, done, here: dict, there: dict, history: History):
    """What must hold whatever the outcome: exit code, report and the refs of both sides agree."""
    def must(truth: bool, words: str):
        if not truth:
            result.problems.append(words)

    must(done.returncode == 0, f"exit {done.returncode}: {done.stderr.decode()[-300:]}")
    must(report.get("ok") is True, f"report: {done.stdout.decode()[-300:]}")
    must(report.get("oldCommit") == history.local.id, "oldCommit is not the tip there was")
    must(report.get("newCommit") == result.tip, "newCommit is not the branch's tip")
    if report.get("pushed"):
        must(there["refs/heads/main"] == result.tip, "pushed, but the remote has another tip")
    must(there["refs/heads/main"] in (history.remote.id, result.tip), "the remote's tip is foreign")
    prefix = "refs/heads/conflicts/"
    branches = {name: tip for name, tip in here.items() if name.startswith(prefix)}
    result.conflict_tips = list(branches.values())
    named = report.get("conflictBranch")
    expected = {"refs/heads/" + named} if named else set()
    must(branches.keys() == expected, "conflictBranch is wrong")
    if report.get("pushed") and named:
        must(there.get("refs/heads/" + named) == history.local.id, "conflict branch not pushed")
