import GitAccess
import GitModel
import LiveData

/// A repository with the two readers over it, and what P2 does to it.
struct Source: Sendable {
    let repository: GitRepository
    let blobs: BlobReader

    /// Builds everything once, search too, with an empty index.
    func fullBuild(expecting records: Int) async throws -> Duration {
        let search = try SearchIndex(path: nil)
        let start = ContinuousClock.now
        let candidate = try await build(with: search)
        let duration = ContinuousClock.now - start
        guard candidate.snapshot.recordCount == records else {
            throw BenchmarkError.inconsistent("\(candidate.snapshot.recordCount) records")
        }
        return duration
    }

    /// Takes over one commit after the other, while old search rows are cleaned away in the
    /// background as in a server: for each kind `rounds` commits that change `count` records, and
    /// one before them that is not measured. All but the last of so many `times` is in vain.
    func reloads(
        of data: CorpusRepository, kinds: [(count: Int, rounds: Int)], times: Int
    ) async throws -> [[Duration]] {
        let search = try SearchIndex(path: nil)
        async let _: Void = search.run()
        let live = LiveSnapshot()
        live.swap(to: try await build(with: search).snapshot)
        var random = SeededGenerator(seed: data.corpus.seed)
        var all: [[Duration]] = []
        var version = 0
        for kind in kinds {
            var durations: [Duration] = []
            for _ in 0...kind.rounds {
                version += 1
                try data.commit([data.changes(kind.count, version: version, &random)])
                durations.append(try await reload(live, search, changing: kind.count, times: times))
            }
            all.append(Array(durations.dropFirst()))
        }
        // Leaving the scope cancels the cleaning and waits for its end.
        return all
    }

    private func reload(
        _ live: LiveSnapshot, _ search: SearchIndex, changing count: Int, times: Int
    ) async throws -> Duration {
        let start = ContinuousClock.now
        for _ in 1..<times {
            _ = try await builder(search).build(commit: try await tip(), over: live.current)
        }
        let candidate = try await builder(search).build(commit: try await tip(), over: live.current)
        live.swap(to: candidate.snapshot)
        let spent = ContinuousClock.now - start
        guard candidate.changes.count == count else {
            throw BenchmarkError.inconsistent("\(candidate.changes.count) changes")
        }
        return spent
    }

    /// Builds everything once into the given index.
    func build(with search: SearchIndex) async throws -> Candidate {
        try await builder(search).build(commit: try await tip(), over: nil)
    }

    private func builder(_ search: SearchIndex) -> SnapshotBuilder {
        SnapshotBuilder(repository: repository, blobs: blobs, search: search, badRecords: .refuse)
    }

    private func tip() async throws -> CommitInfo {
        guard let branch = BranchName("main"), let tip = try await repository.tip(of: branch.ref)
        else { throw BenchmarkError.noTip(repository.path) }
        return try await repository.info(of: tip)
    }
}
