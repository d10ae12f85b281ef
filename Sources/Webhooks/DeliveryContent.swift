package import JSONModel

/// What a verified delivery asks for.
package enum DeliveryContent: Equatable, Sendable {
    /// The sender's test of the connection.
    case ping
    /// Branches that moved, in one repository; at least one (Bitbucket tells several at once).
    case pushes([HookPush])
    /// Another event, a tag, a branch deletion, …; `why` is told to the sender.
    case ignored(why: String)
    /// Not a delivery we understand; the sentence is told to the sender.
    case malformed(String)

    /// Reads a verified body; `headers` tell the event and the delivery's id.
    package static func read(
        _ scheme: SignatureScheme, _ headers: DeliveryHeaders, _ body: JSON
    ) -> DeliveryContent {
        do throws(PayloadError) {
            let delivery = deliveryID(scheme, headers)
            switch scheme {
            case .standardWebhooks: return try standardWebhooks(headers, body, delivery)
            default: return try read(formOf: scheme, headers, body, delivery)
            }
        } catch {
            return .malformed(error.message)
        }
    }

    /// Reads what `forge` sends, whoever signed it.
    static func read(
        formOf forge: SignatureScheme, _ headers: DeliveryHeaders, _ body: JSON, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        switch forge {
        case .github, .standardWebhooks:
            try gitHubLike(event: headers["X-GitHub-Event"], body, delivery)
        case .gitea:
            try gitHubLike(
                event: headers["X-Gitea-Event"] ?? headers["X-Forgejo-Event"], body, delivery)
        case .bitbucket: try bitbucket(headers, body, delivery)
        case .gitlab: try gitLab(headers, body, delivery)
        }
    }

    /// The sender's id of the delivery; nil when it has none that can be kept: visible ASCII and
    /// not too long, for it goes into a file and a command's environment.
    private static func deliveryID(
        _ scheme: SignatureScheme, _ headers: DeliveryHeaders
    ) -> String? {
        let id =
            switch scheme {
            case .github: headers["X-GitHub-Delivery"]
            case .gitea: headers["X-Gitea-Delivery"] ?? headers["X-Forgejo-Delivery"]
            // Cloud's, Data Center's.
            case .bitbucket: headers["X-Request-UUID"] ?? headers["X-Request-Id"]
            // The key stays the same when a delivery is sent again (GitLab 17.4 and later); the
            // event's id is shared by hooks that set each other off.
            case .gitlab: headers["Idempotency-Key"] ?? headers["X-Gitlab-Event-UUID"]
            case .standardWebhooks: headers["webhook-id"]
            }
        guard let id, (1...Limits.deliveryBytes).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { return nil }
        return id
    }
}
