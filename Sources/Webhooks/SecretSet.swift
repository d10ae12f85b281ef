/// The secrets of one purpose; several are in force while one is being replaced.
///
/// CONTRACT §2: comma-separated, empty parts ignored, one trailing newline of a file dropped.
package struct SecretSet: Sendable {
    private let secrets: [[UInt8]]

    package init(text: String?) {
        var text = Substring(text ?? "")
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        secrets = text.split(separator: ",").map { Array($0.utf8) }
    }

    /// True when nothing can be verified: no secret was given.
    package var isEmpty: Bool { secrets.isEmpty }

    /// Whether `candidate` is one of the secrets. Every secret is compared, in a time that
    /// depends on neither the secrets' content nor which one matched.
    package func contains(_ candidate: [UInt8]) -> Bool {
        guard !candidate.isEmpty else { return false }
        return anyMatch { ConstantTime.equal($0, candidate) }
    }

    /// Runs `test` against every secret, without stopping at the first that passes.
    func anyMatch(_ test: ([UInt8]) -> Bool) -> Bool {
        secrets.reduce(false) { found, secret in test(secret) || found }
    }
}
