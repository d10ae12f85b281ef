import Synchronization

/// Remembers up to where a log of events was shown.
final class EventCounter: Sendable {
    private let shown = Mutex(0)

    /// The events that were noted since the last call.
    func fresh(in log: EventLog) -> [EventLog.Event] {
        let all = log.all
        return shown.withLock { shown in
            defer { shown = all.count }
            return all.count > shown ? Array(all[shown...]) : []
        }
    }
}
