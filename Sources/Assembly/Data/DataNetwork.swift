import Foundation
import GitAccess
import GitModel
import LiveData
import Logging
import Push
import Reconcile
import Reload

/// What one server asks of its remote.
struct DataNetwork: Sendable {
    private let configuration: Configuration
    private let transport: Transport
    private let logger: Logger
    /// The repository's folder.
    private let path: String
    /// One fetch at a time: two would fight for the lock of the tracking reference.
    private let turn = DataLock()

    init(
        _ configuration: Configuration, transport: Transport, path: String, logger: Logger
    ) {
        self.logger = logger
        self.configuration = configuration
        self.transport = transport
        self.path = path
    }

    /// Fetches the branch within `timeout`.
    func look(timeout: Duration) -> Reloader.Look {
        guard let remote = configuration.remote else { return { .notConfigured } }
        return { RemoteSighting(await fetch(remote, timeout)) }
    }

    private func fetch(_ remote: String, _ timeout: Duration) async -> FetchResult {
        do {
            return try await turn.withLock {
                let start = Date()
                let result = await transport.fetch(
                    remote: remote, branch: configuration.branch, into: path, timeout: timeout)
                if case .failed = result {
                    // A killed fetch leaves what it had got so far, each time anew.
                    _ = await RepositoryCare(path: path, logger: logger)
                        .sweepLeftovers(before: start)
                }
                return result
            }
        } catch {
            return .failed(TransportFailure(reason: .transport, message: "cancelled"))
        }
    }

    /// Brings back what this machine lost; nil without a remote.
    func recovery(
        of repository: GitRepository, _ journal: ReloadJournal, effects: Effects
    ) -> ObjectRecovery? {
        guard let remote = configuration.remote else { return nil }
        return ObjectRecovery(
            repository: repository, branch: configuration.branch, journal: journal,
            now: effects.hooks.now, refetch: { await refetch(remote, seeking: $0) },
            look: look(timeout: configuration.fetchTimeout))
    }

    private func refetch(_ remote: String, seeking lost: [ObjectID]) async -> FetchResult {
        do {
            return try await turn.withLock {
                await transport.refetch(
                    remote: remote, branch: configuration.branch, into: path, seeking: lost,
                    timeout: configuration.fetchTimeout * Limits.cloneTimeoutFactor)
            }
        } catch {
            return .failed(TransportFailure(reason: .transport, message: "cancelled"))
        }
    }

    /// What the push daemon reaches the remote through; nil without a remote. Objects whose
    /// loss makes a push fail are brought back before the next try.
    func pushPorts(
        recovery: ObjectRecovery?, onDivergence: @escaping @Sendable () -> Void
    ) -> PushPorts? {
        guard let remote = configuration.remote else { return nil }
        let (transport, configuration, path) = (transport, configuration, path)
        return PushPorts(
            push: { orders, atomic in
                let result = await transport.push(
                    orders, to: remote, from: path, atomic: atomic,
                    timeout: configuration.pushTimeout)
                if case .failed(let failure, _) = result, let words = failure.wordsOfLoss {
                    _ = await recovery?.recover(from: words, remote: nil)
                }
                return result
            },
            look: { await fetch(remote, configuration.fetchTimeout) },
            diverged: { onDivergence() })
    }

    /// Whether the remote has a branch in the way of `conflicts/…`; no when it cannot be asked.
    func isConflictsTaken() async -> Bool {
        guard let remote = configuration.remote,
            let branch = BranchName(ConflictBranch.folders[0])
        else { return false }
        let answer = await transport.remoteHas(
            branch.ref, remote: remote,
            timeout: min(configuration.fetchTimeout, Limits.conflictFolderQuestion))
        return (try? answer.get()) ?? false
    }
}
