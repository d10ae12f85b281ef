package import GitAccess
package import GitModel
import LiveData
import Reconcile
import Synchronization

package import struct Foundation.Date

/// Brings back from the remote what this machine's disk has lost of the repository.
///
/// When and how often is decided by `RefetchDecision`. Never runs under the data lock: it waits
/// for the network.
package final class ObjectRecovery: Sendable {
    /// Fetches all of the remote's branch again, to get these objects (`Transport.refetch`).
    package typealias Refetch = @Sendable ([ObjectID]) async -> FetchResult

    /// How one recovery ended.
    package enum Ending: Equatable, Sendable {
        /// Something that was lost is there again: what failed may be tried again.
        case healed
        /// Something is lost and stays so, for this reason.
        case lost(String)
        /// What failed has another cause.
        case notLost
    }

    /// A fetch that did not bring everything, and what to say of it.
    private struct Failed {
        var attempt: RefetchDecision.Attempt
        var why: String
    }

    private let repository: GitRepository
    private let branch: BranchName
    private let journal: ReloadJournal
    private let now: @Sendable () -> Date
    private let refetch: Refetch
    let look: Reloader.Look
    /// One recovery at a time; whoever waited finds what the one before brought.
    private let turn = DataLock()
    private let last = Mutex<Failed?>(nil)

    package init(
        repository: GitRepository, branch: BranchName, journal: ReloadJournal,
        now: @escaping @Sendable () -> Date, refetch: @escaping Refetch,
        look: @escaping Reloader.Look
    ) {
        self.repository = repository
        self.branch = branch
        self.journal = journal
        self.now = now
        self.refetch = refetch
        self.look = look
    }

    /// Brings back what was lost of the objects that the words of a failure are about. `remote`:
    /// the remote's tip, where it was seen.
    package func recover(from words: String, remote: CommitID?) async -> Ending {
        do {
            return try await turn.withLock {
                let suspects = try await suspects(words)
                let health = try await repository.health(of: suspects)
                let last = last.withLock { $0 }
                switch RefetchDecision.decide(
                    health, remote: remote, at: now(), after: last?.attempt)
                {
                case .leave: return .notLost
                case .soughtInVain: return .lost(last?.why ?? "")
                case .refetch(let lost): return try await bring(lost, remote)
                }
            }
        } catch {
            // Cancelled, or a repository that cannot even be opened: what failed says so already.
            return .notLost
        }
    }

    /// After a recovery that did not help: what else the words of a failure say to be lost is not
    /// on the remote either. Nil: nothing is.
    func absent(by words: String) async -> String? {
        guard let suspects = try? await suspects(words),
            let health = try? await repository.health(of: suspects)
        else { return nil }
        let lost = health.filter { $0.value == .lost }.keys.sorted { $0.hex < $1.hex }
        guard !lost.isEmpty else { return nil }
        let why = Self.absence(of: lost)
        last.withLock {
            $0?.attempt.lost.formUnion(lost)
            $0?.why = why
        }
        return why
    }

    private func suspects(_ words: String) async throws(GitError) -> [ObjectID] {
        try await repository.suspects(
            in: words, and: [branch.ref, branch.acceptedRef, branch.trackingRef])
    }

    private func bring(_ lost: [ObjectID], _ remote: CommitID?) async throws -> Ending {
        let clock = ContinuousClock()
        let begun = clock.now
        let result = await refetch(lost)
        guard case .fetched(let tip) = result else { return failed(lost, result, remote) }
        let health = try await repository.health(of: lost)
        let back = lost.filter { health[$0] == .whole }
        let absent = lost.filter { health[$0] != .whole }
        remember(absent, tip, isAnswered: true, Self.absence(of: absent))
        journal.recordRefetch(back: back, absent: absent, took: clock.now - begun)
        return back.isEmpty ? .lost(Self.absence(of: absent)) : .healed
    }

    private func failed(
        _ lost: [ObjectID], _ result: FetchResult, _ remote: CommitID?
    ) -> Ending {
        journal.recordRefetchFailure()
        guard case .failed(let failure) = result else {
            return .lost("\(Self.names(lost)) is lost here, and the remote has no \(branch)")
        }
        let why =
            "\(Self.names(lost)) is lost here, and the remote could not be asked for it: "
            + failure.message
        // A transfer that takes too long, or breaks, must not begin anew with each webhook.
        if failure.reason == .timeout || failure.reason == .transport {
            remember(lost, remote, isAnswered: false, why)
        }
        return .lost(why)
    }

    private func remember(
        _ lost: [ObjectID], _ remote: CommitID?, isAnswered: Bool, _ why: String
    ) {
        let attempt = RefetchDecision.Attempt(
            lost: Set(lost), remote: remote, at: now(), isAnswered: isAnswered)
        last.withLock { $0 = Failed(attempt: attempt, why: why) }
    }

    private static func absence(of lost: [ObjectID]) -> String {
        "\(names(lost)) is lost here, and the remote does not have it"
    }

    private static func names(_ lost: [ObjectID]) -> String {
        lost.count == 1
            ? "object \(lost[0].hex)" : "each of \(lost.map(\.hex).joined(separator: ", "))"
    }
}
