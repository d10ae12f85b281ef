import GitAccess
import GitModel
import LiveData

/// A repository with the two readers over it, and what the reload benchmark does to it.
struct Source: Sendable {
    let repository: GitRepository
    let blobs: BlobReader

    /// Durations of the reloads, and of the swap inside each.
    struct Reloads {
        var whole: [Duration] = []
        var swap: [Duration] = []
    }

    /// Builds everything once, with an empty index.
    func fullBuild(expecting records: Int, indexing: Indexing) async throws -> Duration {
        let search = try SearchIndex(path: nil)
        let clock = ContinuousClock()
        let start = clock.now
        let candidate = try await builder(search).build(
            commit: try await tip(), over: nil, indexing: indexing)
        let duration = clock.now - start
        guard candidate.snapshot.recordCount == records else {
            throw BenchmarkError.inconsistent("\(candidate.snapshot.recordCount) records")
        }
        return duration
    }

    /// Takes over one commit after the other, each changing one record, while old search rows are
    /// cleaned away in the background as in a server.
    func reloads(
        of data: CorpusRepository, corpus: Corpus, rounds: Int
    ) async throws -> Reloads {
        let search = try SearchIndex(path: nil)
        async let _: Void = search.run()
        let live = LiveSnapshot()
        live.swap(to: try await builder(search).build(commit: try await tip(), over: nil).snapshot)
        var random = SeededGenerator(seed: corpus.seed)
        var result = Reloads()
        let clock = ContinuousClock()
        for round in 1...rounds {
            try data.commit([
                corpus.record(random.int(below: corpus.records), version: round)
            ])
            let start = clock.now
            let candidate = try await builder(search).build(
                commit: try await tip(), over: live.current)
            let built = clock.now
            live.swap(to: candidate.snapshot)
            let end = clock.now
            guard candidate.changes.count == 1 else {
                throw BenchmarkError.inconsistent("\(candidate.changes.count) changes")
            }
            result.whole.append(end - start)
            result.swap.append(end - built)
        }
        // Leaving the scope cancels the cleaning and waits for its end.
        return result
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
