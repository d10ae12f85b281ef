import Commit
import Foundation
import GitAccess
import GitModel
import JSONModel
import LiveData
import Logging
import Reconcile
import Synchronization
import TestSupport
import Testing

/// A repository that is served, and everything a write works on.
struct CommitWorld: Sendable {
    static let sheet: TestFile = "[gitsheet]\nroot = \"people\"\npath = \"${{ slug }}\"\n"

    let folder: TemporaryFolder
    /// As the git program sees it.
    let git: TestRepository
    let repository: GitRepository
    let branch: BranchName
    let search: SearchIndex
    let live = LiveSnapshot()
    let lock = DataLock()
    let told = Told()

    /// With one record `ada`, served.
    static func make() async throws -> CommitWorld {
        let folder = try TemporaryFolder()
        let git = try await TestRepository.create(in: folder)
        let tip = try await git.commit([
            ".gitsheets/people.toml": sheet, "people/ada.toml": "slug = \"ada\"",
        ])
        let world = CommitWorld(
            folder: folder, git: git, repository: try GitRepository(at: git.path),
            branch: try #require(BranchName("main")),
            search: try SearchIndex(path: folder.child("search")))
        let info = try await world.repository.info(of: tip)
        world.live.swap(to: try await world.builder.build(commit: info, over: nil).snapshot)
        return world
    }

    private var builder: SnapshotBuilder {
        SnapshotBuilder(
            repository: repository, blobs: BlobReader(path: git.path), search: search,
            badRecords: .refuse)
    }

    /// Runs a committer while `body` runs.
    func withCommitter<Value: Sendable>(
        hooks: EffectHooks = EffectHooks(), delivery: DeliveryLink? = nil,
        _ body: @Sendable (Committer) async throws -> Value
    ) async throws -> Value {
        let committer = Committer(
            builder: BatchBuilder(
                repository: repository, writer: try CommitWriter(at: git.path), branch: branch,
                builder: builder, live: live, hooks: hooks, committer: .livetree),
            lock: lock, swap: { live, next in _ = live.swap(to: next) }, delivery: delivery,
            tell: { [told] in told.add($0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await committer.run() }
            defer { group.cancelAll() }
            return try await body(committer)
        }
    }

    /// Lets all requests wait behind the lock, in this order, so that they become one batch.
    func together(
        _ requests: [WriteRequest], in committer: Committer
    ) async throws -> [WriteResult] {
        try await withThrowingTaskGroup(of: (Int, WriteResult).self) { group in
            // The first one holds the lock's queue; the others gather behind it.
            try await lock.withLock {
                for (index, request) in requests.enumerated() {
                    group.addTask { (index, await committer.write(request)) }
                    try await until {
                        // The first is taken alone, before there is a second.
                        guard self.lock.waiting > 0 else { return false }
                        return await committer.waiting == index
                    }
                }
            }
            var results: [(Int, WriteResult)] = []
            for try await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Waits, with a bound, for something another task brings about.
    func until(_ isTrue: @Sendable () async -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while await !isTrue() {
            try #require(ContinuousClock.now < end, "it does not happen")
            await Task.yield()
        }
    }

    /// The tips the push daemon heard of.
    final class Told: Sendable {
        private let tips = Mutex<[CommitID?]>([])
        var all: [CommitID?] { tips.withLock { $0 } }
        func add(_ tip: CommitID?) { tips.withLock { $0.append(tip) } }
    }
}

extension WriteRequest {
    static func put(_ slug: String, _ fields: JSON = .object([])) -> WriteRequest {
        WriteRequest([
            WriteOperation(sheet: "people", .put(path: slug, fields, onlyNew: false))
        ])
    }
}

extension WriteResult {
    var report: WriteReport? { if case .done(let report) = self { report } else { nil } }
    var reason: WriteRefusal.Reason? {
        if case .refused(let refusal) = self { refusal.reason } else { nil }
    }
    /// A word for how it ended.
    var word: String {
        switch self {
        case .done(let report): report.swapped ? "written" : "unchanged"
        case .refused(let refusal):
            String(String(describing: refusal.reason).prefix { $0 != "(" })
        }
    }
}
