import GitModel

/// One repository at one receiver: what is serialised.
package struct HookLane: Hashable, Sendable {
    package let receiver: Receiver
    private let name: ExactText

    package init(_ receiver: Receiver, _ repository: String) {
        self.receiver = receiver
        name = ExactText(repository)
    }

    /// `owner/name`, as sent: other bytes are another repository.
    package var repository: String { name.text }

    /// The last part of the name: what a gitops command gets as its last argument.
    package var shortName: String {
        // By bytes: a mark that combines with the slash makes another character of both.
        let parts = repository.utf8.split(separator: UInt8(ascii: "/"))
        return parts.last.map { String(decoding: $0, as: UTF8.self) } ?? repository
    }
}
