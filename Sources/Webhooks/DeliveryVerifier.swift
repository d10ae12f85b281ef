/// Tells whether a delivery is from someone who knows a secret, before anything of it is parsed.
package struct DeliveryVerifier: Sendable {
    /// Those allowed, the most particular first.
    private let schemes: [SignatureScheme]

    /// `schemes`: those this receiver accepts, in any order.
    package init(schemes: [SignatureScheme]) {
        // Gitea and Forgejo send GitHub's headers besides their own, GitHub sends the header that
        // is Bitbucket's (with SHA-1), GitLab sends its token beside a Standard Webhooks signature.
        let order: [SignatureScheme] = [.standardWebhooks, .gitea, .gitlab, .github, .bitbucket]
        self.schemes = order.filter(schemes.contains)
    }

    /// The scheme whose signature header came (once), among those allowed; nil when none did.
    ///
    /// When several came it is the most particular one, and that one alone decides.
    package func scheme(of headers: DeliveryHeaders) -> SignatureScheme? {
        schemes.first { SignatureClaim.header(of: $0, in: headers) != nil }
    }

    /// The numbers of the secret sets one of whose secrets proves the delivery to be genuine.
    ///
    /// Every secret of every set is tried. Empty: unauthorised. An empty body is never genuine.
    /// `now` is in Unix seconds; only Standard Webhooks looks at it.
    package func verified(
        _ headers: DeliveryHeaders, body: [UInt8], by sets: [SecretSet], now: Int64
    ) -> Set<Int> {
        guard !body.isEmpty, let scheme = scheme(of: headers),
            let claim = SignatureClaim(scheme, headers, now: now)
        else { return [] }
        return Set(sets.indices.filter { claim.isProven(by: sets[$0], over: body) })
    }
}
