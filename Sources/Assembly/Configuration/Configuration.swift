import Foundation
package import GitModel
package import LiveData

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
    /// The secrets' source; read at each use.
    package var settings: Settings

    /// What a reload does about a divergence (`CFP_DATA_DIVERGENCE`).
    private enum Divergence: String, CaseIterable { case refuse }
    private enum BadRecords: String, CaseIterable { case refuse, skip }

    /// The variables this version reads.
    static let variables: Set<String> = [
        "CFP_DATA_REPO_PATH", "CFP_DATA_REMOTE", "CFP_DATA_BRANCH", "CFP_DATA_RELOAD_SECRET",
        "CFP_DATA_DIVERGENCE", "CFP_DATA_BAD_RECORDS", "CFP_DATA_POLL_INTERVAL",
        "CFP_FETCH_TIMEOUT", "GITHUB_WEBHOOK_SECRET",
    ]

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
        let _: Divergence = try settings.choice("CFP_DATA_DIVERGENCE", default: .refuse)
        let policy: BadRecords = try settings.choice("CFP_DATA_BAD_RECORDS", default: .refuse)
        badRecords = policy == .skip ? .skip : .refuse
        pollInterval = try settings.duration("CFP_DATA_POLL_INTERVAL", default: .seconds(900))
        fetchTimeout = try settings.duration("CFP_FETCH_TIMEOUT", default: .seconds(60))
        guard fetchTimeout > .zero else {
            throw StopReason(.badConfiguration, "CFP_FETCH_TIMEOUT is 0: a fetch needs some time")
        }
        // Read once here, so that an unreadable secret file stops the start, not a webhook.
        _ = try settings.text("CFP_DATA_RELOAD_SECRET")
        _ = try settings.text("GITHUB_WEBHOOK_SECRET")
    }
}
