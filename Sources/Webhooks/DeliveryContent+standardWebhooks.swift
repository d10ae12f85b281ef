import JSONModel

extension DeliveryContent {
    /// Standard Webhooks says how to sign, not what a push looks like. Three forms are read:
    /// a forge's own delivery, signed (by GitLab, or by a relay) and known by the forge's event
    /// header; the specification's envelope `{"type": "push", "data": {…}}` with GitHub's push as
    /// the data; and GitHub's push alone.
    static func standardWebhooks(
        _ headers: DeliveryHeaders, _ body: JSON, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        let forges: [(String, SignatureScheme)] = [
            ("X-Gitea-Event", .gitea), ("X-Forgejo-Event", .gitea), ("X-Gitlab-Event", .gitlab),
            ("X-GitHub-Event", .github), ("X-Event-Key", .bitbucket),
        ]
        let named = forges.filter { headers.contains($0.0) }
        // Event headers are not signed: where two of them disagree, nobody knows which is meant.
        // Gitea sends GitHub's beside its own.
        let forms = Set(named.map(\.1))
        guard named.allSatisfy({ headers[$0.0] != nil }),
            forms.count <= 1 || forms.isSubset(of: [.gitea, .github])
        else { throw PayloadError(message: "more than one header names the event") }
        if let (_, forge) = named.first {
            return try read(formOf: forge, headers, body, delivery)
        }
        let payload = try Payload(body)
        guard let type = try payload.optionalText("type") else {
            return try gitHubLike(event: "push", body, delivery)
        }
        return try gitHubLike(event: type, payload.value("data") ?? .null, delivery)
    }
}
