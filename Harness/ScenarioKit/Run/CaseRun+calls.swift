import Foundation

/// Calls of the internal endpoints, and any other request.
extension CaseRun {
    /// The state a failed call must leave as it was.
    struct Before {
        var heads: [String: String]
        var served: Answer
    }

    /// A reload or reconcile: once or several times, in the background or not.
    func call(_ step: Step, number: Int?) async throws -> Answer? {
        let server = try await server(of: step)
        let times: Int
        let isBackground: Bool
        let request: Request
        switch step.verb {
        case .reload(let verb):
            (times, isBackground) = (verb.times, verb.background)
            request = try await self.request(for: verb, server: server)
        case .reconcile(let verb):
            (times, isBackground) = (1, verb.background)
            if verb.adopt != nil { ledger.adopt() }
            request = self.request(for: verb, server: server)
        default: return nil
        }
        let pending = scope.begin { await self.answers(request, times: times, server: server) }
        if isBackground {
            background.append(Background(step: step, number: number, answer: pending))
            return nil
        }
        let answers = await pending.value()
        for answer in answers.dropLast() {
            guard let expect = step.expect else { break }
            try await check(
                expect, answer: answer, within: nil, verb: step.verb.name, number: number,
                since: answer.asked, location: step.location, at: step.at)
        }
        if let last = answers.last, last.status == 404 {
            throw HarnessError.unsupported("this server has no \(request.path)")
        }
        return answers.last
    }

    /// One request, ready to be sent.
    struct Request: Sendable {
        var path: String
        var headers: [String: String]
        var body: [UInt8]
    }

    private func request(for verb: ReloadVerb, server: ServerActor) async throws -> Request {
        var fields: [DataValue.Field] = []
        if let branch = verb.branch {
            fields.append(.init(name: "branch", value: .string(branch)))
        }
        if let commit = verb.commit, let id = try await resolve(commit) {
            fields.append(.init(name: "commitHash", value: .string(id)))
        }
        var headers: [String: String] = [:]
        let token = verb.token ?? server.secret
        if !token.isEmpty { headers["Authorization"] = "Bearer \(token)" }
        let body = fields.isEmpty ? "" : JSONText.write(.map(fields))
        if !body.isEmpty { headers["Content-Type"] = "application/json" }
        return Request(
            path: "/api/_internal/reload-data", headers: headers, body: Array(body.utf8))
    }

    private func request(for verb: ReconcileVerb, server: ServerActor) -> Request {
        let fields = verb.adopt.map {
            [DataValue.Field(name: "adopt", value: .string($0.rawValue))]
        }
        return Request(
            path: "/api/_internal/reconcile",
            headers: [
                "Authorization": "Bearer \(server.secret)", "Content-Type": "application/json",
            ], body: Array(JSONText.write(.map(fields ?? [])).utf8))
    }

    func answers(_ request: Request, times: Int, server: ServerActor) async -> [Answer] {
        let process = server.process
        // A node of a cluster is moved at any time by what others bring to the remote.
        let alone = callsInFlight == 0 && times == 1 && server.spec.cluster == nil
        callsInFlight += 1
        let before = alone ? await state(of: server) : nil
        let sent = writes.sent
        let watched = crews.filter { name, crew in
            !stoppedCrews.contains(name) && !crew.holds && crewServers[name] === server
        }.map(\.value)
        let asked = MonotonicTime.now
        if !watched.isEmpty { hold(server) }
        let answers = await withTaskGroup(of: Answer?.self) { group in
            openCalls += times
            for _ in 0..<times {
                group.addTask {
                    await self.caller.call(
                        "POST", server.url(request.path), headers: request.headers,
                        body: request.body)
                }
            }
            if !watched.isEmpty {
                group.addTask {
                    await self.awaitOverlap(watched, since: asked, server: server)
                    return nil
                }
            }
            var answers: [Answer] = []
            for await answer in group {
                if let answer {
                    answers.append(answer)
                    openCalls -= 1
                }
                if answers.count == times { group.cancelAll() }
            }
            return answers
        }
        callsInFlight -= 1
        if answers.contains(where: { $0.status == 0 }) {
            // A killed server's connections end a moment before it is known to be dead.
            _ = try? await poll(for: .seconds(1)) { process?.isAlive != true }
        }
        for answer in answers {
            note(
                answer, request: request, server: server, isWatched: !watched.isEmpty,
                isAlive: process?.isAlive == true)
        }
        if let before, callsInFlight == 0, writes.sent == sent, let answer = answers.first,
            answer.status != 200,
            answer.status != 0
        {
            await checkUnchanged(before, server: server, answer: answer)
        }
        return answers
    }

    private func note(
        _ answer: Answer, request: Request, server: ServerActor, isWatched: Bool, isAlive: Bool
    ) {
        note(dropped: answer.body)
        resets += [answer.asked, answer.answered]
        let words = "\(request.path) \(answer.status) \(answer.outcome ?? answer.error ?? "")"
        note(answer, to: "call", words: words, request: "POST \(request.path)", by: server)
        let hold = isWatched ? Limits.overlapHold : .zero
        let limit = options.scaled(fetchTimeout(of: server) + .seconds(5) + hold)
        let took = answer.answered.seconds(since: answer.asked)
        if took > limit.inSeconds || answer.status == 0 && isAlive {
            findings.append(
                Finding(.boundedTime, "\(words) took \(took) s"))
        }
        guard isWatched, answer.status == 200 else { return }
        let new = answer.body?["newCommit"]?.text
        // A header that speaks of another commit says nothing of when the new one is served.
        let generation = answer.dataCommit == new ? answer.generation : nil
        acknowledgements[server.spec.name, default: []].append(
            .init(
                asked: answer.asked, answered: answer.answered,
                old: answer.body?["oldCommit"]?.text, new: new, generation: generation,
                swapped: answer.body?["swapped"]?.flag ?? false))
    }

    private func fetchTimeout(of server: ServerActor) -> Duration {
        let name = "CFP_FETCH_TIMEOUT"
        let text = startEnvironments[server.spec.name]?[name] ?? server.spec.env[name] ?? "60s"
        return text.hasSuffix("s") ? Duration.seconds(Double(text.dropLast()) ?? 60) : .seconds(60)
    }

    /// Holds the server's fetches; each hold is matched by one `letGo`.
    private func hold(_ server: ServerActor) {
        overlapHolds[server.spec.name, default: 0] += 1
        server.shim.holdFetches(true)
    }

    private func letGo(_ server: ServerActor) {
        overlapHolds[server.spec.name, default: 1] -= 1
        if overlapHolds[server.spec.name] == 0 { server.shim.holdFetches(false) }
    }

    /// Waits until enough reads overlap, or the call has ended, and lets the fetch go.
    private func awaitOverlap(
        _ crews: [ReaderCrew], since asked: MonotonicTime, server: ServerActor
    ) async {
        // Cancellation means that the call has its answer: nothing is left to wait for.
        _ = try? await poll(for: Limits.overlapHold, every: .milliseconds(2)) {
            crews.allSatisfy { $0.overlapping(since: asked) >= Limits.overlappingReads + 10 }
        }
        letGo(server)
        let reads = crews.map { $0.overlapping(since: asked) }.reduce(0, +)
        let held = Int(MonotonicTime.now.seconds(since: asked) * 1000)
        events.note("overlap", "\(reads) reads within \(held) ms of the call")
    }

    func state(of server: ServerActor) async -> Before? {
        guard server.port != 0, let data = server.spec.data,
            let refs = try? await world.refs(of: data)
        else { return nil }
        let served = await caller.call("GET", server.url("/api/sheets"), limit: .seconds(5))
        return Before(heads: refs.filter { $0.key.hasPrefix("refs/heads/") }, served: served)
    }

    private func checkUnchanged(_ before: Before, server: ServerActor, answer: Answer) async {
        guard before.served.status != 0, let after = await state(of: server),
            after.served.status != 0
        else { return }
        let what = "after \(answer.status) \(answer.outcome ?? "")"
        if after.heads != before.heads {
            findings.append(Finding(.oldStateOnFailure, "\(what) branches of the clone changed"))
        }
        if after.served.dataCommit != before.served.dataCommit
            || after.served.generation != before.served.generation
            || after.served.raw != before.served.raw
        {
            findings.append(
                Finding(
                    .oldStateOnFailure,
                    "\(what) \(world.book.describe(after.served.dataCommit)) is served, before it "
                        + "was \(world.book.describe(before.served.dataCommit))"))
        }
    }

    func http(_ verb: HTTPVerb, step: Step) async throws -> Answer {
        let server = try await server(of: step)
        var headers: [String: String] = [:]
        for (name, value) in verb.headers {
            headers[name] = try filled(try await substitute(value), for: server)
        }
        let answer = await caller.call(
            verb.method.rawValue, server.url(try await substitute(verb.path)), headers: headers,
            body: verb.body.map { Array($0.utf8) })
        let request = "\(verb.method.rawValue) \(verb.path)"
        note(
            answer, to: "http", words: "\(request) \(answer.status)", request: request, by: server)
        if verb.method.writes,
            [200, 201].contains(answer.status), let commit = answer.body?["commit"]?.text
        {
            writes.acknowledged.insert(commit)
            ledger.watch([commit])
        }
        return answer
    }

    /// Waits for background calls (all, or the one captured as `name`) and checks what they expect.
    func join(_ name: String?) async throws {
        let joined = background.filter { name == nil || $0.step.as == name }
        background.removeAll { name == nil || $0.step.as == name }
        for call in joined {
            let answers = await call.answer.value()
            if let name = call.step.as, let last = answers.last { keep(last, as: name) }
            guard let expect = call.step.expect else { continue }
            for answer in answers {
                try await check(
                    expect, answer: answer, within: call.step.within, verb: call.step.verb.name,
                    number: call.number, since: answer.asked, location: call.step.location,
                    at: call.step.at)
            }
        }
    }
}
