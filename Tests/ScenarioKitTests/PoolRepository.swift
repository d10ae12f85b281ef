import Foundation
import ScenarioKit
import TestSupport

/// A bare repository into which a history was imported by the git program.
struct PoolRepository {
    let folder: TemporaryFolder
    let plan: HistoryPlan
    /// Commit ids by name, as fast-import's marks tell them.
    private(set) var ids: [CommitName: String] = [:]

    init(_ plan: HistoryPlan) async throws {
        self.plan = plan
        folder = try TemporaryFolder()
        try await GitProgram.run(["init", "-q", "--bare", folder.child("pool.git")])
        let stream = folder.child("history.stream")
        try plan.writeStream(to: stream)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: stream))
        try await git(
            ["fast-import", "--quiet", "--export-marks=\(folder.child("marks"))"],
            input: Array(bytes))
        let marks = try String(contentsOfFile: folder.child("marks"), encoding: .utf8)
        ids = plan.names(fromMarks: marks)
    }

    /// Runs git in the repository.
    @discardableResult
    func git(_ arguments: [String], input: [UInt8] = []) async throws -> String {
        try await GitProgram.run(
            ["--git-dir=\(folder.child("pool.git"))"] + arguments, input: input)
    }

    /// A file's text at a commit.
    func show(_ path: String, _ name: String) async throws -> String {
        try await git(["cat-file", "blob", "refs/pool/\(name):\(path)"]) + "\n"
    }

    /// `A` → parents by name, in git's order, for every ref of the pool.
    func parents() async throws -> [String: [String]] {
        let names = Dictionary(uniqueKeysWithValues: ids.map { ($0.value, $0.key.text) })
        let lines = try await git(["rev-list", "--parents", "--all"])
        var result: [String: [String]] = [:]
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ").map { names[String($0)] ?? "?" }
            result[words[0]] = Array(words.dropFirst())
        }
        return result
    }
}
