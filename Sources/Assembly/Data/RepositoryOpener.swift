import Foundation
import GitAccess
import GitModel
import Logging
import Reconcile

/// Brings the folder `CFP_DATA_REPO_PATH` to an open bare repository (CONTRACT §2).
struct RepositoryOpener: Sendable {
    let configuration: Configuration
    let transport: Transport
    let logger: Logger

    /// A repository that is open, and what its clone already told about the remote.
    struct Opened: Sendable {
        let repository: GitRepository
        /// Nil: the remote has not been looked at yet.
        let sighting: RemoteSighting?
        /// What another program last saw of the remote.
        let seenByOthers: CommitID?
        /// Locks stay for now because another process still works in the folder.
        let hasKeptLocks: Bool
    }

    /// The start of this process: what is older and nobody's is a dead process's.
    private static let startedAt = Date()

    /// Refuses, before anything starts, a folder that is never repaired or deleted.
    static func check(_ configuration: Configuration) throws(StopReason) {
        let path = configuration.repositoryPath
        let refusal: String
        switch GitRepository.kind(at: path) {
        case .bare: return
        case .missing, .empty:
            guard configuration.remote == nil else { return }
            throw StopReason(
                .remoteUnavailable,
                "nothing to serve: \(path) holds no repository and CFP_DATA_REMOTE is not set: set it to "
                    + "the URL to clone from")
        case .notBare: refusal = "holds a repository with a work tree, not a bare one"
        case .notARepository: refusal = "holds something that is not a git repository"
        case .unsupported(let reason): refusal = reason
        }
        throw StopReason(
            .badConfiguration,
            "CFP_DATA_REPO_PATH: \(path) \(refusal); name an empty folder or a bare repository")
    }

    /// Opens the repository, cloning it first where there is none.
    func open() async throws(StopReason) -> Opened {
        let path = configuration.repositoryPath
        var sighting: RemoteSighting?
        try await checkGit()
        let kind = GitRepository.kind(at: path)
        if kind == .missing || kind == .empty, let remote = configuration.remote {
            sighting = try await clone(remote, into: path)
        }
        // Before anything of ours can be mistaken for what a dead process left.
        let report = await RepositoryCare(path: path, logger: logger)
            .sweep(startedAt: Self.startedAt)
        do {
            let repository = try GitRepository(at: path)
            if let remote = configuration.remote { try await repository.setRemote(url: remote) }
            let observer = RemoteObserver(repository: repository, branch: configuration.branch)
            return Opened(
                repository: repository, sighting: sighting,
                // A branch that cannot be read is met again, and reported, by whoever decides.
                seenByOthers: try? await observer.seenByOthers(),
                hasKeptLocks: !report.keptLocks.isEmpty)
        } catch {
            throw StopReason(
                .inputOutput, "cannot open \(path): \(error.message); check it with `git fsck`")
        }
    }

    /// Looks again at locks that stayed at the start, until whoever worked in the folder has ended
    /// and they are gone: a push of a killed server outlives it by a moment.
    func clearKeptLocks() async {
        let care = RepositoryCare(path: configuration.repositoryPath, logger: logger)
        var pause = Limits.lockPauses.lowerBound
        while (try? await Task.sleep(for: pause)) != nil {
            if await care.sweep(startedAt: Self.startedAt).keptLocks.isEmpty { return }
            pause = min(pause * 2, Limits.lockPauses.upperBound)
        }
    }

    /// The network goes through the git program: an old one would be misread, not just fail.
    private func checkGit() async throws(StopReason) {
        guard configuration.remote != nil else { return }
        let verdict = await transport.gitVersion()
        guard let refusal = verdict.refusal else { return }
        var word = "git-missing"
        if case .tooOld = verdict { word = "git-too-old" }
        throw StopReason(
            .badConfiguration, "\(word): \(refusal); install git \(GitVersion.oldest) or newer")
    }

    private static func advice(_ failure: TransportFailure) -> String {
        switch (failure.side, failure.reason) {
        case (.storageFull, _): "make room, and start it again"
        case (.local, _): "see to git and the folder here, and start it again"
        case (.remote, .authentication): "check the credentials that the URL or git's helper gives"
        case (.remote, .unreachable): "check the URL, and that the repository is there"
        case (.remote, .timeout), (.remote, .transport): "start it again when the remote answers"
        }
    }

    private static func show(_ progress: TransportProgress) {
        LogLine.show(progress: "cloning: \(progress.phase.lowercased()), \(progress.percent) %")
    }

    private func clone(
        _ remote: String, into path: String
    ) async throws(StopReason) -> RemoteSighting {
        logger.info("cloning", metadata: ["event": "cloning", "branch": "\(configuration.branch)"])
        let result = await transport.clone(
            remote: remote, branch: configuration.branch, into: path,
            timeout: configuration.fetchTimeout * Limits.cloneTimeoutFactor,
            progress: LogLine.isWatched ? Self.show : nil)
        switch result {
        case .cloned(let tip): return tip.map { .tip($0) } ?? .empty
        case .branchMissing:
            throw StopReason(
                .remoteUnavailable,
                "CFP_DATA_REMOTE has no branch \(configuration.branch): push it, or set CFP_DATA_BRANCH"
            )
        case .failed(let failure):
            throw StopReason(
                .remoteUnavailable,
                "cannot clone CFP_DATA_REMOTE (\(failure.reason.rawValue)): "
                    + failure.message.split(whereSeparator: \.isNewline).joined(separator: "; ")
                    + "; " + Self.advice(failure))
        }
    }
}
