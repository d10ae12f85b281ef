import Logging
import Synchronization

/// Keeps what a logger is told.
final class LogCapture: Sendable {
    struct Line: Sendable {
        let level: Logger.Level
        let metadata: Logger.Metadata

        subscript(_ key: String) -> String? { metadata[key].map { "\($0)" } }
    }

    private let lines = Mutex<[Line]>([])

    var logger: Logger { Logger(label: "test") { _ in Handler(capture: self) } }

    /// The lines with one value of `event`.
    func lines(_ event: String) -> [Line] {
        lines.withLock { lines in lines.filter { $0["event"] == event } }
    }

    private struct Handler: LogHandler {
        let capture: LogCapture
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = Line(level: event.level, metadata: event.metadata ?? [:])
            capture.lines.withLock { $0.append(line) }
        }
    }
}
