"""Runs one case: every side, every comparison."""

import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import compare
import generate
import model
import sides


@dataclass
class Verdict:
    profile: str
    case: int
    outcome: str = ""
    agreed: dict[str, bool] = field(default_factory=dict)  # per side
    classes: list[str] = field(default_factory=list)  # "side: name"
    failures: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def run(profile: str, seed: int, case: int, server: Path | None, keep: Path | None) -> Verdict:
    verdict = Verdict(profile, case)
    folder = Path(tempfile.mkdtemp(prefix=f"reconcile-{profile}-{case}-"))
    try:
        judge(verdict, folder, seed, server)
    except Exception as error:  # one broken case must not hide the others
        verdict.failures.append(f"{type(error).__name__}: {error}")
    if verdict.failures and keep:
        shutil.copytree(folder, keep / folder.name, symlinks=True)
    shutil.rmtree(folder, ignore_errors=True)
    return verdict


def judge(verdict: Verdict, folder: Path, seed: int, server: Path | None):
    history = generate.history(verdict.profile, seed, verdict.case)
    timed = Stopwatch(verdict.seconds)
    result = timed("gitsheets", sides.by_gitsheets, history, folder / "gitsheets")
    prediction = timed("model", model.predict, history, folder / "gitsheets")
    verdict.outcome = prediction.outcome
    judge_gitsheets(verdict, result, prediction, history, folder / "gitsheets")
    if verdict.profile == "files":
        result = timed("git", sides.by_rebase, history, folder / "rebase")
        problems = compare.rebase_agrees(result, prediction)
        settle(verdict, "git", problems, problems and git_class(
            result, prediction, history, folder))
    if server:
        result = timed("livetree", sides.by_livetree, history, folder / "livetree", server)
        problems = compare.livetree_problems(result, prediction, history)
        settle(verdict, "livetree", problems, None)


def judge_gitsheets(verdict, result, prediction, history, folder):
    problems = compare.gitsheets_agrees(result, prediction, history)
    name = problems and compare.gitsheets_class(
        result, prediction, history, folder, verdict.profile)
    if problems and not name and prediction.merges:
        # Whether it is the merge that it stumbles on: the same work in one line.
        flat = model.flattened(history, prediction)
        result = sides.by_gitsheets(flat, folder.with_name("gitsheets-flat"))
        if (result.outcome, result.tree) == (prediction.outcome, prediction.tree):
            name = "merge-replayed"
    settle(verdict, "gitsheets", problems, name)


def git_class(result, prediction, history, folder) -> str | None:
    """It drops a commit whose patch is upstream, also where upstream has moved on since."""
    expected = [prediction]
    for name, blanks in (("upstream-moved-on", True), ("blind-to-white-space", False)):
        dropping = model.predict(
            history, folder / "gitsheets", drop_same_patch=True, blanks=blanks)
        if not compare.rebase_agrees(result, dropping):
            return name
        expected.append(dropping)
    for prediction in expected:
        if name := compare.rebase_class(result, prediction, history, folder / "rebase"):
            return name
    return None


def settle(verdict: Verdict, side: str, problems: list[str], name: str | None):
    verdict.agreed[side] = not problems
    if name:
        verdict.classes.append(f"{side}: {name}")
    elif problems:
        verdict.failures.append(f"{side}: {'; '.join(problems)} (predicted {verdict.outcome})")


class Stopwatch:
    def __init__(self, seconds: dict[str, float]):
        self.seconds = seconds

    def __call__(self, name, action, *arguments):
        start = time.monotonic()
        try:
            return action(*arguments)
        finally:
            self.seconds[name] = time.monotonic() - start
