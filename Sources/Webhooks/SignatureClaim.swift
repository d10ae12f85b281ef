/// What the headers of one delivery offer as proof, read but not yet checked.
enum SignatureClaim {
    /// The secret itself.
    case token([UInt8])
    /// HMACs of the body, made with the secret's text as the key.
    case digest([UInt8])
    /// Standard Webhooks.
    case standard(StandardWebhooksClaim)

    /// Nil when the headers are not of the scheme's form, or too old or new at `now`.
    init?(_ scheme: SignatureScheme, _ headers: DeliveryHeaders, now: Int64) {
        guard let header = Self.header(of: scheme, in: headers), !header.isEmpty else { return nil }
        switch scheme {
        case .github, .bitbucket:
            guard let digest = HexDigest.read(header, prefix: "sha256=") else { return nil }
            self = .digest(digest)
        case .gitea:
            guard let digest = HexDigest.read(header, prefix: "") else { return nil }
            self = .digest(digest)
        case .gitlab: self = .token(Array(header.utf8))
        case .standardWebhooks:
            guard let claim = StandardWebhooksClaim(header, headers, now: now) else { return nil }
            self = .standard(claim)
        }
    }

    /// The value of the header that carries the scheme's proof.
    static func header(of scheme: SignatureScheme, in headers: DeliveryHeaders) -> String? {
        switch scheme {
        case .github: headers["X-Hub-Signature-256"]
        case .gitea: headers["X-Gitea-Signature"] ?? headers["X-Forgejo-Signature"]
        case .bitbucket: headers["X-Hub-Signature"]
        case .gitlab: headers["X-Gitlab-Token"]
        case .standardWebhooks: headers["webhook-signature"]
        }
    }

    /// Whether one of `secrets` made it for `body`; all of them are tried.
    func isProven(by secrets: SecretSet, over body: [UInt8]) -> Bool {
        switch self {
        case .token(let token): secrets.contains(token)
        case .digest(let digest):
            secrets.anyMatch { MessageDigest.isOne(of: [digest], madeWith: $0, over: [body]) }
        case .standard(let claim): secrets.anyMatch { claim.isProven(by: $0, over: body) }
        }
    }
}
