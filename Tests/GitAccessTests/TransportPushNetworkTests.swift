import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Pushing over HTTP")
struct TransportPushHTTPTests {
    private struct Arena {
        let push: PushArena

        init() async throws {
            push = try await PushArena()
            // Without it git's server wants a user's name.
            try await push.world.origin.git("config", "http.receivepack", "true")
        }

        func send(
            _ orders: [PushOrder], _ manner: HTTPRemote.Manner, atomic: Bool = false,
            timeout: Duration = .seconds(30)
        ) async throws -> PushResult {
            try await HTTPRemote.with(root: push.world.folder.path) { [self] url in
                await push.push(
                    orders, to: url(manner, "origin.git"), atomic: atomic, timeout: timeout)
            }
        }
    }

    @Test func eachBranchHasItsOwnVerdict() async throws {
        let arena = try await Arena()
        try arena.push.hook("update", "[ \"$1\" != refs/heads/main ]")
        let result = try await arena.send([arena.push.order, arena.push.keeping], .serve)
        #expect(result.rejection(of: arena.push.main.ref) == .remoteRejected)
        #expect(result[arena.push.kept] == .accepted)
    }

    @Test func aHookThatDeclinesIsQuoted() async throws {
        let arena = try await Arena()
        try arena.push.hook("pre-receive", "echo 'no names in the data' >&2; exit 1")
        let verdict = try await arena.send([arena.push.order], .serve)[arena.push.main.ref]
        guard case .rejected(.remoteRejected, let message) = verdict else {
            Issue.record("\(verdict as Any)")
            return
        }
        #expect(message.contains("no names in the data"))
    }

    @Test func aRewoundRemoteRefusesTheConflictBranchToo() async throws {
        let arena = try await Arena()
        let (push, world) = (arena.push, arena.push.world)
        try await world.origin.git("update-ref", "refs/heads/main", world.first.hex)
        let still = PushOrder(source: push.base, destination: push.main.ref, expected: push.base)
        let result = try await arena.send([push.keeping, still], .serve, atomic: true)
        #expect(result.rejection(of: push.kept) == .atomic)
        #expect(result.rejection(of: push.main.ref) == .staleInfo)
    }

    @Test func aRemoteWithoutAtomicPushesSaysSo() async throws {
        let arena = try await Arena()
        try await arena.push.world.origin.git("config", "receive.advertiseAtomic", "false")
        let result = try await arena.send([arena.push.keeping], .serve, atomic: true)
        #expect(result.failure?.message.contains("does not support --atomic") == true, "\(result)")
    }

    @Test(
        "a failing remote → reason",
        arguments: [
            (
                HTTPRemote.Manner.unauthorized, TransportFailure.Reason.authentication,
                PushArrival.never
            ),
            (.forbidden, .authentication, .never), (.missing, .unreachable, .never),
            (.broken, .transport, .never), (.busy, .transport, .never),
            (.mute, .transport, .open), (.gateway, .transport, .open),
            (.strict, .transport, .never), (.silent, .timeout, .never),
        ])
    func failures(
        manner: HTTPRemote.Manner, reason: TransportFailure.Reason, arrival: PushArrival
    ) async throws {
        let arena = try await Arena()
        let start = ContinuousClock.now
        let result = try await arena.send(
            [arena.push.order], manner, timeout: .seconds(reason == .timeout ? 1 : 30))
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(result.failure?.reason == reason, "\(result)")
        #expect(result.failure?.side == .remote)
        #expect(result.failure?.arrival == arrival, "\(result)")
        // The one that broke off before its report has taken the push.
        let tip = try await arena.push.world.origin.tip()
        #expect(tip == (manner == .mute ? arena.push.own : arena.push.base))
        #expect(
            try await arena.send([arena.push.order], .serve)[arena.push.main.ref] == .accepted)
    }

    @Test func aBusyRemotesWaitIsRead() async throws {
        let arena = try await Arena()
        guard case .failed(let failure, let wait) = try await arena.send([arena.push.order], .busy)
        else {
            Issue.record("pushed to a busy remote")
            return
        }
        #expect(wait == .seconds(7))
        #expect(failure.message.contains("429"))
        #expect(!failure.message.contains("http.c"), "the trace is not a message")
    }

    @Test func credentialsOfTheURLAreNotTold() async throws {
        let arena = try await Arena()
        let manners = [HTTPRemote.Manner.unauthorized, .missing, .broken, .mute, .busy]
        let messages = try await HTTPRemote.with(root: arena.push.world.folder.path) { url in
            var messages: [String] = []
            for manner in manners {
                let address = url(manner, "origin.git")
                    .replacing("http://", with: "http://robot:s3cr3t-token@")
                let result = await arena.push.push([arena.push.order], to: address)
                if let failure = result.failure { messages.append(failure.message) }
            }
            return messages
        }
        #expect(messages.count == manners.count)
        #expect(!messages.joined().contains("s3cr3t"))
        #expect(!messages.joined().contains("robot"))
    }
}

@Suite("Pushing over SSH", .enabled(if: SSHRemote.isAvailable, "needs sshd and ssh"))
struct TransportPushSSHTests {
    @Test func anEd25519KeyOpensTheWayAndAStrangersDoesNot() async throws {
        let arena = try await PushArena()
        try await SSHRemote.with { server in
            let url = server.url(arena.world.origin.path)
            let refused = await arena.push(
                [arena.order], to: url, transport: World.transport(server.strangersEnvironment))
            #expect(refused.failure?.reason == .authentication, "\(refused)")
            let transport = World.transport(server.environment)
            #expect(
                await arena.push([arena.order], to: url, transport: transport)
                    == .answered([arena.main.ref: .accepted]))
            #expect(
                await transport.remoteHas(arena.main.ref, remote: url, timeout: .seconds(20))
                    == .success(true))
            #expect(
                await transport.fetch(
                    remote: url, branch: arena.main, into: arena.clone.path,
                    timeout: .seconds(20)) == .fetched(remoteTip: arena.own))
        }
        #expect(try await arena.world.origin.tip() == arena.own)
    }

    @Test func aHookThatDeclinesIsToldThroughSSHToo() async throws {
        let arena = try await PushArena()
        try arena.hook("update", "[ \"$1\" != refs/heads/main ]")
        try await SSHRemote.with { server in
            let result = await arena.push(
                [arena.order, arena.keeping], to: server.url(arena.world.origin.path),
                transport: World.transport(server.environment))
            #expect(result.rejection(of: arena.main.ref) == .remoteRejected)
            #expect(result[arena.kept] == .accepted)
        }
    }
}
