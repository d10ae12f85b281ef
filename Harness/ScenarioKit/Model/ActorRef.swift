/// A ref of one actor's repository, written `origin:main`.
package struct ActorRef: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The actor whose repository holds the ref.
    package let actor: String
    /// The branch (`main`, `conflicts/…`) or a full name (`refs/livetree/…`).
    package let name: String

    /// Makes a ref from its two halves.
    package init(actor: String, name: String) {
        self.actor = actor
        self.name = name
    }

    /// The name git knows: `refs/heads/` is put before anything that does not begin with `refs/`.
    package var fullName: String { name.hasPrefix("refs/") ? name : "refs/heads/\(name)" }

    package var description: String { "\(actor):\(name)" }

    package static func < (left: ActorRef, right: ActorRef) -> Bool {
        left.description < right.description
    }
}
