import Logging
import Synchronization

/// Keeps every line a logger is given.
final class LogBook: Sendable {
    struct Line: Sendable {
        let level: Logger.Level
        let event: String
        let fields: [String: String]
    }

    private struct Handler: LogHandler {
        let book: LogBook
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).mapValues { "\($0)" }
            let line = Line(
                level: event.level, event: fields["event"] ?? "\(event.message)", fields: fields)
            book.kept.withLock { $0.append(line) }
        }
    }

    private let kept = Mutex<[Line]>([])

    var logger: Logger { Logger(label: "push") { _ in Handler(book: self) } }

    func lines(_ event: String) -> [Line] {
        kept.withLock { $0.filter { $0.event == event } }
    }

    /// All events but the last line of a run, in order.
    var events: [String] {
        kept.withLock { $0.map(\.event).filter { $0 != "push-stopped" } }
    }
}
