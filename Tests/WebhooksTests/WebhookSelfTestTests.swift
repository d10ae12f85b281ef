import Testing
import Webhooks

@Suite("The self-test of the verification") struct WebhookSelfTestTests {
    @Test func passesEveryPublishedVector() {
        let results = WebhookSelfTest.run()
        for result in results { #expect(result.isGood, "\(result.name)") }
        #expect(Set(results.map(\.name)).count == results.count)
        for forge in ["GitHub", "Gitea", "Forgejo", "Bitbucket", "GitLab", "Standard Webhooks"] {
            #expect(results.contains { $0.name.contains(forge) }, "\(forge)")
        }
    }
}
