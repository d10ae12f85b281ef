import Foundation
import GitAccess
import GitModel
import LiveData
import Overview
import Sheets

/// `livetree verify`: every record of a branch, read exactly as the server would, and held against
/// the schema of its sheet, which the server does on writes only.
struct Verification: Sendable {
    let repository: String
    let branch: String

    struct Report {
        let text: String
        let problemCount: Int
    }

    func run() async throws -> Report {
        guard let branch = BranchName(branch) else {
            throw StopReason(.usage, "--branch is not a branch name: \(branch)")
        }
        do {
            let opened = try GitRepository(
                at: Self.gitFolder(of: repository), allowingWorkTree: true)
            guard let tip = try await opened.tip(of: branch.ref) else {
                throw StopReason(.badData, "\(repository) has no branch \(branch)")
            }
            return try await read(opened.info(of: tip), in: opened)
        } catch let error as GitError {
            throw StopReason(.inputOutput, "cannot read \(repository): \(error.message)")
        } catch let error as SnapshotError {
            throw StopReason(.inputOutput, "cannot read \(repository): \(error); \(error.hint)")
        }
    }

    private func read(_ commit: CommitInfo, in opened: GitRepository) async throws -> Report {
        let blobs = BlobReader(path: opened.path, allowingWorkTree: true)
        let builder = SnapshotBuilder(
            repository: opened, blobs: blobs, search: try SearchIndex(path: nil),
            badRecords: .skip)
        // Nothing is searched: the rows are never written.
        let snapshot = try await builder.build(commit: commit, over: nil, indexing: .later).snapshot
        let violations = try await SchemaVerification(blobs: blobs).findings(in: snapshot)
        let problemCount = snapshot.problemCount + violations.count
        var lines = (snapshot.problems + violations.problems).map { problem in
            "\(problem.path)\(problem.line.map { ":\($0)" } ?? ""): \(problem.reason)"
        }
        if problemCount > lines.count {
            lines.append("… and \(problemCount - lines.count) more")
        }
        lines.append(
            "\(commit.id): \(Counted.of(snapshot.recordCount, "record")) in "
                + "\(Counted.of(snapshot.sheets.count, "sheet")), "
                + Counted.of(problemCount, "problem"))
        return Report(text: lines.joined(separator: "\n") + "\n", problemCount: problemCount)
    }

    /// The bare folder of a repository: itself, or `.git` inside a work tree.
    private static func gitFolder(of path: String) -> String {
        let inner = URL(fileURLWithPath: path).appendingPathComponent(".git").path
        return FileManager.default.fileExists(atPath: inner) ? inner : path
    }
}
