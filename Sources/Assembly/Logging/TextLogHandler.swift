import JSONModel
package import Logging

/// A line for people who watch a terminal: time, level, message, the event's fields.
package struct TextLogHandler: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]

    package init() {}

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let given = event.metadata { fields.merge(given) { _, new in new } }
        fields["event"] = nil
        let details = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let time = LogLine.timestamp().dropFirst(11).prefix(12)
        let level = event.level == .warning ? "WARN" : event.level.rawValue.uppercased()
        let parts = ["\(time)", level, "\(event.message)"] + details
        LogLine.write(Array((parts.joined(separator: "  ") + "\n").utf8))
    }
}
