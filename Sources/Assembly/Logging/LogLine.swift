import Foundation
import Glibc
import JSONModel
import Logging
import Synchronization

/// Parts that both forms of a log line share.
enum LogLine {
    /// Whether a line of progress stands on the terminal.
    private static let output = Mutex(false)
    private static let clearing = Array("\r\u{1B}[K".utf8)

    /// Whether somebody watches what is written.
    static let isWatched = isatty(STDERR_FILENO) == 1

    /// Writes whole lines, never two at once. A line that cannot be written (a full disk, a reader
    /// that is gone) is lost: serving goes on without a log.
    static func write(_ line: [UInt8]) {
        output.withLock { stands in
            put((stands ? clearing : []) + line)
            stands = false
        }
    }

    /// Shows how far something is, in one line that the next one takes the place of. Nothing is
    /// written where nobody watches.
    static func show(progress text: String) {
        guard isWatched else { return }
        output.withLock { stands in
            put(clearing + Array(text.utf8))
            stands = true
        }
    }

    /// Takes a line of progress away, before something else is written to the terminal.
    static func clearProgress() {
        output.withLock { stands in
            if stands { put(clearing) }
            stands = false
        }
    }

    private static func put(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
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
