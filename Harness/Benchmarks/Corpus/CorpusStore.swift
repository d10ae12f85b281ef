import Foundation

/// The folder all repositories are in: corpora are kept for the next time, the rest goes.
final class CorpusStore {
    let folder: String
    /// What this run makes; removed at the end.
    private let scratch: String
    private var count = 0

    init(folder: String) throws {
        self.folder = folder
        scratch = "\(folder)/run-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true)
    }

    /// As `deinit` does, when the benchmark is ended from outside.
    func prepareForEarlyEnd() -> [any DispatchSourceSignal] {
        EarlyEnd.prepare(removing: scratch)
    }

    deinit { try? FileManager.default.removeItem(atPath: scratch) }

    /// A clone of the corpus that may be changed; its packs are linked, not copied.
    func repository(_ corpus: Corpus) throws -> CorpusRepository {
        let path = path("\(corpus.name).git")
        try ChildProcess.run(["git", "clone", "--quiet", "--bare", try kept(corpus), path])
        return try CorpusRepository(at: path, holding: corpus)
    }

    /// A path that nothing is at yet.
    func path(_ name: String) -> String {
        count += 1
        return "\(scratch)/\(count)-\(name)"
    }

    func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    private func kept(_ corpus: Corpus) throws -> String {
        let path = "\(folder)/corpus-\(corpus.name).git"
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        let fresh = self.path("fresh.git")
        try CorpusRepository.create(corpus, at: fresh)
        try FileManager.default.moveItem(atPath: fresh, toPath: path)
        return path
    }
}
