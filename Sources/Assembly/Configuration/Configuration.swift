import Foundation
package import GitModel
package import Hooks
package import LiveData
package import Push
package import Reconcile

/// The configuration of one server, checked (CONTRACT §2).
package struct Configuration: Sendable {
    /// `CFP_DATA_REPO_PATH`, absolute.
    package var repositoryPath: String
    /// `CFP_DATA_REMOTE`; nil: local only.
    package var remote: String?
    /// `CFP_DATA_BRANCH`
    package var branch: BranchName
    /// `CFP_DATA_BAD_RECORDS`
    package var badRecords: BadRecordPolicy
    /// `CFP_DATA_POLL_INTERVAL`; zero turns it off.
    package var pollInterval: Duration
    /// `CFP_FETCH_TIMEOUT`
    package var fetchTimeout: Duration
    /// `CFP_PUSH_TIMEOUT`
    package var pushTimeout: Duration
    /// `CFP_PUSH_BACKOFF_BASE`, `CFP_PUSH_BACKOFF_CAP`
    package var pushTiming: PushTiming
    /// `CFP_DATA_DIVERGENCE`: what a reload may do about a divergence.
    package var divergence: ReconcilePolicy
    /// `CFP_DATA_PUSH_MODE`
    package var pushMode: PushMode
    /// `CFP_COMMITTER`
    package var committer: Identity
    /// `CFP_CLIENT_TIMEOUT`: how long a client may keep its connection waiting.
    package var clientTimeout: Duration
    /// Nil: the internal endpoints are on the public port.
    package var internalAddress: InternalAddress?
    /// Nil: this server is alone.
    package var cluster: ClusterSettings?
    /// `hooks:` of the configuration file, as it was at the start.
    package var hooks: HookConfiguration
    /// The secrets' source; read at each use.
    package var settings: Settings

    /// When a write counts as done.
    package enum PushMode: String, CaseIterable, Sendable {
        /// Once it is durable here; the push daemon carries it on.
        case async
        /// Once the remote has it.
        case sync
    }

    private enum Divergence: String, CaseIterable { case refuse, reconcile }
    private enum BadRecords: String, CaseIterable { case refuse, skip }

    /// The variables this version reads.
    static let variables = ClusterSettings.variables.union([
        "CFP_DATA_REPO_PATH", "CFP_DATA_REMOTE", "CFP_DATA_BRANCH", "CFP_DATA_RELOAD_SECRET",
        "CFP_DATA_DIVERGENCE", "CFP_DATA_BAD_RECORDS", "CFP_DATA_POLL_INTERVAL",
        "CFP_FETCH_TIMEOUT", "CFP_PUSH_TIMEOUT", "CFP_PUSH_BACKOFF_BASE", "CFP_PUSH_BACKOFF_CAP",
        "CFP_DATA_PUSH_MODE", "CFP_WRITE_TOKEN", "CFP_COMMITTER", "CFP_ALERT_URL",
        "GITHUB_WEBHOOK_SECRET", "WEBHOOK_SECRET", "CFP_CLIENT_TIMEOUT", "CFP_INTERNAL_HOST",
        "CFP_INTERNAL_PORT",
    ])

    package init(_ settings: Settings) throws(StopReason) {
        self.settings = settings
        guard let path = try settings.text("CFP_DATA_REPO_PATH") else {
            throw StopReason(
                .badConfiguration,
                "CFP_DATA_REPO_PATH is not set: name the folder of the server's own bare clone")
        }
        repositoryPath = URL(fileURLWithPath: path).standardizedFileURL.path
        remote = try settings.text("CFP_DATA_REMOTE")
        if let remote, remote.hasPrefix("-") {
            throw StopReason(.badConfiguration, "CFP_DATA_REMOTE is not a URL: \(remote)")
        }
        let name = try settings.text("CFP_DATA_BRANCH") ?? "main"
        guard let branch = BranchName(name) else {
            throw StopReason(.badConfiguration, "CFP_DATA_BRANCH is not a branch name: \(name)")
        }
        self.branch = branch
        let divergence: Divergence = try settings.choice("CFP_DATA_DIVERGENCE", default: .refuse)
        self.divergence = divergence == .reconcile ? .reconcile : .refuse
        let policy: BadRecords = try settings.choice("CFP_DATA_BAD_RECORDS", default: .refuse)
        badRecords = policy == .skip ? .skip : .refuse
        pollInterval = try settings.duration("CFP_DATA_POLL_INTERVAL", default: .seconds(900))
        fetchTimeout = try settings.duration("CFP_FETCH_TIMEOUT", default: .seconds(60))
        pushTimeout = try settings.duration("CFP_PUSH_TIMEOUT", default: .seconds(60))
        guard fetchTimeout > .zero, pushTimeout > .zero else {
            let name = fetchTimeout > .zero ? "CFP_PUSH_TIMEOUT" : "CFP_FETCH_TIMEOUT"
            throw StopReason(.badConfiguration, "\(name) is 0: the network needs some time")
        }
        pushTiming = try Self.pushTiming(settings)
        pushMode = try settings.choice("CFP_DATA_PUSH_MODE", default: .async)
        guard pushMode == .async || remote != nil else {
            throw StopReason(
                .badConfiguration,
                "CFP_DATA_PUSH_MODE is sync, and there is no CFP_DATA_REMOTE to push to: set it")
        }
        committer = try Self.committer(settings)
        clientTimeout = try settings.duration(
            "CFP_CLIENT_TIMEOUT", default: Limits.clientTimeout)
        guard clientTimeout >= .seconds(1) else {
            throw StopReason(
                .badConfiguration, "CFP_CLIENT_TIMEOUT is under 1s: a request needs some time")
        }
        internalAddress = try InternalAddress(settings)
        cluster = try ClusterSettings(settings, branch: name)
        if cluster != nil {
            guard remote != nil else {
                throw StopReason(
                    .badConfiguration,
                    "CFP_CLUSTER is set, and there is no CFP_DATA_REMOTE that the nodes share: set it"
                )
            }
            // What is acknowledged must outlive the machine that acknowledged it; and commits that
            // only one node has must not keep it from what all others serve.
            pushMode = .sync
            self.divergence = .reconcile
        }
        // Read once here, so that an unreadable secret file stops the start, not a webhook.
        _ = try settings.text("CFP_DATA_RELOAD_SECRET")
        _ = try settings.text("GITHUB_WEBHOOK_SECRET")
        _ = try settings.text("CFP_WRITE_TOKEN")
        _ = try settings.text("WEBHOOK_SECRET")
        hooks = try HookFile(settings).configuration()
        _ = try AlertURL(settings)
    }

    private static func pushTiming(_ settings: Settings) throws(StopReason) -> PushTiming {
        let base = try settings.duration("CFP_PUSH_BACKOFF_BASE", default: .seconds(1))
        let cap = try settings.duration("CFP_PUSH_BACKOFF_CAP", default: .seconds(3600))
        guard base > .zero, base <= cap else {
            throw StopReason(
                .badConfiguration,
                "CFP_PUSH_BACKOFF_BASE is 0 or longer than CFP_PUSH_BACKOFF_CAP")
        }
        return PushTiming(base: base, cap: cap)
    }

    private static func committer(_ settings: Settings) throws(StopReason) -> Identity {
        guard let text = try settings.text("CFP_COMMITTER") else { return .livetree }
        guard let identity = Identity(text) else {
            throw StopReason(
                .badConfiguration, "CFP_COMMITTER is not an identity: write it like Name <mail>")
        }
        return identity
    }
}
