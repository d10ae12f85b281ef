package import GitModel

/// Who and when, as a commit says it; the zone is always +0000.
package struct CommitSignature: Hashable, Sendable {
    package let identity: Identity
    /// Seconds since 1970 UTC.
    package let seconds: Int64

    package init(identity: Identity, seconds: Int64) {
        self.identity = identity
        self.seconds = seconds
    }

    /// The value of an author or committer line.
    var line: String { "\(identity.name) <\(identity.mail)> \(seconds) +0000" }
}
