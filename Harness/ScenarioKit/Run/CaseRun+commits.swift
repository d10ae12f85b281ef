/// No commit is lost: watched from the first start of a server, after each step and at the end.
extension CaseRun {
    /// The clones that servers serve.
    private var served: [String] {
        Set(scenario.actors.filter { $0.kind == .server }.compactMap(\.data)).sorted()
    }

    /// Where a clone keeps what it knows to be or to have been on its remote.
    private static let booksOfRemotes = [
        "refs/remotes/", "refs/livetree/accepted/", "refs/livetree/withdrawn/",
        "refs/livetree/pushed/",
    ]

    /// Watches what only the clones of servers have: on the served branch and on conflict branches.
    func watchLocalCommits() async throws {
        _ = try await commitsOnBranches()
        for clone in served where !damaged.contains(clone) {
            let refs = try await world.refs(of: clone)
            let tips = refs.filter { ref, _ in
                ref == "refs/heads/main" || ForceChecks.isConflictBranch(ref)
            }
            // What was accepted or fetched was on a remote, even if it is there no more.
            let known = refs.filter { ref, _ in
                Self.booksOfRemotes.contains { ref.hasPrefix($0) }
            }
            try await watch(Array(tips.values), except: Array(known.values), in: clone)
        }
    }

    /// Watches a commit that a step brought to a clone, or whose write was acknowledged.
    func watch(_ tips: [String], except known: [String] = [], in clone: String) async throws {
        guard !tips.isEmpty else { return }
        let limits = known.map { "^\($0)" }
        let list = try await world.git.run(
            ["rev-list", "--ignore-missing", "--no-merges", "--max-count=10000"] + tips + limits,
            in: world.repository(of: clone))
        ledger.watch(list.lines)
    }

    /// After a step that itself moved branches of `actor` where they please: what is on no branch
    /// then is not the server's loss.
    func excuseLostCommits(because step: String) async throws {
        guard let branches = try await commitsOnBranches() else { return }
        let lost = ledger.missing(from: branches)
        guard !lost.isEmpty else { return }
        ledger.excuse(lost)
        events.note("excused", "\(step): \(lost.map { world.book.describe($0) })")
    }

    /// Adds a finding for each watched commit that is on no branch, itself or replayed.
    func checkCommits() async throws {
        guard !ledger.guarded.isEmpty else { return }
        var lost: [String] = []
        // A branch can move while others are being read: what is missing must stay missing.
        for _ in 0..<3 {
            guard let branches = try await commitsOnBranches() else { return }
            lost = []
            for id in ledger.missing(from: branches) where !dropped.contains(id) {
                if try await !isReplayed(id, among: branches) { lost.append(id) }
            }
            if lost.isEmpty { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        let listed = await listedAsDropped()
        ledger.excuse(lost)
        for id in lost where !listed.contains(id) {
            findings.append(
                Finding(
                    .noCommitLost,
                    "\(world.book.describe(id)) is on no branch of a remote or of a clone, neither "
                        + "itself nor replayed, and no answer lists it as dropped"))
        }
    }

    /// Every commit on a branch of a remote or of a served clone; nil where one cannot be asked.
    func commitsOnBranches() async throws -> Set<String>? {
        var all: Set<String> = []
        let remotes = scenario.actors.filter { $0.kind == .remote }.map(\.name)
        let repositories = world.repositories()
        for actor in remotes + served {
            guard let path = repositories[actor] else { continue }
            let list = try await world.refAnswers.ask(
                ["rev-list", "--branches", "--max-count=20000"], in: path)
            if list.status != 0 {
                // A step damaged it, or its disk is held back by a fault.
                events.note("unjudged", "commits of \(actor): \(list.error)")
                return nil
            }
            all.formUnion(list.lines)
            if remotes.contains(actor) { ledger.saw(onRemotes: Set(list.lines)) }
        }
        return all
    }

    /// Whether a commit on a branch has the author, date and message of another, and its change.
    private func isReplayed(_ id: String, among branches: Set<String>) async throws -> Bool {
        let known = replayed[id]
        if let known, branches.contains(known) { return true }
        guard let original = try await signature(of: id) else { return false }
        for candidate in branches.sorted() where candidate != id {
            guard try await signature(of: candidate) == original,
                try await carries(candidate, changeOf: id)
            else { continue }
            replayed[id] = candidate
            return true
        }
        return false
    }

    /// Whether a commit carries the change of another.
    func carries(_ commit: String, changeOf original: String) async throws -> Bool {
        guard let there = try await holder(of: commit), let here = try await holder(of: original)
        else { return false }
        let git = world.git
        do {
            let change = try await CommitChange(of: commit, in: there, git: git)
            let wanted = try await CommitChange(of: original, in: here, git: git)
            let tree = try await CommitChange.tree(of: commit, in: there, git: git)
            return wanted.isCarried(by: change, tree: tree)
        } catch let error as HarnessError {
            // An object of it is missing: what cannot be read is not there.
            events.note("unjudged", error.description)
            return false
        }
    }

    /// A repository that has a commit.
    private func holder(of commit: String) async throws -> String? {
        for path in [world.pool] + world.repositories().values.sorted() {
            let check = try await world.git.run(["cat-file", "-e", "\(commit)^{tree}"], in: path)
            if check.status == 0 { return path }
        }
        return nil
    }

    /// Commits that an answer, or the last reports of the server, list as dropped.
    private func listedAsDropped() async -> Set<String> {
        for server in world.servers.values where server.process?.isAlive == true {
            let status = await status(of: server)
            for report in ["lastReconcile", "lastReload"] {
                note(dropped: status.body?[report])
            }
        }
        return dropped
    }

    /// Remembers what a report lists as dropped.
    func note(dropped report: DataValue?) {
        dropped.formUnion((report?["dropped"]?.items ?? []).compactMap(\.text))
    }
}
