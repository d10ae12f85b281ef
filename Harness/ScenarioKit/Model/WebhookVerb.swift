/// Delivers a webhook; the harness signs it itself.
package struct WebhookVerb: Sendable, Hashable {
    /// Whose way of signing.
    package enum Scheme: String, Sendable, Hashable, CaseIterable {
        case github, gitea, bitbucket, gitlab
        case standardWebhooks = "standard-webhooks"
        case none
    }

    /// The path of the receiver.
    package let path: String
    /// The event header, `push` by default.
    package var event = "push"
    /// `github` by default.
    package var scheme: Scheme = .github
    /// The JSON body.
    package var payload: DataValue?
    /// The secret to sign with; nil is the right one.
    package var secret: String?
    /// The delivery id; nil is a new one each time.
    package var delivery: String?
    /// How many deliveries, one after another.
    package var times = 1
    /// Whether the next step begins before the answer is here.
    package var background = false
}
