/// `livetree verify-webhooks`: the verification, tried on signatures that others published.
package enum WebhookSelfTest {
    /// The result for each published vector, and for each changed so that it must be refused.
    package static func run() -> [(name: String, isGood: Bool)] {
        WebhookVector.published.flatMap { vector in
            [(vector.name, vector.isAccepted())]
                + vector.changed.map { ($0.name, !$0.isAccepted()) }
        }
    }
}
