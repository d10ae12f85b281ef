/// Commits and the refs of every repository at one moment, with names for people.
package struct HistoryPicture: Sendable, Hashable {
    /// One commit.
    package struct Commit: Sendable, Hashable {
        /// Its full id.
        package let id: String
        /// `A`, `L1'`, `$w1`, or the start of the id when nothing names it.
        package let name: String
        /// Ids of its parents, in git's order.
        package let parents: [String]

        package init(id: String, name: String, parents: [String]) {
            self.id = id
            self.name = name
            self.parents = parents
        }
    }

    /// One ref.
    package struct Ref: Sendable, Hashable {
        /// The actor whose repository it is in.
        package let actor: String
        /// Full name.
        package let name: String
        /// Id of the commit it points to.
        package let commit: String

        package init(actor: String, name: String, commit: String) {
            self.actor = actor
            self.name = name
            self.commit = commit
        }

        /// `main` for a branch; other refs without `refs/`.
        package var short: String {
            for prefix in ["refs/heads/", "refs/"] where name.hasPrefix(prefix) {
                return String(name.dropFirst(prefix.count))
            }
            return name
        }

        /// True for a branch, false for a tag and for the books a server keeps.
        package var isBranch: Bool { name.hasPrefix("refs/heads/") }
    }

    /// Parents before children.
    package let commits: [Commit]
    /// By actor, then by name.
    package let refs: [Ref]

    package init(commits: [Commit], refs: [Ref]) {
        self.commits = commits
        self.refs = refs
    }

    /// Ids of commits that some ref leads to.
    package var reachable: Set<String> {
        let parents = Dictionary(commits.map { ($0.id, $0.parents) }) { first, _ in first }
        var seen: Set<String> = []
        var stack = refs.map(\.commit)
        while let id = stack.popLast() {
            if seen.insert(id).inserted { stack += parents[id] ?? [] }
        }
        return seen
    }

    /// The name of a commit; the start of the id of one that is not in the picture.
    package func name(of id: String) -> String {
        commits.first { $0.id == id }?.name ?? String(id.prefix(7))
    }
}
