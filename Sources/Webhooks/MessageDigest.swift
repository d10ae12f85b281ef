import Crypto

/// HMAC-SHA256 (RFC 2104), compared in constant time.
enum MessageDigest {
    /// Whether the HMAC of `parts`, one after the other, under `key` is one of `digests`.
    ///
    /// A key without a bit set is refused: HMAC fills keys up with zeros, so it equals the empty
    /// one, which everybody knows.
    static func isOne(of digests: [[UInt8]], madeWith key: [UInt8], over parts: [[UInt8]]) -> Bool {
        guard key.contains(where: { $0 != 0 }) else { return false }
        var code = HMAC<SHA256>(key: SymmetricKey(data: key))
        for part in parts { code.update(data: part) }
        let expected = Array(code.finalize())
        return digests.reduce(false) { ConstantTime.equal($1, expected) || $0 }
    }
}
