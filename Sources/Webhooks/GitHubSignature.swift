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
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in header.utf8.dropFirst(prefix.utf8.count) {
            guard let value = value(of: digit) else { return nil }
            if let upper = high { bytes.append(upper << 4 | value) }
            high = high == nil ? value : nil
        }
        return bytes
    }

    /// Lower-case digits only, as GitHub writes and compares them: one text per signature.
    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
