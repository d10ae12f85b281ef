import Foundation
import Synchronization

/// Everything that happens in a case, on one clock.
package final class EventLog: Sendable {
    /// One thing that happened.
    package struct Event: Sendable, Hashable {
        package let at: MonotonicTime
        package let kind: String
        /// In words, for people.
        package let text: String
        /// For programs; commits are full ids.
        package let fields: [DataValue.Field]

        package init(
            at: MonotonicTime, kind: String, text: String, fields: [DataValue.Field] = []
        ) {
            self.at = at
            self.kind = kind
            self.text = text
            self.fields = fields
        }

        /// The same in other words.
        func worded(_ text: String) -> Event {
            Event(at: at, kind: kind, text: text, fields: fields)
        }

        /// A field.
        package subscript(name: String) -> DataValue? {
            fields.first { $0.name == name }?.value
        }

        /// True for a log line at warn or above.
        package var isAlarming: Bool {
            ["warn", "warning", "error", "critical"].contains(self["level"]?.text ?? "")
        }
    }

    /// When the case began.
    package let start = MonotonicTime.now
    private let wallStart = Date()
    private let events = Mutex<[Event]>([])
    private let numbers = Atomic(0)
    private let onlooker = Mutex<(@Sendable (Event) -> Void)?>(nil)

    package init() {}

    /// Notes an event now, or at the time given.
    package func note(
        _ kind: String, _ text: String, at: MonotonicTime = .now, _ fields: [DataValue.Field] = []
    ) {
        let event = Event(at: at, kind: kind, text: text, fields: fields)
        events.withLock { $0.append(event) }
        onlooker.withLock { $0 }?(event)
    }

    /// Has each event told from now on, at the moment it is noted, by whatever thread notes it.
    package func watch(_ told: @escaping @Sendable (Event) -> Void) {
        onlooker.withLock { $0 = told }
    }

    /// A number that no other call returns: what ties a beginning to its end.
    package func number() -> Int { numbers.add(1, ordering: .relaxed).newValue }

    /// When a server wrote a line, by the line's own `time`; when it was seen if it has none.
    package func time(of line: ServerLogLine) -> MonotonicTime {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let text = line.fields?["time"]?.text, let date = try? format.parse(text) else {
            return line.seen
        }
        // A server whose clock is the scenario's tells another time than ours.
        let offset = date.timeIntervalSince(wallStart)
        let latest = line.seen.seconds(since: start)
        guard offset > -1, offset <= latest + 1 else { return line.seen }
        return offset < 0 ? start : start.advanced(by: .seconds(offset))
    }

    /// When a file came to be; nil when there is none.
    package func time(ofFile path: String) -> MonotonicTime? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let date = attributes[.modificationDate] as? Date
        else { return nil }
        return start.advanced(by: .seconds(max(0, date.timeIntervalSince(wallStart))))
    }

    /// Every event, earliest first.
    package var all: [Event] { events.withLock { $0 }.sorted { $0.at < $1.at } }

    /// Seconds from the start of the case.
    package func seconds(_ event: Event) -> Double { event.at.seconds(since: start) }

    /// Writes one JSON object a line.
    package func write(to path: String, describing describe: (String) -> String) throws {
        let lines = all.map { event in
            JSONText.write(
                .map(
                    [
                        .init(name: "at", value: .number(seconds(event))),
                        .init(name: "kind", value: .string(event.kind)),
                        .init(name: "text", value: .string(describe(event.text))),
                    ] + event.fields))
        }
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
    }
}

extension DataValue.Field {
    /// A text.
    package init(_ name: String, _ text: String) { self.init(name: name, value: .string(text)) }

    /// A whole number.
    package init(_ name: String, _ number: Int) {
        self.init(name: name, value: .integer(Int64(number)))
    }

    /// A number.
    package init(_ name: String, _ number: Double) { self.init(name: name, value: .number(number)) }

    /// A text, or null.
    package init(_ name: String, orNull text: String?) {
        self.init(name: name, value: text.map(DataValue.string) ?? .null)
    }

    /// Texts.
    package init(_ name: String, _ texts: [String]) {
        self.init(name: name, value: .list(texts.map(DataValue.string)))
    }
}
