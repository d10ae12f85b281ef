/// `X-Hub-Signature-256`: HMAC-SHA256 over the raw body, written `sha256=<64 hex digits>`.
///
/// The rule is GitHub's, "Validating webhook deliveries".
package enum GitHubSignature {
    /// Whether one of `secrets` made `header` for `body`. An empty body is never valid.
    package static func isValid(header: String, body: [UInt8], secrets: SecretSet) -> Bool {
        let headers = DeliveryHeaders([("X-Hub-Signature-256", header)])
        guard !body.isEmpty, let claim = SignatureClaim(.github, headers, now: 0) else {
            return false
        }
        return claim.isProven(by: secrets, over: body)
    }
}
