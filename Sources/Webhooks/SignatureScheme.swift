/// How a sender proves that a delivery is its own (CONTRACT §5).
///
/// The raw values are the words of the configuration.
package enum SignatureScheme: String, CaseIterable, Sendable {
    /// `X-Hub-Signature-256: sha256=<hex>`, HMAC-SHA256 over the body.
    /// (docs.github.com, "Validating webhook deliveries")
    case github
    /// `X-Gitea-Signature: <hex>` or `X-Forgejo-Signature: <hex>`, HMAC-SHA256 over the body.
    /// (docs.gitea.com, "Webhooks")
    case gitea
    /// `X-Hub-Signature: sha256=<hex>`, HMAC-SHA256 over the body; Cloud and Data Center alike.
    /// (support.atlassian.com, "Manage webhooks", "Secure webhooks")
    case bitbucket
    /// `X-Gitlab-Token: <secret>`: the secret itself, the body is not signed.
    /// (docs.gitlab.com, "Webhooks", "Validate payloads by using a secret token")
    case gitlab
    /// `webhook-signature: v1,<base64> …`, HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`.
    /// (github.com/standard-webhooks, "standard-webhooks.md")
    case standardWebhooks = "standard-webhooks"
}
