package import JSONModel

import struct Foundation.Date

/// An alert as it is sent: `{"event", "message", "hint", "branch", "at", …}`.
package struct AlertMessage: Sendable {
    package let event: AlertEvent
    /// The JSON object sent.
    package let body: JSON

    init(_ alert: Alert, branch: String, at: Date) {
        event = alert.event
        let members: [JSON.Member] = [
            JSON.Member("event", .string(alert.event.rawValue)),
            JSON.Member("message", .string(alert.message)),
            JSON.Member("hint", .string(alert.hint)),
            JSON.Member("branch", .string(alert.branch ?? branch)),
            JSON.Member("at", .string(at.formatted(.iso8601))),
        ]
        body = .object((members + alert.fields).map { .init($0.key, Self.bounded($0.value)) })
    }

    /// Long texts and lists are cut: what is the matter is said at their beginning.
    private static func bounded(_ value: JSON) -> JSON {
        switch value {
        case .string(let text): .string(cut(text))
        case .array(let values): .array(values.prefix(Limits.listEntries).map(bounded))
        default: value
        }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > Limits.textBytes else { return text }
        return String(decoding: text.utf8.prefix(Limits.textBytes), as: UTF8.self) + "…"
    }
}
