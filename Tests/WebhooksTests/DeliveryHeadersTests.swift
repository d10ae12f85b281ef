import Testing
import Webhooks

@Suite("A delivery's headers") struct DeliveryHeadersTests {
    @Test(arguments: ["x-hub-signature-256", "X-HUB-SIGNATURE-256", "X-Hub-Signature-256"])
    func areFoundInAnyCase(name: String) {
        #expect(DeliveryHeaders([(name, "a")])["x-hub-SIGNATURE-256"] == "a")
    }

    @Test func areMissingWhenTheyCameTwice() {
        let headers = DeliveryHeaders([("A", "1"), ("a", "1"), ("b", "2"), ("c", ""), ("A", "3")])
        #expect(headers["a"] == nil)
        #expect(headers["B"] == "2")
        #expect(headers["c"] == "")
        #expect(headers["d"] == nil)
    }

    /// Letters that become ASCII ones in lower case: the Kelvin sign and the dotless i's capital.
    @Test func ofOtherAlphabetsAreOtherHeaders() {
        let headers = DeliveryHeaders([("webhoo\u{212A}-id", "1"), ("webhook-\u{130}d", "2")])
        #expect(headers["webhook-id"] == nil)
    }

    @Test(arguments: SignatureScheme.allCases)
    func sentTwiceVerifyNothing(scheme: SignatureScheme) async throws {
        let delivery = try await Delivery.signed(scheme, [1])
        let verifier = DeliveryVerifier(schemes: [scheme])
        for field in delivery.fields {
            for extra in [field, (field.name.uppercased(), field.value), (field.name, "")] {
                for fields in [delivery.fields + [extra], [extra] + delivery.fields] {
                    let verified = verifier.verified(
                        DeliveryHeaders(fields), body: delivery.body,
                        by: [SecretSet(text: delivery.secret)], now: Delivery.now)
                    #expect(verified.isEmpty, "\(field.name)")
                }
            }
        }
    }

    @Test(arguments: SignatureScheme.allCases, SignatureScheme.allCases)
    func ofASchemeThatIsNotAllowedAreNothing(
        sent: SignatureScheme, allowed: SignatureScheme
    ) async throws {
        let delivery = try await Delivery.signed(sent, [1, 2, 3])
        let verifier = DeliveryVerifier(schemes: [allowed])
        let headers = DeliveryHeaders(delivery.fields)
        #expect((verifier.scheme(of: headers) == sent) == (sent == allowed))
        let verified = verifier.verified(
            headers, body: delivery.body, by: [SecretSet(text: delivery.secret)], now: Delivery.now)
        #expect(verified == (sent == allowed ? [0] : []))
    }

    struct Choice: CustomTestStringConvertible, Sendable {
        let names: [String]
        var allowed = SignatureScheme.allCases
        let chosen: SignatureScheme?
        var testDescription: String { names.joined(separator: ", ") }
    }

    @Test(arguments: [
        Choice(names: [], chosen: nil),
        Choice(names: ["X-Hub-Signature", "X-Hub-Signature-256"], chosen: .github),
        Choice(
            names: ["X-Hub-Signature", "X-Hub-Signature-256"], allowed: [.bitbucket],
            chosen: .bitbucket),
        Choice(
            names: ["X-Gogs-Signature", "X-Gitea-Signature", "X-Hub-Signature-256"], chosen: .gitea),
        Choice(names: ["X-Forgejo-Signature", "X-Hub-Signature-256"], chosen: .gitea),
        Choice(
            names: ["X-Gitea-Signature", "X-Hub-Signature", "X-Hub-Signature-256"],
            allowed: [.bitbucket, .github], chosen: .github),
        Choice(names: ["X-Gitlab-Token", "webhook-signature"], chosen: .standardWebhooks),
        Choice(
            names: ["X-Gitlab-Token", "webhook-signature"], allowed: [.gitlab], chosen: .gitlab),
        Choice(
            names: ["X-Hub-Signature-256", "x-hub-signature-256"], allowed: [.github], chosen: nil),
        Choice(names: ["Authorization", "X-Gogs-Signature", "X-Signature"], chosen: nil),
        Choice(names: ["X-Hub-Signature-256"], allowed: [], chosen: nil),
    ])
    func chooseTheMostParticularSchemeAllowed(choice: Choice) {
        let headers = DeliveryHeaders(choice.names.map { ($0, "x") })
        for schemes in [choice.allowed, choice.allowed.reversed()] {
            #expect(DeliveryVerifier(schemes: schemes).scheme(of: headers) == choice.chosen)
        }
    }

    /// A second, weaker proof must not rescue a delivery whose own one is wrong.
    @Test func letOneSchemeAloneDecide() async throws {
        let good = try await Delivery.signed(.github, [1, 2, 3])
        let headers = DeliveryHeaders(
            good.fields + [("X-Gitea-Signature", String(repeating: "0", count: 64))])
        let verified = DeliveryVerifier(schemes: SignatureScheme.allCases).verified(
            headers, body: good.body, by: [SecretSet(text: good.secret)], now: 0)
        #expect(verified.isEmpty)
    }
}
