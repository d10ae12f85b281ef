import Foundation
import Synchronization

/// Everything that happens in a case, on one clock.
package final class EventLog: Sendable {
    /// One thing that happened.
    package struct Event: Sendable {
        package let at: MonotonicTime
        package let kind: String
        package let text: String
    }

    /// When the case began.
    package let start = MonotonicTime.now
    private let wallStart = Date()
    private let events = Mutex<[Event]>([])

    package init() {}

    /// Notes an event now, or at the time given.
    package func note(_ kind: String, _ text: String, at: MonotonicTime = .now) {
        events.withLock { $0.append(Event(at: at, kind: kind, text: text)) }
    }

    /// When a server wrote a line, by the line's own `time`; when it was seen if it has none.
    package func time(of line: ServerLogLine) -> MonotonicTime {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let text = line.fields?["time"]?.text, let date = try? format.parse(text) else {
            return line.seen
        }
        let offset = date.timeIntervalSince(wallStart)
        return offset < 0 ? start : start.advanced(by: .seconds(offset))
    }

    /// Every event, earliest first.
    package var all: [Event] { events.withLock { $0 }.sorted { $0.at < $1.at } }

    /// Seconds from the start of the case.
    package func seconds(_ event: Event) -> Double { event.at.seconds(since: start) }

    /// Writes one JSON object a line.
    package func write(to path: String, describing describe: (String) -> String) throws {
        let lines = all.map { event in
            JSONText.write(
                .map([
                    .init(name: "at", value: .number(seconds(event))),
                    .init(name: "kind", value: .string(event.kind)),
                    .init(name: "text", value: .string(describe(event.text))),
                ]))
        }
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
    }
}
