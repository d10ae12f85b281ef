import AsyncHTTPClient
import Foundation
import GitAccess
import GitModel
import HTTPAPI
import JSONModel
import LiveData
import Logging
import NIOCore
import NIOHTTP1
import Push
import Reconcile
import Reload
import Webhooks

/// `livetree reconcile`: one reconcile against the remote, by this process or, beside a running
/// server, by that one (CONTRACT §1).
struct ReconcileRun: Sendable {
    let configuration: Configuration
    let environment: [String: String]
    let effects: Effects
    let adoption: Adoption?
    let logger: Logger

    /// What to print on stdout, and how the program ends.
    struct Ending: Sendable {
        let report: JSON
        let code: ExitCode
    }

    func run() async throws -> Ending {
        guard configuration.remote != nil else {
            throw StopReason(
                .badConfiguration, "CFP_DATA_REMOTE is not set: there is nothing to reconcile with")
        }
        try RepositoryOpener.check(configuration)
        guard let lock = try lockFolder() else { return try await askServer() }
        let result = try await reconcile()
        withExtendedLifetime(lock) {}
        return Ending(report: result.json, code: Self.code(of: result))
    }

    /// Nil when another process has the folder.
    private func lockFolder() throws(StopReason) -> FolderLock? {
        do {
            return try FolderLock(path: configuration.repositoryPath)
        } catch {
            if error.code == .tryAgainLater { return nil }
            throw error
        }
    }

    private func reconcile() async throws -> ReloadResult {
        let transport = Transport(environment: environment, logger: logger)
        let opener = RepositoryOpener(
            configuration: configuration, transport: transport, logger: logger)
        let opened = try await opener.open()
        let signals = Signals(configuration, logger: logger)
        let search = try await KeptSearch.open(beside: opened.repository.path, logger: logger)
        let parts = try DataParts(
            configuration, repository: opened.repository, search: search, live: LiveSnapshot(),
            effects: effects, transport: transport,
            pushWait: configuration.pushTimeout + Limits.pushMargin, signals: signals,
            logger: logger)
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask { await parts.search.run() }
            if let push = parts.push { group.addTask { await push.run() } }
            var sighting = opened.sighting
            if sighting == nil { sighting = await parts.look() }
            let policy = ReconcilePolicy(replays: true, adoption: adoption)
            let seen = sighting ?? .notConfigured
            await parts.integrator.observer.remember(opened.seenByOthers, beside: seen)
            let first = await parts.integrator.integrate(seen, policy)
            let result = await parts.integrator.recovering(
                first, of: seen, policy, by: parts.recovery)
            parts.journal.recordReconcile(result)
            // Also what an earlier run had left to push: after this nobody carries it.
            if case .done = result {
                _ = await parts.push?.settle(within: configuration.pushTimeout + Limits.pushMargin)
            }
            group.cancelAll()
            return result
        }
        await search.close()
        await signals.poster.flush(within: Limits.alertFlush)
        return result
    }

    private static func code(of result: ReloadResult) -> ExitCode {
        guard case .refused(let refusal) = result else { return .good }
        return switch refusal.reason {
        case .fetchFailed, .reconcile(.fetchFailed), .reconcile(.remoteBranchMissing):
            .remoteUnavailable
        case .rebuildFailed: .badData
        default: .checkFailed
        }
    }

    /// The folder is another process's: its server does it.
    private func askServer() async throws -> Ending {
        let advice = "stop it first, or ask it yourself: POST /api/_internal/reconcile"
        let server = try RunningServer(of: configuration, advice: advice)
        let answer = try await server.ask(
            "/api/_internal/reconcile",
            body: adoption.map { .object(["adopt": .string($0.rawValue)]) } ?? .object([]),
            within: configuration.fetchTimeout + Limits.serverAnswer, advice: advice)
        return Ending(
            report: answer.body, code: try Self.code(of: answer.status, answer.body, server.url))
    }

    private static func code(
        of status: HTTPResponseStatus, _ report: JSON, _ url: String
    ) throws(StopReason) -> ExitCode {
        if status == .ok { return .good }
        guard case .string(let code) = report["error"]?["code"] else { return .checkFailed }
        switch code {
        case "fetch-failed", "remote-branch-missing": return .remoteUnavailable
        case "rebuild-failed": return .badData
        case "unauthorized", "not-configured", "not-yet", "rate-limited":
            throw StopReason(
                .tryAgainLater,
                "the server at \(url) did not do it (\(code)): check CFP_DATA_RELOAD_SECRET")
        default: return .checkFailed
        }
    }
}
