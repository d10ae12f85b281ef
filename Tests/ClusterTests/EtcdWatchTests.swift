import Cluster
import Synchronization
import TestSupport
import Testing

/// Watches of a real etcd.
@Suite(.enabled(if: EtcdProcess.isAvailable, "no etcd is installed"))
struct EtcdWatchTests {
    @Test func tellsEverythingFromARevisionOnInOrder() async throws {
        try await World.with { _, client in
            _ = try await client.change([.put(key: "/w/a", value: "1")], if: [])
            let (_, revision) = try await client.entries(under: "/w/")
            _ = try await client.change([.put(key: "/w/a", value: "2")], if: [])
            _ = try await client.change([.put(key: "/other", value: "no")], if: [])
            _ = try await client.change([.delete(key: "/w/a")], if: [])
            let told = Mutex<[String]>([])
            try await client.watch("/w/", from: revision + 1) { event in
                told.withLock { told in
                    switch event {
                    case .put(let entry): told.append("\(entry.key)=\(entry.value)")
                    case .delete(let key): told.append("-\(key)")
                    case .reached: break
                    }
                    return told.count < 2
                }
            }
            #expect(told.withLock { $0 } == ["/w/a=2", "-/w/a"])
        }
    }

    @Test func saysWhenTheRevisionIsGone() async throws {
        try await World.with { etcd, client in
            for number in 0..<5 {
                _ = try await client.change([.put(key: "/w/a", value: "\(number)")], if: [])
            }
            let (_, revision) = try await client.entries(under: "/w/")
            #expect(try etcd.control("compact", "\(revision)") == 0)
            await #expect(throws: EtcdError.compacted(revision: revision)) {
                try await client.watch("/w/", from: 2) { _ in true }
            }
        }
    }

    @Test func saysWhenEtcdIsNotThatFarYet() async throws {
        try await World.with { _, client in
            _ = try await client.change([.put(key: "/w/a", value: "1")], if: [])
            let (_, revision) = try await client.entries(under: "/w/")
            await #expect(throws: EtcdError.rewound(revision: revision)) {
                try await client.watch("/w/", from: revision + 2) { _ in true }
            }
        }
    }

    @Test func endsWithItsTask() async throws {
        try await World.with { _, client in
            let begun = Mutex(false)
            let watch = Task {
                try await client.watch("/w/", from: 1) { _ in
                    begun.withLock { $0 = true }
                    return true
                }
            }
            _ = try await client.change([.put(key: "/w/a", value: "1")], if: [])
            try await until("it tells") { begun.withLock { $0 } }
            watch.cancel()
            await #expect(throws: EtcdError.cancelled) { try await watch.value }
        }
    }
}
