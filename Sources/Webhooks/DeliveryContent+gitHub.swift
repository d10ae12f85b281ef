import JSONModel

extension DeliveryContent {
    /// GitHub ("Webhook events and payloads", `push` and `ping`), and Gitea and Forgejo, which send
    /// the same without `deleted`; they have no ping, their test is a push.
    static func gitHubLike(
        event: String?, _ body: JSON, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        guard let event else { throw PayloadError(message: "no header names the event") }
        if event == "ping" { return .ping }
        guard event == "push" else { return .ignored(event: event) }
        let payload = try Payload(body)
        let repository = try payload.object("repository").name("full_name")
        return try several([try RefChange.gitHubLike(payload)], repository, delivery)
    }

    /// The content of a delivery about refs of one repository.
    static func several(
        _ changes: [RefChange], _ repository: String, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        var pushes: [HookPush] = []
        var why: String?
        for change in changes {
            switch change {
            case .ignored(let reason): why = why ?? reason
            case .moved(let branch, let commit):
                let suffix = pushes.isEmpty ? "" : ":\(pushes.count + 1)"
                pushes.append(
                    HookPush(
                        repository: repository, branch: branch, commit: commit,
                        delivery: delivery.map { $0 + suffix }))
            }
        }
        guard pushes.count <= Limits.pushes else {
            throw PayloadError(message: "more than \(Limits.pushes) branches moved")
        }
        return pushes.isEmpty ? .ignored(why: why ?? "no branch moved") : .pushes(pushes)
    }

    /// Tells the beginning of an event's name, without what a terminal would obey.
    static func ignored(event: String) -> DeliveryContent {
        let printable = event.unicodeScalars.prefix(Limits.echo).filter {
            (0x20..<0x7F).contains($0.value)
        }
        return .ignored(why: "event " + String(String.UnicodeScalarView(printable)))
    }
}
