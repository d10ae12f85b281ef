import Crypto
import Foundation

/// Signs a delivery as its forge does, from the forges' own documents and not by Livetree's code.
package struct DeliverySigner: Sendable {
    /// Whose way of signing.
    package let scheme: WebhookVerb.Scheme
    /// As the receiver has it configured.
    package let secret: String

    package init(scheme: WebhookVerb.Scheme, secret: String) {
        self.scheme = scheme
        self.secret = secret
    }

    /// The headers of one delivery: its event, its id and the proof. `seconds` is the time since
    /// 1970 that Standard Webhooks sign.
    ///
    /// - Throws: `HarnessError` when the secret is not of the scheme's form.
    package func headers(
        event: String, delivery: String, body: [UInt8], at seconds: Int64
    ) throws(HarnessError) -> [String: String] {
        switch scheme {
        case .none: ["X-GitHub-Event": event, "X-GitHub-Delivery": delivery]
        case .github:
            [
                "X-GitHub-Event": event, "X-GitHub-Delivery": delivery,
                "X-Hub-Signature-256": "sha256=" + hex(over: body),
            ]
        case .gitea:
            [
                "X-Gitea-Event": event, "X-Gitea-Delivery": delivery,
                "X-Gitea-Signature": hex(over: body),
            ]
        case .bitbucket:
            [
                "X-Event-Key": Self.bitbucketEvents[event] ?? event, "X-Request-UUID": delivery,
                "X-Hub-Signature": "sha256=" + hex(over: body),
            ]
        case .gitlab:
            [
                "X-Gitlab-Event": Self.gitLabEvents[event] ?? event, "Idempotency-Key": delivery,
                "X-Gitlab-Token": secret,
            ]
        case .standardWebhooks:
            [
                "webhook-id": delivery, "webhook-timestamp": "\(seconds)",
                "webhook-signature": try standard(delivery, seconds, body),
            ]
        }
    }

    /// What the other forges call GitHub's events.
    private static let bitbucketEvents = ["push": "repo:push", "ping": "diagnostics:ping"]
    private static let gitLabEvents = ["push": "Push Hook", "tag_push": "Tag Push Hook"]

    private func hex(over body: [UInt8]) -> String {
        code(over: body, key: Data(secret.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    private func standard(
        _ delivery: String, _ seconds: Int64, _ body: [UInt8]
    ) throws(HarnessError) -> String {
        let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        guard let key = Data(base64Encoded: text) else {
            throw .unsupported("standard-webhooks wants a base64 secret, such as whsec_MfKQ…")
        }
        let signed = Array("\(delivery).\(seconds).".utf8) + body
        return "v1," + Data(code(over: signed, key: key)).base64EncodedString()
    }

    private func code(over bytes: [UInt8], key: Data) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }
}
