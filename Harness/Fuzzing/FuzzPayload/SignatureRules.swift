import Crypto
import Foundation
import FuzzKit
import Webhooks

/// What holds for the proof that a delivery brings.
enum SignatureRules {
    /// No input knows it.
    private static let secret = "c2VjcmV0IG9mIHRoZSBmdXp6IHRhcmdldCwgYmFzZTY0"
    private static let moment: Int64 = 1_614_265_330

    /// What the input brings is no proof; what was made with the secret is one, and no longer once a
    /// bit of the body is another.
    static func check(_ fields: [(name: String, value: String)], _ body: [UInt8]) {
        claim(!isProven(SignatureScheme.allCases, fields, body), "a forged delivery is let in")
        for scheme in SignatureScheme.allCases {
            let proof = Self.proof(scheme, body)
            claim(
                isProven([scheme], proof, body) == !body.isEmpty,
                "\(scheme): a good delivery of \(body.count) bytes")
            guard scheme != .gitlab, !body.isEmpty else { continue }
            var spoilt = body
            spoilt[body.count * 7 / 13] ^= 1 << (body.count % 8)
            claim(!isProven([scheme], proof, spoilt), "\(scheme): another body is let in")
        }
    }

    private static func isProven(
        _ schemes: [SignatureScheme], _ fields: [(name: String, value: String)], _ body: [UInt8]
    ) -> Bool {
        let sets = [SecretSet(text: "another,\(secret)\n")]
        let proven = DeliveryVerifier(schemes: schemes).verified(
            DeliveryHeaders(fields), body: body, by: sets, now: moment)
        return proven == [0]
    }

    private static func proof(
        _ scheme: SignatureScheme, _ body: [UInt8]
    ) -> [(name: String, value: String)] {
        switch scheme {
        case .github: [("x-hub-signature-256", "sha256=" + hex(code(secret.utf8, body)))]
        case .gitea: [("X-Gitea-Signature", hex(code(secret.utf8, body)))]
        case .bitbucket: [("X-Hub-Signature", "sha256=" + hex(code(secret.utf8, body)))]
        case .gitlab: [("X-Gitlab-Token", secret)]
        case .standardWebhooks:
            [
                ("webhook-id", "msg_1"), ("webhook-timestamp", "\(moment)"),
                ("webhook-signature", "v1," + standardCode(body)),
            ]
        }
    }

    private static func standardCode(_ body: [UInt8]) -> String {
        let signed = Array("msg_1.\(moment).".utf8) + body
        return Data(code(Data(base64Encoded: secret) ?? Data(), signed)).base64EncodedString()
    }

    private static func code(_ key: some Sequence<UInt8>, _ body: [UInt8]) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(key))))
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
