import Alerts
import Foundation
import GitAccess
import GitModel
import JSONModel
import Logging
import Meters
import Push
import ServiceLifecycle
import Synchronization
import TestSupport

/// A remote, the server's clone of it, and a push daemon between them whose clock stands still.
final class PushWorld: Sendable {
    /// What became of the daemon's calls.
    struct Calls: Sendable {
        var pushes: [[PushOrder]] = []
        var looks = 0
        var diverged = 0
    }

    let folder: TemporaryFolder
    let origin: TestRepository
    let clone: TestRepository
    let repository: GitRepository
    /// What both had at the start.
    let base: CommitID
    let main = branch("main")
    let clock = ManualClock()
    let book = LogBook()
    let timing = PushTiming(base: .seconds(1), cap: .seconds(60), slow: .seconds(600), jitter: 0)
    private let calls = Mutex(Calls())
    private let sent = Mutex<[JSON]>([])
    /// Replaces the answer to a push that was really made, once for each element.
    private let lies = Mutex<[PushResult]>([])

    /// `isKnown`: the remote's tip was accepted.
    init(isKnown: Bool = true) async throws {
        folder = try TemporaryFolder()
        origin = try await TestRepository.create(in: folder)
        try await origin.commit(["people/ada.toml": "name = \"Ada\"\n"])
        base = try await origin.commit(["people/bob.toml": "name = \"Bob\"\n"])
        clone = try await origin.clone(named: "clone.git")
        repository = try GitRepository(at: clone.path)
        if isKnown { try await accept(base) }
    }

    var seen: Calls { calls.withLock { $0 } }

    /// The alerts raised so far, as they are sent.
    var alerts: [JSON] { sent.withLock { $0 } }

    /// Lets the next push be made and its answer be lost.
    func lie(_ result: PushResult) { lies.withLock { $0.append(result) } }

    /// Makes one local commit.
    @discardableResult
    func write(_ name: String, onto parent: CommitID? = nil) async throws -> CommitID {
        try await clone.commit(
            ["people/\(name).toml": .text("name = \"\(name)\"\n")], parents: parent.map { [$0] })
    }

    func accept(_ commit: CommitID) async throws {
        try await clone.git("update-ref", main.acceptedRef.text, commit.hex)
    }

    /// Keeps a commit that only the clone has on a conflict branch, and returns both.
    func escape(
        _ name: String = "conflicts/2026-11-21T09-00-00Z", from parent: CommitID? = nil
    ) async throws -> (branch: BranchName, commit: CommitID) {
        let commit = try await clone.commit(
            ["people/\(name.count).toml": "name = \"kept\"\n"], to: name,
            parents: [parent ?? base])
        return (branch(name), commit)
    }

    func hook(_ name: String, _ script: String) throws {
        try folder.write(
            "#!/bin/sh\n\(script)\n", to: "origin.git/hooks/\(name)", executable: true)
    }

    func unhook(_ name: String) throws {
        try FileManager.default.removeItem(atPath: origin.path + "/hooks/\(name)")
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    func rename(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path, toPath: other)
    }

    /// `healsDivergence`: the policy is `reconcile`.
    func makeDaemon(healsDivergence: Bool = false) -> PushDaemon {
        let meters = MeterRegistry()
        let transport = Transport(environment: GitProgram.environment, logger: Logger(label: "t"))
        let limit = Duration.seconds(60)
        return PushDaemon(
            repository: repository, branch: main,
            ports: PushPorts(
                push: { [self] orders, atomic in
                    calls.withLock { $0.pushes.append(orders) }
                    let result = await transport.push(
                        orders, to: origin.path, from: clone.path, atomic: atomic, timeout: limit)
                    return lies.withLock { $0.isEmpty ? result : $0.removeFirst() }
                },
                look: { [self] in
                    calls.withLock { $0.looks += 1 }
                    return await transport.fetch(
                        remote: origin.path, branch: main, into: clone.path, timeout: limit)
                },
                diverged: { [self] in calls.withLock { $0.diverged += 1 } }),
            timing: timing, clock: clock, logger: book.logger,
            signals: PushSignals(
                alerts: AlertDesk(
                    branch: main.text, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() },
                    meters: meters,
                    send: { [self] message in sent.withLock { $0.append(message.body) } }),
                meters: meters, healsDivergence: healsDivergence))
    }

    /// Runs a daemon beside `body`; it is cancelled afterwards.
    func withDaemon<Value: Sendable>(
        healsDivergence: Bool = false, _ body: (PushDaemon) async throws -> Value
    ) async throws -> Value {
        let daemon = makeDaemon(healsDivergence: healsDivergence)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await daemon.run() }
            defer { group.cancelAll() }
            return try await body(daemon)
        }
    }

    /// Runs a daemon as a service beside `body`, which is handed how to end it gracefully; returns
    /// when the daemon has left.
    func withService(
        _ body: @escaping @Sendable (PushDaemon, ServiceGroup) async throws -> Void
    ) async throws {
        let daemon = makeDaemon()
        let services = ServiceGroup(
            configuration: .init(
                services: [.init(service: DaemonService(daemon: daemon))],
                logger: Logger(label: "services")))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await body(daemon, services)
            try await group.waitForAll()
        }
    }

    private struct DaemonService: Service {
        let daemon: PushDaemon
        func run() async throws { await daemon.run() }
    }
}

extension PushDaemon {
    /// Waits as long as it takes; the clock stands still.
    func settled() async -> Bool { await settle(within: .seconds(1_000_000)) }

    /// Tells the tip and waits until it was tried.
    func tell(_ commit: CommitID?) async -> Bool {
        notify(.tip(commit))
        return await settled()
    }
}
