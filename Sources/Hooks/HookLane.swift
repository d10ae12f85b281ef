/// One repository at one receiver: what is serialised.
package struct HookLane: Hashable, Sendable {
    package let receiver: Receiver
    /// `owner/name`
    package let repository: String

    package init(_ receiver: Receiver, _ repository: String) {
        self.receiver = receiver
        self.repository = repository
    }

    /// The last part of the name: what a gitops command gets as its last argument.
    package var shortName: String {
        String(repository.split(separator: "/").last ?? Substring(repository))
    }
}
