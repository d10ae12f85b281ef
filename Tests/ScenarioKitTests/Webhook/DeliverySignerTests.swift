import ScenarioKit
import Testing

/// Against vectors that the forges and the specification publish.
@Suite("Signing of deliveries")
struct DeliverySignerTests {
    private static let gitHubSecret = "It's a Secret to Everybody"
    private static let gitHubBody = Array("Hello, World!".utf8)
    private static let gitHubDigest =
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    private func headers(
        _ scheme: WebhookVerb.Scheme, secret: String = gitHubSecret, event: String = "push",
        delivery: String = "one", body: [UInt8] = gitHubBody, at seconds: Int64 = 0
    ) throws -> [String: String] {
        try DeliverySigner(scheme: scheme, secret: secret).headers(
            event: event, delivery: delivery, body: body, at: seconds)
    }

    @Test func gitHubsVectorIsMet() throws {
        #expect(
            try headers(.github) == [
                "X-GitHub-Event": "push", "X-GitHub-Delivery": "one",
                "X-Hub-Signature-256": "sha256=" + Self.gitHubDigest,
            ])
    }

    @Test func giteaSignsTheSameWithoutAPrefix() throws {
        #expect(
            try headers(.gitea) == [
                "X-Gitea-Event": "push", "X-Gitea-Delivery": "one",
                "X-Gitea-Signature": Self.gitHubDigest,
            ])
    }

    /// The example of Atlassian's "Manage webhooks", which is GitHub's.
    @Test func bitbucketSignsInTheHeaderWithoutANumber() throws {
        #expect(
            try headers(.bitbucket) == [
                "X-Event-Key": "repo:push", "X-Request-UUID": "one",
                "X-Hub-Signature": "sha256=" + Self.gitHubDigest,
            ])
        #expect(try headers(.bitbucket, event: "ping")["X-Event-Key"] == "diagnostics:ping")
    }

    @Test func gitLabSendsTheSecretItself() throws {
        #expect(
            try headers(.gitlab, secret: "token") == [
                "X-Gitlab-Event": "Push Hook", "Idempotency-Key": "one", "X-Gitlab-Token": "token",
            ])
        #expect(try headers(.gitlab, event: "Issue Hook")["X-Gitlab-Event"] == "Issue Hook")
    }

    @Test(arguments: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func standardWebhooksVectorIsMet(secret: String) throws {
        let signed = try headers(
            .standardWebhooks, secret: secret, delivery: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            body: Array(#"{"test": 2432232314}"#.utf8), at: 1_614_265_330)
        #expect(
            signed == [
                "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
                "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ])
    }

    @Test func aSecretThatStandardWebhooksCannotUseIsTold() {
        #expect(throws: HarnessError.self) { try headers(.standardWebhooks, secret: "no base64!") }
    }

    @Test func anUnsignedDeliveryHasNoProof() throws {
        #expect(try headers(.none) == ["X-GitHub-Event": "push", "X-GitHub-Delivery": "one"])
    }

    @Test func bodyAndSecretAreSigned() throws {
        let right = try headers(.github)["X-Hub-Signature-256"]
        let body = try headers(.github, body: Array("Hello, World?".utf8))["X-Hub-Signature-256"]
        let secret = try headers(.github, secret: "guessed")["X-Hub-Signature-256"]
        #expect(Set([right, body, secret]).count == 3)
    }
}
