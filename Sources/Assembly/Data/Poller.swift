import Reload
import ServiceLifecycle

/// Reloads on a timer, for webhooks that got lost (`CFP_DATA_POLL_INTERVAL`), and sooner, with
/// growing pauses, while the remote could not be read.
struct Poller: Sendable {
    private let reloader: Reloader
    private let interval: Duration
    private let hasRemote: Bool
    private let journal: ReloadJournal
    private let clock: any Clock<Duration>

    init(
        _ reloader: Reloader, _ configuration: Configuration, _ journal: ReloadJournal,
        clock: any Clock<Duration>
    ) {
        self.reloader = reloader
        self.clock = clock
        interval = configuration.pollInterval
        hasRemote = configuration.remote != nil
        self.journal = journal
    }

    /// Runs until cancelled.
    func run() async {
        guard hasRemote, interval > .zero else { return }
        var retry = nextRetry(after: nil)
        while (try? await clock.sleep(for: late(retry ?? interval))) != nil {
            _ = await reloader.reload(ReloadRequest(isScheduled: true))
            retry = nextRetry(after: retry)
        }
    }

    /// The pause while the remote cannot be read, from the one before; nil when it was read.
    private func nextRetry(after last: Duration?) -> Duration? {
        guard case .refused(let refusal) = journal.newest?.result,
            case .fetchFailed = refusal.reason
        else { return nil }
        return min(interval, Limits.retryCap, (last ?? .seconds(2)) * 2)
    }

    private func late(_ pause: Duration) -> Duration {
        pause + pause * Double.random(in: 0...Limits.pollJitter)
    }
}
