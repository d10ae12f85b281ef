import NIOCore
import Testing

@testable import HTTPAPI

@Suite("The limit of wrong credentials") final class FailureLimitTests {
    private var limit = FailureLimit()

    private static let zero = ContinuousClock.now
    private static func at(_ seconds: Int) -> ContinuousClock.Instant { zero + .seconds(seconds) }

    private static func address(_ text: String) throws -> ClientAddress {
        ClientAddress(try SocketAddress(ipAddress: text, port: 1))
    }

    private func failed(
        _ address: ClientAddress, at now: ContinuousClock.Instant
    ) -> Duration? {
        limit.failed(from: address, at: now)
    }

    @Test func letsThirtyThroughAndThenOneInTwoSeconds() throws {
        let one = try Self.address("192.0.2.1")
        for _ in 0..<30 { #expect(failed(one, at: Self.at(0)) == nil) }
        #expect(failed(one, at: Self.at(0)) == .seconds(2))
        #expect(failed(one, at: Self.at(1)) == .seconds(1))
        #expect(failed(one, at: Self.at(2)) == nil)
        #expect(failed(one, at: Self.at(2)) == .seconds(2))
    }

    @Test func forgetsAllInAMinute() throws {
        let one = try Self.address("192.0.2.1")
        for _ in 0..<100 { _ = failed(one, at: Self.at(0)) }
        for _ in 0..<30 { #expect(failed(one, at: Self.at(60)) == nil) }
        #expect(failed(one, at: Self.at(60)) != nil)
    }

    @Test func oneAddressDoesNotCountForAnother() throws {
        for _ in 0..<100 { _ = failed(try Self.address("192.0.2.1"), at: Self.at(0)) }
        #expect(failed(try Self.address("192.0.2.2"), at: Self.at(0)) == nil)
    }

    @Test func rememberedAddressesAreBounded() throws {
        let guesser = try Self.address("192.0.2.1")
        for _ in 0..<30 { _ = failed(guesser, at: Self.at(0)) }
        for number in 0..<20_000 {
            let text = "10.\(number >> 16).\((number >> 8) & 255).\(number & 255)"
            _ = failed(try Self.address(text), at: Self.at(0))
        }
        #expect(limit.count <= Limits.failureAddresses)
        // Whoever tried most is remembered longest.
        #expect(failed(guesser, at: Self.at(0)) != nil)
    }

    @Test func aNetworkOfIPv6IsOneSender() throws {
        #expect(try Self.address("2001:db8::1") == Self.address("2001:db8::ffff:2"))
        #expect(try Self.address("2001:db8:0:1::1") != Self.address("2001:db8:0:2::1"))
        #expect(try Self.address("::ffff:192.0.2.1") == Self.address("192.0.2.1"))
        #expect(try Self.address("::ffff:192.0.2.2") != Self.address("192.0.2.1"))
        #expect(try Self.address("::1") != Self.address("0.0.0.0"))
    }
}
