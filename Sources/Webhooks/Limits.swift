/// The bounds of what a delivery may hold.
enum Limits {
    /// Seconds between a Standard Webhooks timestamp and our clock, either way.
    static let clockSkew = 300
    /// Signatures in one `webhook-signature` header.
    static let signatures = 16
    /// Bytes of a repository's or a branch's name.
    static let nameBytes = 512
    /// Bytes of a delivery's id.
    static let deliveryBytes = 200
    /// Branches moved by one delivery.
    static let pushes = 1_000
    /// Characters of a sender's text that are told back.
    static let echo = 64
}
