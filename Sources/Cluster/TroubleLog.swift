import Logging
import Synchronization

/// Says what is wrong with etcd or the cluster: each thing when it begins or changes, and then now
/// and again, for most of it is tried again several times a second.
final class TroubleLog: Sendable {
    private struct Said {
        let message: String
        let at: Duration
    }

    private let said = Mutex<[String: Said]>([:])
    private let clock: SessionClock
    private let logger: Logger

    init(clock: SessionClock, logger: Logger) {
        self.clock = clock
        self.logger = logger
    }

    /// `what`: the part of the work that meets it.
    func note(
        _ message: String, in what: String,
        hint: String = "reads go on; look at etcd, and at CFP_CLUSTER"
    ) {
        let now = clock.now()
        let isNews = said.withLock { said in
            if let last = said[what], last.message == message,
                now - last.at < Limits.troubleAgain
            {
                return false
            }
            said[what] = Said(message: message, at: now)
            return true
        }
        guard isNews else { return }
        logger.warning(
            "cluster: \(message)",
            metadata: [
                "event": "cluster-trouble", "what": "\(what)", "hint": "\(hint)",
            ])
    }

    func note(_ error: EtcdError, in what: String) {
        if error != .cancelled { note(error.message, in: what) }
    }
}
