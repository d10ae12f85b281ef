import Foundation

/// The drawn history, brought into the pool by one `git fast-import`.
extension WorldBuilder {
    /// Fills the pool and learns the commits' ids.
    func fillPool(_ plan: HistoryPlan) async throws -> CommitBook {
        let pool = World.pool(in: folder)
        let stream = "\(folder)/history.fi"
        let marks = "\(folder)/history.marks"
        try await git.must(["init", "-q", "--bare", "--initial-branch=main", pool], in: folder)
        try plan.writeStream(to: stream)
        try await git.must(
            ["fast-import", "--quiet", "--done", "--export-marks=\(marks)"], in: pool,
            inputFile: stream, limit: Self.importLimit(of: stream))
        var ids = plan.names(fromMarks: try String(contentsOfFile: marks, encoding: .utf8))
        for name in plan.resigned {
            guard let id = ids[name] else { continue }
            let raw = try await git.must(["cat-file", "commit", id], in: pool).output
            let signed = plan.resign(name, raw: Array(raw.utf8), ids: ids)
            let made = try await git.must(
                ["hash-object", "-t", "commit", "-w", "--stdin"], in: pool, input: signed)
            ids[name] = made.text
            try await git.must(["update-ref", HistoryPlan.poolRef(name), made.text], in: pool)
        }
        try FileManager.default.removeItem(atPath: stream)
        let stamps = plan.names.compactMap { name in plan.summary(of: name)?.gen.map { (name, $0) }
        }
        return CommitBook(
            ids: ids, stamps: Dictionary(uniqueKeysWithValues: stamps),
            signatures: try await Self.signatures(of: Array(ids.values), in: pool, git: git))
    }

    private static func importLimit(of stream: String) throws -> Duration {
        let size = try FileManager.default.attributesOfItem(atPath: stream)[.size] as? Int ?? 0
        return Limits.gitCommand + .seconds(size / Limits.gitImport)
    }

    /// Author, date and message of commits.
    static func signatures(
        of ids: [String], in repository: String, git: GitProgram
    ) async throws -> [String: CommitBook.Signature] {
        guard !ids.isEmpty else { return [:] }
        let log = try await git.run(
            ["log", "--no-walk=unsorted", "-z", "--format=%H%x1f%an <%ae> %at %ai%x1f%B"] + ids,
            in: repository)
        var found: [String: CommitBook.Signature] = [:]
        for entry in log.output.split(separator: "\0") {
            let parts = entry.split(
                separator: "\u{1f}", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            found[String(parts[0])] = .init(
                author: String(parts[1]),
                message: String(parts[2]).trimmingSuffix(while: \.isNewline))
        }
        return found
    }
}

extension String {
    /// The text without the characters at its end for which `predicate` holds.
    func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
