import Cluster
import Hooks
import TestSupport
import Testing

@testable import Assembly

@Suite(
    "The ledger of a cluster", .enabled(if: EtcdProcess.isAvailable, "no etcd is installed"),
    .timeLimit(.minutes(1)))
struct EtcdLedgerTests {
    private static let keys = ClusterKeys(prefix: "/test")

    private func with(
        _ body: (EtcdClient, _ lease: Int64, EtcdLead) async throws -> Void
    ) async throws {
        let etcd = try await EtcdProcess()
        let client = EtcdClient(EtcdAccess(endpoints: [etcd.url]))
        do {
            let lease = try await client.grantLease(seconds: 600)
            let lead = try await client.campaign(
                Self.keys.election, lease: lease, value: "one", within: .seconds(5))
            try await body(client, lease, lead)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }

    private func lines(_ numbers: Range<Int>) -> [UInt8] {
        numbers.flatMap { Array("line \($0) ä \(String(repeating: "x", count: $0 % 97))\n".utf8) }
    }

    @Test func whatWasAddedIsReadByTheNextInOrder() async throws {
        try await with { client, _, lead in
            var all: [UInt8] = []
            for round in 0..<4 {
                let ledger = try await EtcdLedger(client, Self.keys, as: lead)
                #expect(await ledger.read() == all)
                for number in 0..<40 {
                    let some = lines(number * round..<number * round + number)
                    all += some
                    #expect(try await ledger.append(some) == all.count)
                }
            }
            #expect(all.count > 100_000)
            #expect(try await EtcdLedger.lines(client, Self.keys) == all)
        }
    }

    @Test func anotherContentTakesThePlaceOfAll() async throws {
        try await with { client, _, lead in
            let ledger = try await EtcdLedger(client, Self.keys, as: lead)
            _ = try await ledger.append(lines(0..<4_000))
            let new = lines(7..<3_000)
            try await ledger.replace(with: new)
            #expect(try await EtcdLedger.lines(client, Self.keys) == new)
            let more = lines(0..<3)
            #expect(try await ledger.append(more) == new.count + more.count)
            let next = try await EtcdLedger(client, Self.keys, as: lead)
            #expect(await next.read() == new + more)
            try await next.replace(with: [])
            #expect(try await EtcdLedger.lines(client, Self.keys).isEmpty)
            // The head alone is left.
            #expect(try await client.entries(under: Self.keys.ledger).entries.count == 1)
        }
    }

    @Test func nothingIsWrittenByWhoNoLongerLeads() async throws {
        try await with { client, lease, lead in
            let ledger = try await EtcdLedger(client, Self.keys, as: lead)
            _ = try await ledger.append(lines(0..<2))
            try await client.revoke(lease)
            await #expect(throws: LedgerError.self) { try await ledger.append(lines(2..<3)) }
            await #expect(throws: LedgerError.self) { try await ledger.replace(with: []) }
            #expect(try await EtcdLedger.lines(client, Self.keys) == lines(0..<2))
        }
    }

    /// A content that was begun and never whole is not read, and not mixed with a later one.
    @Test func aHalfWrittenContentDoesNotCount() async throws {
        try await with { client, _, lead in
            let ledger = try await EtcdLedger(client, Self.keys, as: lead)
            try await ledger.replace(with: lines(0..<9))
            let half = "\(Self.keys.ledger)0000000000000000002/0000000000000000000"
            _ = try await client.change([.put(key: half, value: "half\n")], if: [])
            #expect(try await EtcdLedger.lines(client, Self.keys) == lines(0..<9))
            let next = try await EtcdLedger(client, Self.keys, as: lead)
            try await next.replace(with: lines(3..<5))
            #expect(try await EtcdLedger.lines(client, Self.keys) == lines(3..<5))
            #expect(try await client.entries(under: Self.keys.ledger).entries.count == 2)
        }
    }

    @Test func whatIsDamagedIsKeptForAHuman() async throws {
        try await with { client, _, lead in
            let damaged = Array("}no line\n".utf8) + lines(0..<2)
            let first = try await EtcdLedger(client, Self.keys, as: lead)
            _ = try await first.append(damaged)
            let ledger = try await EtcdLedger(client, Self.keys, as: lead)
            let place = try await ledger.setAside()
            try await ledger.replace(with: lines(0..<2))
            let kept = try await client.entries(under: place).entries.map(\.value).joined()
            #expect(Array(kept.utf8) == damaged)
            #expect(try await EtcdLedger.lines(client, Self.keys) == lines(0..<2))
        }
    }
}
