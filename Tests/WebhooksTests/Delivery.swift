import Webhooks

/// A signed delivery whose parts can be spoilt one by one.
struct Delivery {
    static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    static let time = "1614265330"
    static let now: Int64 = 1_614_265_330

    var scheme: SignatureScheme
    var secret: String
    var body: [UInt8]
    /// The value of the signature header.
    var proof: String
    var id = Delivery.id
    var time = Delivery.time

    /// Signed by another program.
    static func signed(
        _ scheme: SignatureScheme, _ body: [UInt8], by signer: Signer = .openssl
    ) async throws -> Delivery {
        let secret = Self.secret(for: scheme)
        return Delivery(
            scheme: scheme, secret: secret, body: body,
            proof: try await signer.header(scheme, body, secret: secret))
    }

    static func secret(for scheme: SignatureScheme) -> String {
        scheme == .standardWebhooks
            ? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" : "It's a Secret to Everybody"
    }

    static func proofHeader(_ scheme: SignatureScheme) -> String {
        switch scheme {
        case .github: "X-Hub-Signature-256"
        case .gitea: "X-Gitea-Signature"
        case .bitbucket: "X-Hub-Signature"
        case .gitlab: "X-Gitlab-Token"
        case .standardWebhooks: "webhook-signature"
        }
    }

    var fields: [(name: String, value: String)] {
        let proof = [(Self.proofHeader(scheme), proof)]
        guard scheme == .standardWebhooks else { return proof }
        return proof + [("webhook-id", id), ("webhook-timestamp", time)]
    }

    func isAccepted(now: Int64 = Delivery.now) -> Bool {
        DeliveryVerifier(schemes: [scheme]).verified(
            DeliveryHeaders(fields), body: body, by: [SecretSet(text: secret)], now: now) == [0]
    }
}
