import Logging
import Synchronization

/// What a logger was told, as `level event field=value …` with the fields in order.
final class LogLines: Sendable {
    private struct State {
        var lines: [String] = []
        var waiters: [(text: String, count: Int, continuation: CheckedContinuation<Void, Never>)] =
            []
    }

    private let state = Mutex(State())

    var all: [String] { state.withLock { $0.lines } }

    func add(_ line: String) {
        let woken = state.withLock { state in
            state.lines.append(line)
            let lines = state.lines
            let met = { (text: String, count: Int) in
                lines.count { $0.contains(text) } >= count
            }
            let woken = state.waiters.filter { met($0.text, $0.count) }
            state.waiters.removeAll { met($0.text, $0.count) }
            return woken
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Returns once `count` lines with that text have come.
    func wait(for text: String, count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.lines.count(where: { $0.contains(text) }) >= count { return true }
                state.waiters.append((text, count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

/// A log handler that writes into `LogLines`.
struct LineHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: LogLines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }
            .filter { $0.key != "event" }.map { "\($0.key)=\($0.value)" }
        let name = event.metadata?["event"].map { "\($0)" } ?? "?"
        lines.add(([event.level.rawValue, name] + fields).joined(separator: " "))
    }
}
