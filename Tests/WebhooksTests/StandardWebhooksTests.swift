import Foundation
import Testing
import Webhooks

@Suite("Standard Webhooks") struct StandardWebhooksTests {
    static let body = Array("{\"test\": 2432232314}".utf8)
    static let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    static let bad = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="

    private func delivery(proof: String = good) -> Delivery {
        Delivery(
            scheme: .standardWebhooks, secret: Delivery.secret(for: .standardWebhooks),
            body: Self.body, proof: proof)
    }

    @Test(arguments: [
        (0, true), (1, true), (-1, true), (299, true), (-299, true), (300, true), (-300, true),
        (301, false), (-301, false), (86_400, false), (-86_400, false),
    ])
    func holdFor300SecondsEitherWay(offset: Int64, isAccepted: Bool) {
        #expect(delivery().isAccepted(now: Delivery.now + offset) == isAccepted)
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1, 0, Int64.max])
    func survivesAnyClock(now: Int64) { #expect(!delivery().isAccepted(now: now)) }

    /// Each of them signed as it stands, so that only the form is wrong.
    @Test(arguments: [
        "", "-1614265330", "+1614265330", " 1614265330", "1614265330 ", "1614265330.0",
        "1_614_265_330", "0x6037bf32", "1.6e9", "１６１４２６５３３０", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "99999999999999999999999", "now",
        "1614265330\u{0}", "0000001614265330",
    ])
    func refusesATimestampOfAnotherForm(time: String) async throws {
        var delivery = delivery()
        delivery.time = time
        delivery.proof = try await Signer.openssl.header(
            .standardWebhooks, Self.body, secret: delivery.secret, time: time)
        for now in [Delivery.now, -Delivery.now, Int64.max, Int64.min, 0] {
            #expect(!delivery.isAccepted(now: now))
        }
    }

    @Test func takesALeadingZeroThatWasSigned() async throws {
        var delivery = delivery()
        delivery.time = "01614265330"
        #expect(!delivery.isAccepted())
        delivery.proof = try await Signer.openssl.header(
            .standardWebhooks, Self.body, secret: delivery.secret, time: delivery.time)
        #expect(delivery.isAccepted())
    }

    /// Another border between id, time and body gives the same signed bytes.
    @Test func refusesAnIDThatMovesTheBorders() async throws {
        var delivery = delivery()
        delivery.id = "a.1"
        delivery.proof = try await Signer.python.header(
            .standardWebhooks, Self.body, secret: delivery.secret, id: "a.1")
        #expect(!delivery.isAccepted())
        delivery.id = ""
        delivery.proof = try await Signer.openssl.header(
            .standardWebhooks, Self.body, secret: delivery.secret, id: "")
        #expect(!delivery.isAccepted())
    }

    static let accepted = [
        good, "\(bad) \(good)", "\(good) \(bad)", "\(bad) \(bad) \(good) \(bad)", "  \(good)  ",
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdg== \(good)",
        "v2,x \(good)", String(repeating: bad + " ", count: 15) + good,
    ]

    @Test(arguments: accepted)
    func takesAnyOfSeveralSignatures(proof: String) {
        #expect(delivery(proof: proof).isAccepted())
    }

    static let refused = [
        String(repeating: bad + " ", count: 16) + good, bad, "\(bad) \(bad)", "\(good),\(bad)",
        "\(good)\t\(bad)", "v2" + good.dropFirst(2), "v1a" + good.dropFirst(2),
        "V1" + good.dropFirst(2), String(good.dropFirst(3)), String(good.dropLast()), good + "=",
        "v1,", "v1", "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        // The same bytes with unused bits set.
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
    ]

    @Test(arguments: refused)
    func refusesSignaturesOfAnotherForm(proof: String) {
        #expect(!delivery(proof: proof).isAccepted())
    }

    @Test(arguments: [
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true),
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true),
        ("old,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", true),
        ("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false),
        ("whsec_whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", false), ("whsec_", false), ("whsec_====", false),
        ("whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false), ("whsk_MfKQ", false),
        ("not base64!", false), ("é", false),
    ])
    func readsItsSecretsAsBase64(secret: String, isAccepted: Bool) {
        var delivery = delivery()
        delivery.secret = secret
        #expect(delivery.isAccepted() == isAccepted)
    }

    /// Every length of key, with and without padding of the base64.
    @Test(arguments: [1, 2, 3, 24, 31, 32, 33, 63, 64, 65, 128])
    func agreesWithAnotherProgramForEveryLengthOfKey(length: Int) async throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 251) }
        var delivery = delivery()
        delivery.secret = "whsec_" + Data(bytes).base64EncodedString()
        delivery.proof = try await Signer.openssl.header(
            .standardWebhooks, Self.body, secret: delivery.secret)
        #expect(delivery.isAccepted())
    }
}
