import JSONModel

extension DeliveryContent {
    /// GitLab: "Webhook events", push events, from a project's, a group's or the system's hook.
    /// There is no ping; the test button sends a push.
    static func gitLab(
        _ headers: DeliveryHeaders, _ body: JSON, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        guard let event = headers["X-Gitlab-Event"] else {
            throw PayloadError(message: "no header names the event")
        }
        guard ["Push Hook", "System Hook"].contains(event) else { return .ignored(event: event) }
        let payload = try Payload(body)
        // A system hook tells all its events under one header; the body knows which.
        var kind = try payload.optionalText("object_kind")
        if kind == nil { kind = try payload.optionalText("event_name") }
        if kind == nil, event == "Push Hook" { kind = "push" }
        guard let kind else {
            throw PayloadError(message: "neither `object_kind` nor `event_name`")
        }
        guard kind == "push" else { return .ignored(event: kind) }
        let repository = try payload.object("project").name("path_with_namespace")
        return try several([try RefChange.gitHubLike(payload)], repository, delivery)
    }
}
