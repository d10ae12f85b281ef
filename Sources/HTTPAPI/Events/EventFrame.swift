import GitModel
import JSONModel
import LiveData
import NIOCore

/// Events as they are sent (the HTML standard, section 9.2): fields by line, a blank line after.
enum EventFrame {
    /// A comment: it keeps the line open and says nothing. No blank line follows, which some
    /// clients would take for the end of an event.
    static let heartbeat = ByteBuffer(string: ": still here\n")

    /// What a follower is told first; also how soon it may come back when the line breaks.
    static func opening(
        _ opening: EventPosition.Opening, of snapshot: Snapshot, _ id: EventID, retry: Duration
    ) -> ByteBuffer {
        var members: [JSON.Member] = [
            .init("commit", snapshot.commitJSON), .init("generation", .count(id.generation)),
        ]
        let text: ByteBuffer
        switch opening {
        case .state: text = event("state", id, .object(members))
        case .reset(let reason):
            members.append(.init("reason", .string(reason.rawValue)))
            text = event("reset", id, .object(members))
        case .resume: text = ByteBuffer()
        }
        var frame = ByteBuffer(string: "retry: \(Int(retry.milliseconds))\n")
        frame.writeImmutableBuffer(text)
        return frame
    }

    static func swap(_ swap: Swap, _ id: EventID) -> ByteBuffer {
        event("swap", id, swap.json)
    }

    /// The last event of a stream that the server ends. It has no id: the follower comes back with
    /// that of the last swap it was told.
    static func end(_ reason: FollowerEnd) -> ByteBuffer {
        event("end", nil, .object(["reason": .string(reason.rawValue)]))
    }

    private static func event(_ name: String, _ id: EventID?, _ data: JSON) -> ByteBuffer {
        var text = "event: \(name)\n"
        if let id { text += "id: \(id)\n" }
        var frame = ByteBuffer(string: text + "data: ")
        // JSON text has no line breaks: those in strings are escaped.
        frame.writeBytes(data.bytes)
        frame.writeString("\n\n")
        return frame
    }
}

extension Swap {
    /// `{commit, generation, sheets, changed, changedCount, truncated}`
    fileprivate var json: JSON {
        let records = changes.records.map { change in
            JSON.object([
                "sheet": .string(change.sheet), "path": .string(change.path),
                "op": .string(change.op.rawValue),
            ])
        }
        let attachments = changes.attachments.map { change in
            JSON.object([
                "sheet": .string(change.sheet), "path": .string(change.path),
                "attachment": .string(change.name), "op": .string(change.op.rawValue),
            ])
        }
        return .object([
            "commit": .optional(commit?.hex), "generation": .count(generation),
            "sheets": .array(changes.sheets.map(JSON.string)),
            "changed": .array(records + attachments), "changedCount": .count(changes.count),
            "truncated": .bool(changes.isCut),
        ])
    }
}
