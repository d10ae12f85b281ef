"""A cluster of one build that becomes one of another under its writers, node by node, and back."""

from pathlib import Path

import nodes
from faults import Check


class Upgrades(Check):
    """All nodes begin with the old program."""

    def __init__(self, site: nodes.Site, options, old: Path):
        super().__init__(site, options)
        self.old = old

    def upgrade(self) -> list[str]:
        """Each node is replaced by one of the new program; who writes then goes back to the old
        one, and at last all do. In between, and at the end, everything has to be right."""
        every = self.rng.sample(self.site.nodes, len(self.site.nodes))
        problems = self.replace(every, self.site.program, "upgraded")
        if not problems:
            first = self.current()
            problems = self.replace([first], self.old, "taken back")
        if not problems:
            problems = self.replace(self.others(first), self.old, "taken back")
        if not problems:
            self.counts["upgrades, and the way back"] += 1
        return problems

    def replace(self, order: list[nodes.Node], program: Path, word: str) -> list[str]:
        """One after the other, the next when all know of each other."""
        self.crew.start()
        problems = []
        for node in order:
            self.away(self.options.window)
            role = "writer" if node is self.current() else "reader"
            if code := node.running.stop():
                problems.append(f"{node.name} ends with {code}")
            problems += self.taken_over(self.others(node), f"the end of a {role}")
            node.program = program
            node.start().running.ready()
            self.site.wait(self.is_whole, "sees all others")
            self.counts[f"{role}s {word}"] += 1
        self.away(self.options.window)
        problems += self.crew.stop()
        return problems + self.quiet()

    def is_whole(self) -> bool:
        """Whether each node knows of every node."""
        count = len(self.site.nodes)
        return all(len(node.cluster().get("nodes", [])) == count for node in self.site.nodes)
