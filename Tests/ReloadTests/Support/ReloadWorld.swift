import Alerts
import Foundation
import GitAccess
import GitModel
import LiveData
import Logging
import Meters
import Reconcile
import Reload
import TestSupport
import Testing

/// An origin, the server's clone of it, and everything a reload works on.
struct ReloadWorld: Sendable {
    static let sheet: TestFile = "[gitsheet]\nroot = \"people\"\npath = \"${{ slug }}\"\n"

    let folder: TemporaryFolder
    let origin: TestRepository
    /// The server's bare clone, as the git program sees it.
    let server: TestRepository
    let repository: GitRepository
    let branch: BranchName
    let search: SearchIndex
    let live = LiveSnapshot()
    let lock = DataLock()
    let gate = LookGate()
    let journal = ReloadWorld.makeJournal()
    private let transport = Transport(
        environment: ProcessInfo.processInfo.environment,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    /// A journal that nobody listens to, or whose alerts go to `send`.
    static func makeJournal(
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        send: @escaping @Sendable (AlertMessage) -> Void = { _ in }
    ) -> ReloadJournal {
        let meters = MeterRegistry()
        return ReloadJournal(
            logger: logger,
            signals: ReloadSignals(
                branch: BranchName("main")!,
                alerts: AlertDesk(branch: "main", logger: logger, meters: meters, send: send),
                meters: meters))
    }

    /// With one record `ada`, cloned but not served yet.
    static func make() async throws -> ReloadWorld {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        try await origin.commit([
            ".gitsheets/people.toml": sheet, "people/ada.toml": person("ada", "first"),
        ])
        let server = try await origin.clone(named: "server.git")
        return ReloadWorld(
            folder: folder, origin: origin, server: server,
            repository: try GitRepository(at: server.path),
            branch: try #require(BranchName("main")),
            search: try SearchIndex(path: folder.child("search")))
    }

    /// The same, with the first snapshot served and searchable.
    static func served() async throws -> ReloadWorld {
        let world = try await make()
        let report = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(report.outcome == .inSync && report.swapped)
        try await world.search.index(try #require(world.live.current))
        return world
    }

    static func person(_ slug: String, _ bio: String) -> TestFile {
        .text("slug = \"\(slug)\"\nbio = \"\(bio)\"\n")
    }

    /// A new one each time: what a restart would have.
    func integrator(
        effects: Effects = Effects(), badRecords: BadRecordPolicy = .refuse
    ) -> Integrator {
        Integrator(
            repository: repository, branch: branch,
            builder: SnapshotBuilder(
                repository: repository, blobs: BlobReader(path: server.path), search: search,
                badRecords: badRecords),
            live: live, lock: lock, effects: effects,
            replay: Replay(
                repository: repository, committer: .livetree,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    /// A real fetch, without the gate.
    func fetch() async -> RemoteSighting {
        RemoteSighting(
            await transport.fetch(
                remote: origin.path, branch: branch, into: server.path, timeout: .seconds(30)))
    }

    /// Runs a reloader whose looks pass the gate; `onLook` is told each look's number before it
    /// reads the remote.
    func withReloader<Result: Sendable>(
        onLook: @escaping @Sendable (Int) async throws -> Void = { _ in },
        _ body: @Sendable (Reloader) async throws -> Result
    ) async throws -> Result {
        let reloader = reloader(onLook: onLook)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await reloader.run() }
            defer { group.cancelAll() }
            return try await body(reloader)
        }
    }

    func reloader(
        onLook: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) -> Reloader {
        Reloader(
            integrator: integrator(), repository: repository, journal: journal,
            look: { [self] in
                await gate.pass()
                do { try await onLook(gate.looks) } catch { Issue.record(error) }
                return await fetch()
            })
    }

    /// Everything a refused reload must leave as it was; a fetch moves the tracking reference only.
    func fingerprint() async throws -> [String] {
        let refs = try await server.allRefs().split(separator: "\n").filter {
            !$0.contains(" refs/remotes/")
        }
        let snapshot = try #require(live.current)
        var found: [String] = []
        for word in ["first", "second", "third", "broken"] {
            let answer = try await search.search(word, sheet: nil, limit: 10, in: snapshot)
            found.append("\(word): \(answer.hits.map(\.path).sorted())")
        }
        return refs.map(String.init) + found + [
            "\(ObjectIdentifier(snapshot))", "generation \(snapshot.generation)",
        ]
    }

    func accepted() async throws -> CommitID? {
        try await server.tip(of: "refs/livetree/accepted/main")
    }

    /// Waits, with a bound, for something another task brings about.
    func until(_ isTrue: @Sendable () async -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while await !isTrue() {
            try #require(ContinuousClock.now < end, "it does not happen")
            await Task.yield()
        }
    }
}

extension ReloadResult {
    var report: ReloadReport? { if case .done(let report) = self { report } else { nil } }
    var refusal: ReloadRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    /// The outcome's or the refusal's word.
    var word: String { report?.outcome.rawValue ?? refusal?.code ?? "" }
}
