package import Alerts
package import Commit
package import GitAccess
package import GitModel
package import Hooks
package import JSONModel
package import LiveData
package import Logging
package import Meters
package import Push
package import Reload
import Synchronization
package import Webhooks

/// What the edge needs of the rest of the system.
package struct APIState: Sendable {
    /// The served snapshot, taken once per request.
    let live: LiveSnapshot
    /// The repository's use cases; nil until the repository is open.
    let data: OpenData
    /// Read anew for each use, so that secrets rotate without a restart.
    let secrets: @Sendable () -> APISecrets
    let branch: BranchName
    /// The remote's identity, for GitHub payloads; nil without a remote.
    let remote: RemoteIdentity?
    let logger: Logger
    let alerts: AlertDesk
    let meters: MeterRegistry
    /// What requests are counted with, also by those who answer without this state.
    package let requests: RequestMeters
    let requestLog: RequestLog
    /// Of the tips that `ServedLag` compares.
    let tipTimes = (local: CommitTimes(), remote: CommitTimes())
    let commitTimes = CommitTimes()
    let keptPage = KeptPage()
    /// The secrets of a hook's variable.
    let hookSecret: @Sendable (_ variable: String) -> SecretSet
    let signedBodies = SignedBody()
    let events: EventFeed
    let failures = FailureBook()
    let writeBodies = Gate(limit: Limits.writeBodiesAtOnce)
    /// Nil: this server is alone.
    package var routing: WriteRouting?
    /// Is told of each reload that somebody asks for.
    package var onReload: @Sendable () -> Void = {}
    /// What a node says of its cluster; nil: it is alone.
    package var cluster: @Sendable () -> JSON? = { nil }
    /// The jobs of the node that runs them, where that is another one; nil: they cannot be read.
    package var jobsElsewhere: @Sendable () async -> [JobReport]? = { nil }

    package init(
        live: LiveSnapshot, data: OpenData, branch: BranchName, remote: RemoteIdentity?,
        logger: Logger, alerts: AlertDesk, meters: MeterRegistry,
        eventLimits: EventLimits = EventLimits(),
        secrets: @escaping @Sendable () -> APISecrets,
        hookSecret: @escaping @Sendable (_ variable: String) -> SecretSet
    ) {
        events = EventFeed(live: live, limits: eventLimits, meters: meters, logger: logger)
        self.live = live
        self.data = data
        self.branch = branch
        self.remote = remote
        self.logger = logger
        self.alerts = alerts
        self.meters = meters
        requests = RequestMeters(meters)
        requestLog = RequestLog(logger)
        self.secrets = secrets
        self.hookSecret = hookSecret
    }
}

/// The secrets the edge verifies with.
package struct APISecrets: Sendable {
    /// `CFP_DATA_RELOAD_SECRET`
    let reload: SecretSet
    /// `GITHUB_WEBHOOK_SECRET`
    let gitHub: SecretSet
    /// `CFP_WRITE_TOKEN`
    let write: SecretSet

    package init(reload: SecretSet, gitHub: SecretSet, write: SecretSet) {
        self.reload = reload
        self.gitHub = gitHub
        self.write = write
    }
}

/// The opened repository and what works on it; filled once, when boot has opened it.
package final class OpenData: Sendable {
    /// Everything that exists only once the repository is open.
    package struct Site: Sendable {
        let repository: GitRepository
        let blobs: BlobReader
        let search: SearchIndex
        let reloader: Reloader
        let committer: Committer
        let journal: ReloadJournal
        private let lock: DataLock
        /// Nil without a remote.
        let push: PushDaemon?

        /// The repository's folder.
        package var path: String { repository.path }

        /// Whether the local branch has a commit.
        package func hasBranch(_ branch: BranchName) async throws(GitError) -> Bool {
            try await repository.tip(of: branch.ref) != nil
        }

        /// Callers that wait for the data lock.
        var waitingForLock: Int { lock.waiting }

        package init(
            repository: GitRepository, blobs: BlobReader, search: SearchIndex, reloader: Reloader,
            committer: Committer, journal: ReloadJournal, lock: DataLock, push: PushDaemon?
        ) {
            self.lock = lock
            self.push = push
            self.repository = repository
            self.blobs = blobs
            self.search = search
            self.reloader = reloader
            self.committer = committer
            self.journal = journal
        }
    }

    private let opened = Mutex<Site?>(nil)
    private let dispatcher = Mutex<HookDispatcher?>(nil)

    package init() {}

    /// Makes the site available to requests.
    package func open(_ site: Site) { opened.withLock { $0 = site } }

    /// Lets deliveries be accepted.
    package func open(_ hooks: HookDispatcher) { dispatcher.withLock { $0 = hooks } }

    /// Another node runs the commands from now on.
    package func close(_ hooks: HookDispatcher) {
        dispatcher.withLock { if $0 === hooks { $0 = nil } }
    }

    package var hooks: HookDispatcher? { dispatcher.withLock { $0 } }
    var site: Site? { opened.withLock { $0 } }
}

extension APIState {
    /// The newest first; nil: nothing runs commands yet.
    var jobs: [JobReport]? {
        get async {
            if let dispatcher = data.hooks { return await dispatcher.jobs }
            return await jobsElsewhere()
        }
    }
}
