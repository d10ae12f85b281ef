"""What a soak found: as text, as a page, and as a picture."""

import statistics
import time
from pathlib import Path


class Result:
    """Good when nothing was wrong and neither memory nor descriptors grew."""

    def __init__(self, load, samples, faults, together, seconds, options):
        self.load, self.samples, self.faults = load, samples, faults
        self.together, self.seconds, self.options = together, seconds, options
        # The longest life of one process, without the minutes in which it warms up.
        lives = {}
        for sample in samples:
            lives.setdefault(sample["start"], []).append(sample)
        self.life = max(lives.values(), key=len) if lives else []
        warm = [s for s in self.life if s["at"] - self.life[0]["at"] > 300] or self.life
        third = max(1, len(warm) // 3)
        self.first, self.last = warm[:third], warm[-third:]

    def growth(self, what: str) -> float:
        if not self.first:
            return float("nan")
        before = statistics.median(s[what] for s in self.first)
        return statistics.median(s[what] for s in self.last) / max(1, before)

    @property
    def is_good(self) -> bool:
        return (not self.load.wrong and bool(self.faults) and self.growth("rss") <= 1.1
                and self.growth("descriptors") <= 1.1)

    @property
    def text(self) -> str:
        load = self.load
        lines = [f"{self.seconds:.0f} s, seed {self.options.seed}: {len(load.wrong)} wrong answers, "
                 f"{len(self.faults)} faults, {load.starts} starts"]
        lines += [f"  WRONG {each}" for each in load.wrong[:20]]
        lines += [f"  {count:>9}  {name}" for name, count in sorted(load.counts.items())]
        lines += [f"  {count:>9}  {name}" for name, count in sorted(load.answers.items())]
        for what, unit in (("rss", "MiB resident"), ("descriptors", "descriptors"),
                           ("threads", "threads")):
            if self.life:
                values = [s[what] for s in self.life]
                lines.append(f"  {values[-1]:>9.0f}  {unit} (least {min(values):.0f}, most "
                             f"{max(values):.0f}), last third / first third "
                             f"{self.growth(what):.3f}")
        lines.append(f"  {self.together:>9.1f}  seconds until all was together at the end")
        for _, kind, seconds in self.faults:
            lines.append(f"  {seconds:>9.1f}  seconds from the end of: {kind}")
        lines.append("good" if self.is_good else "NOT GOOD")
        return "\n".join(lines)

    def write(self, page: Path):
        """The page, and its picture in `images` beside it."""
        picture = page.parent / "images" / (page.stem + ".svg")
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(self.picture())
        load = self.load
        kinds = {}
        for _, kind, seconds in self.faults:
            kinds.setdefault(kind, []).append(seconds)
        rows = "\n".join(f"| {kind} | {len(times)} | {statistics.median(times):.1f} s | "
                         f"{max(times):.1f} s |" for kind, times in sorted(kinds.items()))
        figures = "\n".join(f"| {name} | {count:,} |" for name, count in sorted(
            (load.counts + load.answers).items()))
        life = self.life[-1]["at"] - self.life[0]["at"] if self.life else 0
        page.write_text(f"""# A soak

Eight readers, four writers, a push to the remote each second and a fault each minute, against one server
over HTTP; written by `scripts/soak --server PATH --minutes {self.options.minutes} --seed {self.options.seed} --report docs/soak.md`
on {time.strftime('%Y-%m-%d')}. [judges.md](judges.md#soak) says what is asked of each answer.

**{len(load.wrong)} wrong answers** in {self.seconds / 60:.0f} minutes and {load.starts} starts. Everything was
together {self.together:.1f} s after the end: all that was acknowledged is in the remote's branch, no commit of
the others is missing there, `git fsck --full --strict` of both repositories is silent.

![resident memory, descriptors and commits not yet pushed over time](images/{picture.name})

Longest life of one process: {life / 60:.0f} minutes. Without its first five, the median of the last third over
that of the first: resident memory {self.growth('rss'):.3f}, descriptors {self.growth('descriptors'):.3f},
threads {self.growth('threads'):.3f}.

| fault | times | served again what was pushed after it: median | most |
|---|---|---|---|
{rows}

| what | how many |
|---|---|
{figures}
""" + "".join(f"\n    WRONG {each}" for each in load.wrong[:50]))

    def picture(self) -> str:
        """Three curves over one axis of time; grey lines are the starts of a process."""
        width, height, left, gap = 760, 110, 70, 34
        end = max([s["at"] for s in self.samples], default=1)
        x = lambda at: left + (width - left - 10) * at / end
        parts = []
        for row, (what, name) in enumerate((
                ("rss", "resident, MiB"), ("descriptors", "descriptors"),
                ("pending", "commits not yet pushed"))):
            top = 24 + row * (height + gap)
            most = max([s[what] for s in self.samples], default=1) * 1.1 or 1
            y = lambda value: top + height - height * value / most
            points = " ".join(f"{x(s['at']):.1f},{y(s[what]):.1f}" for s in self.samples)
            parts.append(
                f'<text x="{left}" y="{top - 8}" class="name">{name}</text>'
                f'<line x1="{left}" x2="{width - 10}" y1="{top + height}" y2="{top + height}"/>'
                f'<text x="{left - 8}" y="{top + height}" class="scale">0</text>'
                f'<text x="{left - 8}" y="{top + 8}" class="scale">{most:.0f}</text>'
                f'<polyline points="{points}"/>')
        bottom = 24 + 3 * (height + gap) - gap
        for before, after in zip(self.samples, self.samples[1:]):
            if before["start"] != after["start"]:
                parts.append(f'<line class="start" x1="{x(after["at"]):.1f}" '
                             f'x2="{x(after["at"]):.1f}" y1="24" y2="{bottom}"/>')
        step = max(1, round(end / 60 / 6))
        for minute in range(0, int(end / 60) + 1, step):
            parts.append(f'<text x="{x(minute * 60):.1f}" y="{bottom + 18}" class="time">'
                         f"{minute} min</text>")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom + 30}" '
            'font-family="system-ui, sans-serif" font-size="12"><style>'
            "svg{background:#fff}text{fill:#444}.name{font-weight:600;fill:#111}"
            ".scale{text-anchor:end}.time{text-anchor:middle}"
            "line{stroke:#ccc}.start{stroke:#bbb;stroke-dasharray:3 3}"
            "polyline{fill:none;stroke:#0b63c5;stroke-width:1.3}</style>"
            + "".join(parts) + "</svg>\n")
