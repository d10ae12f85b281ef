import Reload
import ServiceLifecycle

/// Reloads on a timer, for webhooks that got lost (`CFP_DATA_POLL_INTERVAL`), and sooner, with
/// growing pauses, while the remote could not be read.
struct Poller: Sendable {
    private let reloader: Reloader
    private let interval: Duration
    private let hasRemote: Bool
    private let journal: ReloadJournal

    init(_ reloader: Reloader, _ configuration: Configuration, _ journal: ReloadJournal) {
        self.reloader = reloader
        interval = configuration.pollInterval
        hasRemote = configuration.remote != nil
        self.journal = journal
    }

    /// Runs until cancelled.
    func run() async {
        guard hasRemote, interval > .zero else { return }
        var pause = nextPause(after: nil)
        while (try? await Task.sleep(for: pause)) != nil {
            _ = await reloader.reload(ReloadRequest())
            pause = nextPause(after: pause)
        }
    }

    private func nextPause(after last: Duration?) -> Duration {
        var pause = interval
        if case .refused(let refusal) = journal.newest?.result, case .fetchFailed = refusal.reason {
            pause = min(interval, Limits.retryCap, (last ?? .seconds(2)) * 2)
        }
        return pause + pause * Double.random(in: 0...Limits.pollJitter)
    }
}
