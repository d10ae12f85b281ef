/// `livetree verify-webhooks`: the verification, tried on signatures that others published.
package enum WebhookSelfTest {
    /// The result for each published vector, for its harmless variants, and for each way of
    /// breaking it, which is good when it was refused.
    package static func run() -> [(name: String, isGood: Bool)] {
        WebhookVector.published.flatMap { vector in
            ([vector] + vector.varied).map { ($0.name, $0.isAccepted()) }
                + vector.broken.map { ($0.name + ": refused", !$0.isAccepted()) }
        }
    }
}
