package import JSONModel

/// One thing that an operator is needed for, in the words that are sent.
package struct Alert: Sendable {
    package let event: AlertEvent
    /// What tells it from others of its event: a branch, a commit. The same event and subject is
    /// the same condition, whoever says so.
    package let subject: String
    /// What is the matter.
    package let message: String
    /// What to do about it.
    package let hint: String
    /// The branch it is about; nil: the served one.
    package let branch: String?
    /// What else the receiver may want to know; no secret, and no text longer than
    /// `Limits.textBytes`.
    package let fields: [JSON.Member]

    package init(
        _ event: AlertEvent, subject: String = "", message: String, hint: String,
        branch: String? = nil, fields: [JSON.Member] = []
    ) {
        self.event = event
        self.subject = subject
        self.message = message
        self.hint = hint
        self.branch = branch
        self.fields = fields
    }

    /// What makes two alerts the same.
    package struct Condition: Hashable, Sendable {
        package let event: AlertEvent
        package let subject: String

        /// Pushing `branch` is halted for `reason`.
        package static func halt(of branch: String, _ reason: String) -> Condition {
            Condition(event: .pushHalted, subject: Alert.halt(of: branch, reason))
        }
    }

    /// The subject of a halted push: the same for all who notice that.
    package static func halt(of branch: String, _ reason: String) -> String {
        "\(branch) \(reason)"
    }

    package var condition: Condition { Condition(event: event, subject: subject) }
}
