import JSONModel
import Testing
import Webhooks

@Suite("Which event header counts where none is signed") struct EventHeaderTests {
    private static let body = JSON.object([
        "ref": "refs/heads/main", "after": .string(String(repeating: "a", count: 40)),
        "repository": .object(["full_name": "acme/site"]),
    ])

    private func isPush(_ fields: [(name: String, value: String)]) -> Bool {
        let content = DeliveryContent.read(.standardWebhooks, DeliveryHeaders(fields), Self.body)
        if case .pushes = content { return true }
        return false
    }

    @Test func noneOrOneOrGiteasTwoAreClear() {
        #expect(isPush([]))
        #expect(isPush([("X-GitHub-Event", "push")]))
        #expect(isPush([("X-Gitea-Event", "push"), ("X-GitHub-Event", "push")]))
    }

    @Test func oneThatCameTwiceIsNot() {
        #expect(!isPush([("X-Gitea-Event", "push"), ("x-gitea-event", "push")]))
    }

    @Test func thoseOfTwoForgesAreNot() {
        #expect(!isPush([("X-GitHub-Event", "push"), ("X-Event-Key", "repo:push")]))
        #expect(!isPush([("X-Gitlab-Event", "Push Hook"), ("X-GitHub-Event", "push")]))
    }
}
