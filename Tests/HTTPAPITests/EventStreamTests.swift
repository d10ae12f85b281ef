import JSONModel
import LiveData
import TestSupport
import Testing

@testable import HTTPAPI

@Suite("Followers of the events", .timeLimit(.minutes(1))) struct EventStreamTests {
    @Test func hearOfEverySwapInOrder() async throws {
        try await EventServer.serving { server in
            let follower = try await server.follow()
            #expect(try await follower.next().name == "state")
            for generation in 2...40 as ClosedRange<UInt64> { server.swap(to: generation) }
            for generation in 2...40 {
                let event = try await follower.next()
                #expect(event.name == "swap")
                #expect(event.data["generation"] == .count(generation))
            }
        }
    }

    @Test func areSentACommentWhenNothingHappens() async throws {
        var limits = EventLimits()
        limits.heartbeat = .milliseconds(20)
        try await EventServer.serving(limits) { server in
            let follower = try await server.follow()
            for _ in 0..<5 { _ = try await follower.nextComment() }
        }
    }

    @Test func areBoundedInNumber() async throws {
        var limits = EventLimits()
        limits.followers = 2
        try await EventServer.serving(limits) { server in
            let first = try await server.follow()
            let second = try await server.follow()
            #expect([first.status, second.status] == [200, 200])
            let third = try await server.follow()
            #expect(third.status == 503)
            #expect(try await third.wholeBody()["error"]?["code"] == "too-many-followers")
            #expect(third.header("Retry-After") == "10")
            await second.leave()
            try await server.until("a place is free") { $0.feed.followers == 1 }
            #expect(try await server.follow().status == 200)
        }
    }

    @Test func areDroppedWithAReasonWhenTheyDoNotKeepUp() async throws {
        try await EventServer.serving(log: SwapLog(maximumSwaps: 4)) { server in
            let follower = try await server.follow()
            // More than any socket's buffers take; the follower reads nothing meanwhile.
            for generation in 2...150 as ClosedRange<UInt64> {
                server.swap(to: generation, changes: 1_000, pathLength: 200)
                await Task.yield()
            }
            var expected: Int64 = 1
            var last = try await follower.next()
            while last.name != "end" {
                #expect(last.data["generation"] == .count(expected))
                expected += 1
                last = try await follower.next()
            }
            #expect(last.data["reason"] == "too-slow")
            #expect(last.id == nil)
            #expect(expected < 150)
            #expect(try await follower.isAtItsEnd())

            let again = try await server.follow(after: follower.lastID)
            let reset = try await again.next()
            #expect(reset.name == "reset")
            #expect(reset.data["reason"] == "too-old")
            #expect(reset.data["generation"] == 150)
            try await server.until("it is counted") { $0.count(of: .tooSlow) == 1 }
        }
    }

    @Test func areToldWhenTheServerStops() async throws {
        try await EventServer.serving { server in
            let follower = try await server.follow()
            #expect(try await follower.next().name == "state")
            await server.stop()
            let end = try await follower.next()
            #expect(end.name == "end")
            #expect(end.data["reason"] == "shutting-down")
            #expect(try await follower.isAtItsEnd())
        }
    }

    @Test func areToldAtMostAThousandChangesOfASwap() async throws {
        try await EventServer.serving { server in
            let follower = try await server.follow()
            _ = try await follower.next()
            server.swap(to: 2, changes: 1_001)
            let data = try await follower.next().data
            guard case .array(let changed)? = data["changed"] else {
                Issue.record("\(data)")
                return
            }
            #expect(changed.count == 1_000)
            #expect(data["changedCount"] == 1_001)
            #expect(data["truncated"] == true)
            #expect(data["sheets"] == .array(["people"]))
        }
    }
}
