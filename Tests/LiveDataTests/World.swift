import GitAccess
import GitModel
import LiveData
import Sheets
import TestSupport
import Testing

/// A real bare repository, a search index of its own, and builders over both.
struct World {
    static let people: TestFile = """
        [gitsheet]
        root = "people"
        path = "${{ slug }}"
        """
    static let projects: TestFile = """
        [gitsheet]
        root = "projects"
        path = "${{ owner }}/${{ slug }}"
        """

    let folder: TemporaryFolder
    let origin: TestRepository
    let repository: GitRepository
    let blobs: BlobReader
    let search: SearchIndex

    static func make() async throws -> World {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        return World(
            folder: folder, origin: origin, repository: try GitRepository(at: origin.path),
            blobs: BlobReader(path: origin.path),
            search: try SearchIndex(path: folder.child("search")))
    }

    /// A builder; by default with the world's own index and the default policy.
    func builder(
        _ policy: BadRecordPolicy = .refuse, search other: SearchIndex? = nil
    ) -> SnapshotBuilder {
        SnapshotBuilder(
            repository: repository, blobs: blobs, search: other ?? search, badRecords: policy)
    }

    /// Makes a commit and returns what building needs to know of it.
    func commit(_ files: [String: TestFile]) async throws -> CommitInfo {
        try await repository.info(of: origin.commit(files))
    }

    /// Makes a commit and builds its snapshot.
    func build(
        _ files: [String: TestFile], over base: Snapshot? = nil,
        policy: BadRecordPolicy = .refuse, indexing: Indexing = .now
    ) async throws -> Candidate {
        try await builder(policy).build(
            commit: try await commit(files), over: base, indexing: indexing)
    }

    /// The paths a search finds, sorted.
    func found(
        _ query: String, sheet: String? = nil, limit: Int = 1_000, in snapshot: Snapshot
    ) async throws -> [String] {
        let answer = try await search.search(query, sheet: sheet, limit: limit, in: snapshot)
        #expect(!answer.truncated)
        return answer.hits.map { "\($0.sheet)/\($0.path)" }.sorted()
    }
}

extension TestFile {
    /// A record of the sheet `people`.
    static func person(_ slug: String, _ bio: String, more: String = "") -> TestFile {
        .text("slug = \"\(slug)\"\nbio = \"\(bio)\"\n\(more)")
    }
}

extension SnapshotError {
    /// What a thrown error names as bad.
    static func problems(of error: (any Error)?) -> [SheetProblem] {
        guard case .unservable(_, let problems, _) = error as? SnapshotError else { return [] }
        return problems
    }
}
