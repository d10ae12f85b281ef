import Foundation

/// Writes over HTTP: sent, judged at once, and remembered for the end.
extension CaseRun {
    /// One PUT, PATCH, POST or DELETE with the write token.
    func write(_ verb: WriteVerb, step: Step, number: Int?) async throws -> Answer? {
        let server = try await server(of: step)
        let request = try await self.request(for: verb, server: server)
        let pending = scope.begin { [await self.answer(request, verb: verb, server: server)] }
        if verb.background {
            background.append(Background(step: step, number: number, answer: pending))
            return nil
        }
        return await pending.value().last
    }

    private func request(for verb: WriteVerb, server: ServerActor) async throws -> Request {
        var headers = ["Authorization": "Bearer write-\(server.secret)"]
        if verb.body != nil { headers["Content-Type"] = "application/json" }
        for (name, value) in verb.headers {
            let text = try await substitute(value).replacing("${secret}", with: server.secret)
            // An empty value takes a header of ours away.
            headers[name] = text.isEmpty ? nil : text
        }
        let body = verb.body.map { Array(JSONText.write($0).utf8) } ?? []
        return Request(path: try await substitute(verb.path), headers: headers, body: body)
    }

    private func answer(
        _ request: Request, verb: WriteVerb, server: ServerActor
    ) async -> Answer {
        let isAlone = callsInFlight == 0
        callsInFlight += 1
        openCalls += 1
        writes.sent += 1
        let number = writes.sent
        let before = isAlone ? await state(of: server) : nil
        let process = server.process
        var answer = await caller.call(
            verb.method.rawValue.uppercased(), server.url(request.path), headers: request.headers,
            body: request.body.isEmpty ? nil : request.body)
        answer.isOfWrite = true
        callsInFlight -= 1
        openCalls -= 1
        if answer.status == 0 {
            _ = try? await poll(for: .seconds(1)) { process?.isAlive != true }
        }
        let words =
            "\(verb.method.rawValue.uppercased()) \(request.path) \(answer.status)"
            + ((answer.outcome ?? answer.error).map { " \($0)" } ?? "")
        note(
            answer, to: "write", words: words,
            request: "\(verb.method.rawValue.uppercased()) \(request.path)", by: server)
        note(duration: answer, words: words, of: server, isAlive: process?.isAlive == true)
        switch answer.status {
        case 200, 201: await acknowledged(answer, words: words, server: server)
        case 0, 504: writes.open += 1
        default:
            if let before, isAlone, writes.sent == number, callsInFlight == 0 {
                await checkRefused(before, words: words, server: server)
            }
        }
        return answer
    }

    /// No write waits for the network, unless the remote is to have it first.
    private func note(
        duration answer: Answer, words: String, of server: ServerActor, isAlive: Bool
    ) {
        guard pointGates.isEmpty else { return }
        let isSync = setting("CFP_DATA_PUSH_MODE", of: server) == "sync"
        let network = isSync ? Limits.call : .zero
        let limit = options.scaled(Limits.write + network)
        let took = answer.answered.seconds(since: answer.asked)
        if took > limit.inSeconds || answer.status == 0 && isAlive {
            findings.append(Finding(.boundedTime, "\(words) took \(took) s"))
        }
    }

    private func acknowledged(_ answer: Answer, words: String, server: ServerActor) async {
        guard let commit = answer.body?["commit"]?.text else {
            findings.append(Finding(.noCommitLost, "\(words): acknowledged without a commit"))
            return
        }
        let isNew = writes.acknowledged.insert(commit).inserted
        if answer.body?["swapped"]?.flag != false || isNew { ledger.watch([commit]) }
        // An answer that another node gave promises nothing of what is served here.
        if server.spec.cluster == nil || answer.generation != nil {
            acknowledgements[server.spec.name, default: []].append(
                .init(
                    asked: answer.asked, answered: answer.answered, old: nil, new: commit,
                    generation: answer.generation, swapped: false))
        }
        if isNew { writes.swaps.append((answer.asked, answer.answered)) }
        if server.spec.cluster != nil {
            try? await checkOnRemote(commit, words: words, server: server)
            try? await checkReadable(commit, words: words, server: server)
        }
        if server.spec.cluster == nil || answer.generation != nil {
            await checkServed(commit, answer, words: words, server: server)
        }
    }

    /// A read begun after the answer, on a connection of its own, sees at least what was written.
    private func checkServed(
        _ commit: String, _ answer: Answer, words: String, server: ServerActor
    ) async {
        guard server.port != 0 else { return }
        let read = await caller.call(
            "GET", server.url("/api/sheets"), headers: ["Connection": "close"], limit: .seconds(10))
        guard read.status == 200, let seen = read.generation else { return }
        let least = answer.generation ?? 0
        if seen < least {
            findings.append(
                Finding(
                    .freshAfterAck,
                    "\(words) came with generation \(least), a read after it with \(seen)"))
        }
        guard answer.generation == nil || seen == least, let tip = read.dataCommit, tip != commit,
            let data = server.spec.data, let path = try? world.repository(of: data)
        else { return }
        let check = try? await world.git.run(
            ["merge-base", "--is-ancestor", commit, tip], in: path)
        guard check?.status == 1, callsInFlight == 0 else { return }
        findings.append(
            Finding(
                .freshAfterAck,
                "\(words) acknowledged \(world.book.describe(commit)), a read after it saw "
                    + world.book.describe(tip)))
    }

    /// What was refused changed nothing.
    private func checkRefused(_ before: Before, words: String, server: ServerActor) async {
        // Under this policy the daemon may have moved the branch meanwhile.
        guard setting("CFP_DATA_DIVERGENCE", of: server) != "reconcile",
            let after = await state(of: server), callsInFlight == 0
        else { return }
        if after.heads != before.heads {
            findings.append(
                Finding(.noUnackedVisible, "after \(words) branches of the clone changed"))
        }
        guard before.served.status == 200, after.served.status == 200 else { return }
        if after.served.dataCommit != before.served.dataCommit
            || after.served.raw != before.served.raw
        {
            findings.append(
                Finding(
                    .noUnackedVisible,
                    "after \(words) \(world.book.describe(after.served.dataCommit)) is served"))
        }
    }

    /// What the last start of a server, or its declaration, says of a variable.
    func setting(_ name: String, of server: ServerActor) -> String? {
        // Whatever a node of a cluster is told of these.
        if server.spec.cluster != nil {
            if name == "CFP_DATA_PUSH_MODE" { return "sync" }
            if name == "CFP_DATA_DIVERGENCE" { return "reconcile" }
        }
        return startEnvironments[server.spec.name]?[name] ?? server.spec.env[name]
    }
}

// MARK: - At the end

extension CaseRun {
    /// Commits on branches, or read by readers, that nobody drew, made by a step or was told of.
    func unexplainedWrites() async throws -> [Finding] {
        guard scenario.writes, let branches = try await commitsOnBranches() else { return [] }
        let known = Set(world.book.ids.values).union(writes.acknowledged).union(writes.bySteps)
        var read: Set<String> = []
        for crew in crews.values {
            read.formUnion(crew.records.filter(\.isGood).compactMap(\.commit))
        }
        var unexplained: [String] = []
        for id in branches.union(read).subtracting(known).sorted() {
            if try await !isReplay(id, ofAnyOf: known) { unexplained.append(id) }
        }
        guard unexplained.count > writes.open else { return try await secretsInCommits() }
        var names: [String] = []
        for id in unexplained.prefix(3) {
            let message = try await signature(of: id)?.message ?? ""
            names.append("\(id.prefix(7)) \(message.prefix { $0 != "\n" })")
        }
        return try await secretsInCommits() + [
            Finding(
                .noUnackedVisible,
                "\(unexplained.count) commits that no answer acknowledged, for \(writes.open) "
                    + "writes without an answer: \(names.joined(separator: ", "))")
        ]
    }

    private func isReplay(_ id: String, ofAnyOf known: Set<String>) async throws -> Bool {
        guard let own = try await signature(of: id) else { return false }
        for original in known.sorted() where try await signature(of: original) == own {
            if try await carries(id, changeOf: original) { return true }
        }
        return false
    }

    /// No header, token or secret is ever in a commit.
    private func secretsInCommits() async throws -> [Finding] {
        var found: [Finding] = []
        for (actor, path) in world.repositories().sorted(by: { $0.key < $1.key }) {
            let log = try await world.git.run(
                ["log", "--all", "--format=%an %ae %cn %ce%n%B"], in: path)
            for server in world.servers.values where log.output.contains(server.secret) {
                found.append(Finding(.noSecretInLog, "a secret is in a commit of \(actor)"))
            }
        }
        return found
    }
}
