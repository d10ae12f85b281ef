import Foundation

/// Says by the git program alone what must become of a branch and its remote: ancestry by
/// `merge-base` and `rev-list`, replays by `rebase` in a worktree of its own. It shares no code with
/// the server and none with the model of the simulation.
package struct GitOracle: Sendable {
    private let git: GitProgram
    private let folder: String
    /// Commits of git by their number in the history.
    private let ids: [Int: String]
    /// A line that only files have that cannot be served.
    private let spoilt: String

    /// Draws the history in a new repository at `folder`.
    ///
    /// - Throws: `HarnessError` when git does not take it.
    package init(
        _ history: [OracleCommit], spoilt: String, git path: String, folder: String
    ) async throws {
        self.folder = folder
        self.spoilt = spoilt
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        git = GitProgram(
            path: path,
            environment: GitProgram.hermetic(home: folder, path: "/usr/local/bin:/usr/bin:/bin"))
        try await git.must(["init", "-q"], in: folder)
        ids = try await Self.draw(history, git, in: folder)
        // Without a commit checked out there is nothing to rebase from.
        if let first = ids.values.min() {
            try await git.must(["checkout", "-q", "--detach", first], in: folder)
        }
    }

    /// What git says; nil where the question is none for git: what would be replayed is no chain.
    package func answer(_ question: OracleQuestion) async throws -> OracleAnswer? {
        let remote = try id(question.remote)
        var isRewritten = false
        if let accepted = question.accepted {
            isRewritten = try await !isAncestor(id(accepted), of: remote)
        }
        if isRewritten, question.adoption != "remote-rewritten" {
            return OracleAnswer(word: "remote-rewritten")
        }
        guard let number = question.local else { return try await ending("fast-forwarded", remote) }
        let local = try id(number)
        if local == remote { return try await ending("in-sync", local) }
        let gone = try question.withdrawn.map(id)
        let books = try gone + (question.accepted.map { [try id($0)] } ?? [])
        let ours = try await list(local, without: [remote])
        let holdsWithdrawn = try await list(local, without: [remote] + gone).count < ours.count
        let own = try await list(local, without: [remote] + books)
        if isRewritten || holdsWithdrawn {
            guard !own.isEmpty else { return try await ending("fast-forwarded", remote) }
            return try await replay(own, on: remote, question.expected)
        }
        let isRelated = try await run(["merge-base", local, remote]).status == 0
        guard isRelated else {
            guard question.adoption == "unrelated-histories" else {
                return OracleAnswer(word: "unrelated-histories")
            }
            return try await replay(own, on: remote, question.expected)
        }
        if ours.isEmpty { return try await ending("fast-forwarded", remote) }
        if try await isAncestor(remote, of: local) {
            return try await ending("pushed-ahead", local)
        }
        guard question.replays else { return OracleAnswer(word: "non-fast-forward") }
        return try await replay(own, on: remote, question.expected)
    }

    // MARK: Replays

    private func replay(
        _ own: [String], on remote: String, _ expected: [String: String]?
    ) async throws -> OracleAnswer? {
        let mayBeServed = try await isServable(remote)
        let refusal = OracleAnswer(word: "rebuild-failed")
        guard let newest = own.last, let oldest = own.first else {
            return mayBeServed ? try await end(remote, on: remote, expected) : refusal
        }
        let parents = try await must(["rev-list", "--parents", "--max-count=1", oldest])
            .split(separator: " ").dropFirst().map(String.init)
        guard parents.count <= 1, try await list(newest, without: parents) == own else {
            return nil
        }
        // No file is renamed: a record that goes and one that comes are two records. A change that
        // is upstream already is tried all the same, for it may have been taken back there.
        let start = parents.first.map { [$0] } ?? ["--root"]
        let rebase = try await run(
            [
                "rebase", "-q", "--reapply-cherry-picks", "--empty=drop", "--keep-empty",
                "--strategy=recursive", "--strategy-option=no-renames", "--onto", remote,
            ] + start + [newest])
        guard rebase.status == 0 else {
            guard try await run(["rebase", "--abort"]).status == 0 else {
                throw HarnessError.environment("git rebase: \(rebase.error)")
            }
            return mayBeServed ? OracleAnswer(word: "conflict-escaped") : refusal
        }
        let tip = try await must(["rev-parse", "HEAD"])
        guard try await isServable(tip) else {
            return mayBeServed ? OracleAnswer(word: "conflict-escaped") : refusal
        }
        return try await end(tip, on: remote, expected)
    }

    private func end(
        _ tip: String, on remote: String, _ expected: [String: String]?
    ) async throws -> OracleAnswer {
        let count = try await list(tip, without: [remote]).count
        var answer = OracleAnswer(word: "rebased", replayed: count)
        if let expected {
            let wanted = try await Self.draw(
                [OracleCommit(number: 0, parents: [], message: "expected", files: expected)], git,
                in: folder)
            let trees = try await must(
                ["rev-parse", "\(tip)^{tree}", "\(wanted[0] ?? "")^{tree}"]
            ).split(separator: "\n")
            answer.isAsExpected = trees.first == trees.last
        }
        return answer
    }

    // MARK: Questions to git

    private func ending(_ word: String, _ tip: String) async throws -> OracleAnswer {
        OracleAnswer(word: try await isServable(tip) ? word : "rebuild-failed")
    }

    private func isServable(_ tip: String) async throws -> Bool {
        let found = try await run(["grep", "-q", "--fixed-strings", "-e", spoilt, tip])
        guard found.status <= 1 else { throw HarnessError.environment(found.error) }
        return found.status == 1
    }

    private func isAncestor(_ ancestor: String, of descendant: String) async throws -> Bool {
        let check = try await run(["merge-base", "--is-ancestor", ancestor, descendant])
        guard check.status <= 1 else { throw HarnessError.environment(check.error) }
        return check.status == 0
    }

    /// Commits that `tip` has and none of `others`, the oldest first.
    private func list(_ tip: String, without others: [String]) async throws -> [String] {
        try await must(
            ["rev-list", "--reverse", "--topo-order", tip] + others.map { "^\($0)" }
        ).split(separator: "\n").map(String.init)
    }

    private func id(_ number: Int) throws -> String {
        guard let id = ids[number] else {
            throw HarnessError.environment("commit \(number) was not drawn")
        }
        return id
    }

    private func run(_ arguments: [String]) async throws -> GitProgram.Result {
        try await git.run(arguments, in: folder)
    }

    private func must(_ arguments: [String]) async throws -> String {
        try await git.must(arguments, in: folder).text
    }

    // MARK: Drawing

    private static func draw(
        _ history: [OracleCommit], _ git: GitProgram, in folder: String
    ) async throws -> [Int: String] {
        let marks = "\(folder)/.git/oracle.marks"
        var stream: [UInt8] = []
        for commit in history { stream += Self.stream(commit) }
        stream += Array("done\n".utf8)
        try await git.must(
            ["fast-import", "--quiet", "--done", "--force", "--export-marks=\(marks)"],
            in: folder, input: stream)
        var ids: [Int: String] = [:]
        for line in try String(contentsOfFile: marks, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let mark = Int(words[0].dropFirst()) else { continue }
            ids[mark - 1] = String(words[1])
        }
        return ids
    }

    private static func stream(_ commit: OracleCommit) -> [UInt8] {
        func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
        let time = 1_700_000_000 + commit.number
        var text = """
            commit refs/oracle/\(commit.number)
            mark :\(commit.number + 1)
            committer Oracle <oracle@example.invalid> \(time) +0000
            \(data(commit.message))
            """
        if let first = commit.parents.first { text += "from :\(first + 1)\n" }
        for other in commit.parents.dropFirst() { text += "merge :\(other + 1)\n" }
        text += "deleteall\n"
        for (path, content) in commit.files.sorted(by: { $0.key < $1.key }) {
            text += "M 100644 inline \"\(path)\"\n\(data(content))"
        }
        return Array((text + "\n").utf8)
    }
}
