import JSONModel

extension DeliveryContent {
    /// Bitbucket: Cloud and Data Center, whose payloads have nothing in common; the event's name
    /// tells them apart.
    static func bitbucket(
        _ headers: DeliveryHeaders, _ body: JSON, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        switch headers["X-Event-Key"] {
        case nil: throw PayloadError(message: "no header names the event")
        case "diagnostics:ping": return .ping
        case "repo:push": return try bitbucketCloud(Payload(body), delivery)
        case "repo:refs_changed": return try bitbucketDataCenter(Payload(body), delivery)
        case .some(let event): return .ignored(event: event)
        }
    }

    /// Cloud: "Event payloads", `repo:push`: `push.changes[].new`, null for a deletion.
    private static func bitbucketCloud(
        _ payload: Payload, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        let repository = try payload.object("repository").name("full_name")
        var changes: [RefChange] = []
        for change in try payload.object("push").objects("changes") {
            guard try change.value("new") != nil else {
                let kind = try change.object("old").text("type")
                let why = kind == "branch" ? "branch deletion" : Self.why(notABranch: kind)
                changes.append(.ignored(why: why))
                continue
            }
            let new = try change.object("new")
            let kind = try new.text("type")
            guard kind == "branch" else {
                changes.append(.ignored(why: Self.why(notABranch: kind)))
                continue
            }
            let commit = try new.object("target").commit("hash")
            changes.append(.moved(branch: try new.name("name"), commit: commit))
        }
        return try several(changes, repository, delivery)
    }

    private static func why(notABranch kind: String) -> String {
        kind == "tag" ? "tag" : "not a branch"
    }

    /// Data Center: "Event payload", `repo:refs_changed`: `changes[]` of `ADD`, `UPDATE` or
    /// `DELETE`; the repository is its project's key and its own slug.
    private static func bitbucketDataCenter(
        _ payload: Payload, _ delivery: String?
    ) throws(PayloadError) -> DeliveryContent {
        let place = try payload.object("repository")
        let (key, slug) = (try place.object("project").name("key"), try place.name("slug"))
        // Neither has a slash; with one, a pair could be read as another pair's.
        guard !(key + slug).utf8.contains(UInt8(ascii: "/")) else {
            throw PayloadError(message: "`repository.project.key` or `repository.slug` is no name")
        }
        let repository = try place.checked(key + "/" + slug, "slug")
        var changes: [RefChange] = []
        for change in try payload.objects("changes") {
            let (ref, commit) = (try change.object("ref").text("id"), try change.commit("toHash"))
            let isDeleted = try change.text("type") == "DELETE"
            switch RefChange.kind(of: ref) {
            case .ignored(let why): changes.append(.ignored(why: why))
            case .branch where isDeleted || RefChange.isZero(commit):
                changes.append(.ignored(why: "branch deletion"))
            case .branch(let branch):
                let branch = try change.checked(branch, "ref.id")
                changes.append(.moved(branch: branch, commit: commit))
            }
        }
        return try several(changes, repository, delivery)
    }
}
