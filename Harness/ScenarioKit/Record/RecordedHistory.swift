import Foundation

/// The smallest part of a history on which a reconcile ends as on the whole.
struct RecordedHistory {
    /// Parents before children.
    var commits: [RecordedCommit] = []
    /// Names by id.
    private(set) var names: [String: CommitName] = [:]
    /// Where damaged objects of the clone stand.
    var damage: [DamagePlace] = []
    /// The damaged objects that no recorded commit has.
    private(set) var aside: [DamagedObject] = []

    /// Most commits that are recorded.
    private static let most = 500
    /// Largest file whose content is recorded.
    private static let largest = 64 * 1024

    private let git: GitProgram
    private let pool: String

    /// Cuts the history two commits before what the two tips share.
    ///
    /// - Parameters:
    ///   - pool: a repository that has the objects of both sides.
    ///   - damaged: objects that the recording must have, however old they are.
    /// - Throws: `HarnessError.unsupported` when an object is missing, or there is too much.
    init(
        pool: String, git: GitProgram, local: String?, remote: String?, tips: [String],
        damaged: [DamagedObject] = []
    ) async throws {
        self.pool = pool
        self.git = git
        var cut: [String] = []
        if let local, let remote {
            let base = try await git.run(["merge-base", local, remote], in: pool)
            if base.status == 0 { cut = try await Self.parents(below: base.text, pool, git) }
        } else if let tip = local ?? remote {
            cut = try await Self.parents(below: tip, pool, git)
        }
        if !damaged.isEmpty, !tips.isEmpty {
            let whole = try await git.run(["rev-list", "--count"] + tips, in: pool)
            if let count = Int(whole.text), count <= Self.most { cut = [] }
        }
        let list = try await git.run(
            ["rev-list", "--topo-order", "--reverse", "--parents"] + tips + cut.map { "^\($0)" },
            in: pool)
        guard list.status == 0 else {
            throw HarnessError.unsupported("the history cannot be read: \(list.error)")
        }
        let count = list.lines.count
        guard count <= Self.most else {
            throw HarnessError.unsupported(
                "\(count) commits lie between the tips; at most \(Self.most) are recorded")
        }
        let local = try await Self.ancestors(of: local, pool, git)
        let remote = try await Self.ancestors(of: remote, pool, git)
        var counts: [String: Int] = [:]
        for line in list.lines {
            let ids = line.split(separator: " ").map(String.init)
            let letter =
                switch (local.contains(ids[0]), remote.contains(ids[0])) {
                case (true, false): "L"
                case (false, true): "R"
                case (true, true): "A"
                default: "X"
                }
            counts[letter, default: 0] += 1
            names[ids[0]] = CommitName("\(letter)\(counts[letter] ?? 1)")
        }
        let drawn = list.lines.compactMap { line in
            line.split(separator: " ").first.map(String.init)
        }.compactMap { id in names[id].map { (id, $0) } }
        (damage, aside) = try await Self.places(of: damaged, in: drawn, pool: pool, git: git)
        let every = try await touched(list.lines).union(damage.compactMap(\.path))
        for line in list.lines {
            let ids = line.split(separator: " ").map(String.init)
            commits.append(try await commit(ids[0], parents: Array(ids.dropFirst()), every))
        }
    }

    /// The parents of the commit two before another, or of the first there is.
    private static func parents(
        below id: String, _ pool: String, _ git: GitProgram
    ) async throws -> [String] {
        let older = try await git.run(["rev-list", "--max-count=3", "--parents", id], in: pool)
        let last = older.lines.last?.split(separator: " ").dropFirst() ?? []
        return last.map(String.init)
    }

    private static func ancestors(
        of tip: String?, _ pool: String, _ git: GitProgram
    ) async throws -> Set<String> {
        guard let tip else { return [] }
        return Set(try await git.run(["rev-list", tip], in: pool).lines)
    }

    /// Paths that any of the commits changes.
    private func touched(_ lines: [String]) async throws -> Set<String> {
        var paths: Set<String> = []
        for line in lines {
            let ids = line.split(separator: " ").map(String.init)
            for parent in ids.dropFirst() where names[parent] != nil {
                paths.formUnion(try await changed(ids[0], from: parent).keys)
            }
        }
        return paths
    }

    /// What differs between two trees: mode and object by path; nil for a deletion.
    private func changed(
        _ id: String, from parent: String?
    ) async throws -> [String: (mode: String, object: String)?] {
        let base = try await parent == nil ? emptyTree() : "\(parent ?? "")^{tree}"
        let diff = try await git.must(
            [
                "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", base,
                "\(id)^{tree}",
            ], in: pool)
        var found: [String: (mode: String, object: String)?] = [:]
        var parts = diff.output.split(separator: "\0").map(String.init)[...]
        while let head = parts.popFirst(), let path = parts.popFirst() {
            let fields = head.dropFirst().split(separator: " ").map(String.init)
            guard fields.count >= 5 else { continue }
            found.updateValue(fields[4] == "D" ? nil : (fields[1], fields[3]), forKey: path)
        }
        return found
    }

    private func emptyTree() async throws -> String {
        try await git.must(["mktree"], in: pool).text
    }

    private func commit(
        _ id: String, parents: [String], _ every: Set<String>
    ) async throws -> RecordedCommit {
        let known = parents.filter { names[$0] != nil }
        var changes: [String: (mode: String, object: String)?] = [:]
        if known.isEmpty {
            let all = try await changed(id, from: nil)
            let isSmall = all.count <= 200
            changes = all.filter { path, _ in
                isSmall || every.contains(path) || path.hasPrefix(".git")
                    || damage.contains { $0.isTree && path.hasPrefix("\($0.path ?? "")/") }
            }
        }
        // A merge says what it has wherever it differs from any of its parents.
        for parent in known {
            let differing = try await changed(id, from: parent)
            changes.merge(differing) { first, _ in first }
        }
        let told = try await git.must(["log", "-1", "--format=%at%n%B", id], in: pool)
        let lines = told.output.split(
            separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = names[id] else { throw HarnessError.environment("\(id) has no name") }
        var recorded = RecordedCommit(
            name: name, parents: known.compactMap { names[$0] },
            seconds: lines.first.flatMap { Int64($0) } ?? 0,
            message: lines.count > 1 ? String(lines[1]).trimmingSuffix { $0.isNewline } : "",
            changes: [], executable: [])
        for path in changes.keys.sorted() {
            guard let entry = changes[path] else { continue }
            try await add(path, entry, to: &recorded)
        }
        return recorded
    }

    private func add(
        _ path: String, _ entry: (mode: String, object: String)?, to commit: inout RecordedCommit
    ) async throws {
        guard let entry else { return commit.changes.append((path, .delete)) }
        if entry.mode == "160000" { return commit.changes.append((path, .gitlink(entry.object))) }
        let size = try await git.must(["cat-file", "-s", entry.object], in: pool).text
        guard Int(size) ?? .max <= Self.largest else {
            let words = "a large file: \(entry.object.prefix(12)), \(size) bytes\n"
            return commit.changes.append((path, .text(words)))
        }
        let text = try await git.must(["cat-file", "blob", entry.object], in: pool).output
        if entry.mode == "120000" { return commit.changes.append((path, .symlink(text))) }
        if entry.mode == "100755" { commit.executable.append(path) }
        let isText = Int(size) == text.utf8.count && !text.contains("\u{FFFD}")
        if isText { return commit.changes.append((path, .text(text))) }
        // What is no text in UTF-8 is asked for in hexadecimal digits.
        let dump = "alias.dump=!git cat-file blob \(entry.object) | od -An -v -tx1"
        let digits = try await git.must(["-c", dump, "dump"], in: pool).output
        let bytes = digits.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
        commit.changes.append((path, .bytes(bytes)))
    }
}
