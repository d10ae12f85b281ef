import Crypto

/// `X-Hub-Signature-256`: HMAC-SHA256 over the raw body, written `sha256=<64 hex digits>`.
///
/// The rule is GitHub's, "Validating webhook deliveries".
package enum GitHubSignature {
    /// Whether one of `secrets` made `header` for `body`. An empty body is never valid.
    package static func isValid(header: String, body: [UInt8], secrets: SecretSet) -> Bool {
        guard !body.isEmpty, let given = digest(of: header) else { return false }
        return secrets.anyMatch { secret in
            let expected = HMAC<SHA256>.authenticationCode(
                for: body, using: SymmetricKey(data: secret))
            return ConstantTime.equal(Array(expected), given)
        }
    }

    private static func digest(of header: String) -> [UInt8]? {
        let prefix = "sha256="
        guard header.hasPrefix(prefix), header.utf8.count == prefix.utf8.count + 64 else {
            return nil
        }
        let digits = Array(header.utf8.dropFirst(prefix.utf8.count))
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index...index + 1], as: UTF8.self)
            guard !pair.hasPrefix("+"), let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
