/// Reads server-sent events out of bytes as they come, by the HTML standard (section 9.2.6): none
/// of our code writes them this way.
package struct EventReader: Sendable {
    /// One event, or a comment, which has only that.
    package struct Event: Sendable, Equatable {
        package var name = "message"
        /// The event's own; nil when it had none.
        package var id: String?
        package var data = ""
        package var comment: String?
    }

    private var rest: [UInt8] = []
    private var current = Event()
    private var hasData = false

    package init() {}

    /// The events and comments that end in `bytes`, in order.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [Event] {
        rest.append(contentsOf: bytes)
        var events: [Event] = []
        while let end = rest.firstIndex(of: 10) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest.removeSubrange(...end)
            if let event = take(line: line) { events.append(event) }
        }
        return events
    }

    private mutating func take(line: String) -> Event? {
        if line.isEmpty {
            defer { (current, hasData) = (Event(), false) }
            return hasData ? current : nil
        }
        if line.hasPrefix(":") { return Event(comment: String(line.dropFirst())) }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count == 2 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "event": current.name = value
        case "id": current.id = value
        case "data":
            current.data += (hasData ? "\n" : "") + value
            hasData = true
        default: break
        }
        return nil
    }
}
