import JSONModel
package import Logging

/// One JSON object a line on standard error: `time`, `level`, `event`, `message`, then the fields
/// of the event (CONTRACT §7).
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    private let label: String

    package init(label: String) { self.label = label }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let given = event.metadata { fields.merge(given) { _, new in new } }
        let name = fields.removeValue(forKey: "event").map { "\($0)" } ?? label
        var members = [
            JSON.Member("time", .string(LogLine.timestamp())),
            JSON.Member("level", .string(event.level == .warning ? "warn" : event.level.rawValue)),
            JSON.Member("event", .string(name)),
            JSON.Member("message", .string("\(event.message)")),
        ]
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            members.append(JSON.Member(key, LogLine.json(value)))
        }
        var line = JSON.object(members).bytes
        line.append(UInt8(ascii: "\n"))
        LogLine.write(line)
    }
}
