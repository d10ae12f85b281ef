import Testing

@testable import ScenarioKit

/// A link to a remote, seen by a client.
@Suite(.timeLimit(.minutes(1))) struct NetworkLinkTests {
    @Test func whatIsHeldBackArrivesWhenItIsHealed() async throws {
        try await RemoteBench.run { bench in
            try await JobScope.run { scope in
                let link = try await NetworkLink.start(to: bench.remote.port, scope: scope)
                let caller = Caller()
                let place = "/origin.git/info/refs?service=git-upload-pack"
                let url = "http://127.0.0.1:\(link.port)\(place)"
                #expect(await caller.call("GET", url).status == 200)
                link.cut("split")
                #expect(!link.hasMet("split"))
                let pending = scope.begin { await caller.call("GET", url) }
                #expect(try await poll(for: .seconds(10)) { link.hasMet("split") })
                // Another fault that is healed lets nothing through.
                link.cut("other")
                link.heal("other")
                #expect(bench.remote.requests == 1 && pending.current == nil)
                link.heal("split")
                #expect(await pending.value().status == 200)
                #expect(bench.remote.requests == 2)
                await caller.shutdown()
                link.end()
            }
        }
    }
}

/// Ports that somebody comes back to.
@Suite struct ReservedPortTests {
    @Test func noneIsGivenTwice() {
        let ports = (0..<200).map { _ in FreePort.reserve() }
        defer { FreePort.release(ports) }
        #expect(Set(ports).count == ports.count)
        #expect(ports.allSatisfy { (1024..<32_768).contains($0) })
    }
}
