import Foundation
import Glibc
import JSONModel
package import Logging
import Synchronization

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

/// Parts that both forms of a log line share.
enum LogLine {
    private static let output = Mutex(())

    /// Writes whole lines, never two at once. A line that cannot be written (a full disk, a reader
    /// that is gone) is lost: serving goes on without a log.
    static func write(_ line: [UInt8]) {
        output.withLock { _ in
            var rest = line[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// RFC 3339 in UTC, with milliseconds.
    static func timestamp() -> String {
        Date().formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true)
                .timeZone(separator: .omitted))
    }

    /// Numbers and booleans stay what they are.
    static func json(_ value: Logger.MetadataValue) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value as Bool): .bool(value)
        case .stringConvertible(let value as any BinaryInteger): .count(value)
        case .stringConvertible(let value as Double): .number(value)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(
                values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, json($0.value)) })
        }
    }
}
