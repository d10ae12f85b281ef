import Webhooks

extension Sample {
    static let gitHubTip = "6113728f27ae82c7b1a177c8d03f9e96e0adf246"
    static let delivery = "72d3162e-cc78-11e3-81ab-4c9367dc0958"

    static let all: [Sample] = gitHub + gitea + gitLab + bitbucket + standard

    /// The samples of pushes that count.
    static var pushes: [Sample] {
        all.filter { if case .pushes = $0.content { true } else { false } }
    }

    private static func gitHub(_ name: String, _ event: String, _ content: DeliveryContent)
        -> Sample
    {
        let fields = [("X-GitHub-Event", event), ("X-GitHub-Delivery", delivery)]
        return Sample(name: "github-" + name, scheme: .github, headers: fields, content: content)
    }

    private static func push(
        _ repository: String, _ branch: String, _ commit: String, _ delivery: String? = delivery
    ) -> HookPush {
        HookPush(repository: repository, branch: branch, commit: commit, delivery: delivery)
    }

    private static let gitHub = [
        gitHub("push", "push", .pushes([push("acme/site", "main", gitHubTip)])),
        gitHub("push-deletion", "push", .ignored(why: "branch deletion")),
        gitHub("push-tag", "push", .ignored(why: "tag")),
        gitHub("ping", "ping", .ping),
        gitHub("pull-request", "pull_request", .ignored(why: "event pull_request")),
    ]

    private static func gitea(
        _ name: String, _ event: String, _ content: DeliveryContent, forge: String = "Gitea"
    ) -> Sample {
        let fields = [
            ("X-\(forge)-Event", event), ("X-\(forge)-Delivery", delivery),
            ("X-GitHub-Event", event), ("X-GitHub-Delivery", delivery),
        ]
        return Sample(name: "gitea-" + name, scheme: .gitea, headers: fields, content: content)
    }

    private static let giteaPush = DeliveryContent.pushes([
        push("gitea/webhooks", "develop", "bffeb74224043ba2feb48d137756c8a9331c449a")
    ])

    private static let gitea = [
        gitea("push", "push", giteaPush), gitea("push", "push", giteaPush, forge: "Forgejo"),
        gitea("push-deletion", "push", .ignored(why: "branch deletion")),
        gitea("delete", "delete", .ignored(why: "event delete")),
        // A receiver that allows GitHub's scheme only understands Gitea too.
        Sample(
            name: "gitea-push", scheme: .github,
            headers: [("X-GitHub-Event", "push"), ("X-GitHub-Delivery", delivery)],
            content: giteaPush),
    ]

    private static func gitLab(_ name: String, _ event: String, _ content: DeliveryContent)
        -> Sample
    {
        let fields = [
            ("X-Gitlab-Event", event),
            ("X-Gitlab-Event-UUID", "13792a34-cac6-4fda-95a8-c58e00a3954e"),
            ("Idempotency-Key", delivery),
        ]
        return Sample(name: "gitlab-" + name, scheme: .gitlab, headers: fields, content: content)
    }

    private static let gitLabTip = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7"

    private static let gitLab = [
        gitLab("push", "Push Hook", .pushes([push("mike/diaspora", "master", gitLabTip)])),
        gitLab("push", "System Hook", .pushes([push("mike/diaspora", "master", gitLabTip)])),
        gitLab(
            "push-subgroup", "Push Hook", .pushes([push("acme/data/people", "master", gitLabTip)])),
        gitLab("push-deletion", "Push Hook", .ignored(why: "branch deletion")),
        gitLab("tag-push", "Tag Push Hook", .ignored(why: "event Tag Push Hook")),
        gitLab("tag-push", "System Hook", .ignored(why: "event tag_push")),
        gitLab(
            "system-repository-update", "System Hook", .ignored(why: "event repository_update")),
        gitLab("push", "Merge Request Hook", .ignored(why: "event Merge Request Hook")),
    ]

    private static func bitbucket(
        _ name: String, _ event: String, _ content: DeliveryContent
    ) -> Sample {
        let id = name.hasPrefix("cloud") ? "X-Request-UUID" : "X-Request-Id"
        return Sample(
            name: "bitbucket-" + name, scheme: .bitbucket,
            headers: [("X-Event-Key", event), (id, delivery)], content: content)
    }

    private static let (cloudTip, cloudBase) = (
        "709d658dc5b6d6afcd46049c2f332ee3f515a67d", "1e65c05c1d5171631d92438a13901ca7dae9618c"
    )
    private static let centerTip = "178864a7d521b6f5e720b386b2c2b0ef8563e0dc"

    private static let bitbucket = [
        bitbucket("cloud-push", "repo:push", .pushes([push("emma/repo", "master", cloudTip)])),
        bitbucket(
            "cloud-push-several", "repo:push",
            .pushes([
                push("emma/repo", "dev", cloudBase),
                push("emma/repo", "master", cloudTip, delivery + ":2"),
            ])),
        bitbucket("cloud-push-deletion", "repo:push", .ignored(why: "branch deletion")),
        bitbucket("cloud-push-tag", "repo:push", .ignored(why: "tag")),
        bitbucket("cloud-push", "repo:fork", .ignored(why: "event repo:fork")),
        bitbucket(
            "cloud-push", "pullrequest:created", .ignored(why: "event pullrequest:created")),
        bitbucket(
            "data-center-push", "repo:refs_changed",
            .pushes([push("PROJ/repository", "master", centerTip)])),
        bitbucket(
            "data-center-personal", "repo:refs_changed",
            .pushes([
                push("~EMMA/repository", "a/b", centerTip),
                push(
                    "~EMMA/repository", "c", "ecddabb624f6f5ba43816f5926e580a5f680a931",
                    delivery + ":2"),
            ])),
        bitbucket("data-center-deletion", "repo:refs_changed", .ignored(why: "branch deletion")),
        bitbucket("data-center-tag", "repo:refs_changed", .ignored(why: "tag")),
        bitbucket("data-center-ping", "diagnostics:ping", .ping),
        bitbucket("data-center-push", "pr:opened", .ignored(why: "event pr:opened")),
    ]

    private static func standard(
        _ name: String, _ content: DeliveryContent, event: (String, String)? = nil
    ) -> Sample {
        Sample(
            name: name, scheme: .standardWebhooks,
            headers: [("webhook-id", Delivery.id)] + (event.map { [$0] } ?? []), content: content)
    }

    private static let standard = [
        standard(
            "standard-webhooks-push", .pushes([push("acme/site", "main", gitHubTip, Delivery.id)])),
        standard("standard-webhooks-other", .ignored(why: "event contact.created")),
        standard("github-push", .pushes([push("acme/site", "main", gitHubTip, Delivery.id)])),
        standard(
            "gitlab-push", .pushes([push("mike/diaspora", "master", gitLabTip, Delivery.id)]),
            event: ("X-Gitlab-Event", "Push Hook")),
        standard("github-ping", .ping, event: ("X-GitHub-Event", "ping")),
        standard(
            "bitbucket-cloud-push", .pushes([push("emma/repo", "master", cloudTip, Delivery.id)]),
            event: ("X-Event-Key", "repo:push")),
    ]
}
