package import Logging
import Synchronization

/// Keeps what a logger is told.
package final class LogCapture: Sendable {
    package struct Line: Sendable {
        package let level: Logger.Level
        package let metadata: Logger.Metadata

        package subscript(_ key: String) -> String? { metadata[key].map { "\($0)" } }
    }

    private let lines = Mutex<[Line]>([])

    package init() {}

    package var logger: Logger { Logger(label: "test") { _ in Handler(capture: self) } }

    /// The lines with one value of `event`.
    package func lines(_ event: String) -> [Line] {
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
