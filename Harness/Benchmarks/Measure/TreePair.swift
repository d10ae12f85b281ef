import GitAccess
import GitModel

/// The trees of the last two commits of a branch, and how long it takes to compare them.
final class TreePair {
    private let repository: GitRepository
    private var trees: [TreeID] = []

    init(_ repository: GitRepository) {
        self.repository = repository
    }

    /// Looks where the branch is now.
    func advance() async throws {
        guard let branch = BranchName("main"), let tip = try await repository.tip(of: branch.ref)
        else { throw BenchmarkError.noTip(repository.path) }
        trees = trees.suffix(1) + [try await repository.info(of: tip).tree]
    }

    /// Milliseconds of a comparison.
    func compare() async throws -> Double {
        let start = ContinuousClock.now
        let changes = try await repository.changes(from: trees.first, to: trees.last)
        let spent = ContinuousClock.now - start
        guard changes.count == 1 || trees.count < 2 else {
            throw BenchmarkError.inconsistent("\(changes.count) changes")
        }
        return spent.milliseconds
    }
}
