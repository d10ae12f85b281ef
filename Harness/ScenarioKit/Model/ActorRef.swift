/// A ref of one actor's repository, written `origin:main`.
package struct ActorRef: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The actor whose repository holds the ref.
    package let actor: String
    /// The branch (`main`, `conflicts/…`), a full name (`refs/livetree/…`), or, where a ref is
    /// expected, a pattern (`/^conflicts/`) or a capture (`$escape.conflict-branch`).
    package let name: String

    /// Makes a ref from its two halves.
    package init(actor: String, name: String) {
        self.actor = actor
        self.name = name
    }

    /// The name git knows: `refs/heads/` is put before anything that does not begin with `refs/`.
    package var fullName: String { name.hasPrefix("refs/") ? name : "refs/heads/\(name)" }

    /// The expression of a pattern; nil for a name.
    package var pattern: String? {
        guard name.count > 2, name.hasPrefix("/"), name.hasSuffix("/") else { return nil }
        return String(name.dropFirst().dropLast())
    }

    /// The capture that holds the name; nil for a name.
    package var capture: CaptureReference? { CaptureReference(name) }

    /// Whether a ref of this full name is meant.
    package func means(_ other: String) -> Bool {
        guard let pattern else { return fullName == other }
        return (try? Regex(pattern)).map { Self.patternName(of: other).contains($0) } ?? false
    }

    /// What a pattern is matched with: a branch's short name, the full name of any other ref.
    package static func patternName(of fullName: String) -> String {
        let heads = "refs/heads/"
        return fullName.hasPrefix(heads) ? String(fullName.dropFirst(heads.count)) : fullName
    }

    package var description: String { "\(actor):\(name)" }

    package static func < (left: ActorRef, right: ActorRef) -> Bool {
        left.description < right.description
    }
}
