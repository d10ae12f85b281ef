/// One line of a server's log.
package struct ServerLogLine: Sendable {
    /// The line as written.
    package let text: String
    /// When the harness first saw it.
    package let seen: MonotonicTime
    /// Its fields; nil when the line is no JSON object.
    package let fields: DataValue?

    package init(text: String, seen: MonotonicTime) {
        self.text = text
        self.seen = seen
        let parsed = JSONText.parse(Array(text.utf8))
        if case .map = parsed { fields = parsed } else { fields = nil }
    }

    /// The `event` field.
    package var event: String? { fields?["event"]?.text }
    /// The `level` field, `warning` written as `warn`.
    package var level: String? {
        let level = fields?["level"]?.text
        return level == "warning" ? "warn" : level
    }
    /// The `message` field; a line that is no JSON object is a message by itself.
    package var message: String? { fields == nil ? text : fields?["message"]?.text }
}
