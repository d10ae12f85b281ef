/// What is expected of the running server: what it serves, says and logs.
extension CaseRun {
    /// A label is not its content: the first stamped record must be of the commit it comes with.
    private func contentMismatches(_ server: ServerActor) async -> [Mismatch] {
        guard let sheet = world.reading.sheet, let record = world.reading.records.first else {
            return []
        }
        let answer = await get(server, "/api/sheets/\(sheet)/\(record)")
        guard answer.status == 200, let commit = answer.dataCommit,
            let wanted = world.book.stamps[commit], let seen = answer.body?["gen"]?.double
        else { return [] }
        guard Int(seen) != wanted else { return [] }
        return [
            Mismatch(
                key: "served", wanted: "gen \(wanted) in \(sheet)/\(record)",
                seen: "gen \(Int(seen)) under \(world.book.describe(commit))")
        ]
    }

    func serverMismatches(
        _ expect: Expectation, _ context: Context, _ server: ServerActor
    ) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        func judge(_ key: String, _ good: Bool, _ wanted: String, _ seen: String?) {
            if !good { wrong.append(Mismatch(key: key, wanted: wanted, seen: seen ?? "absent")) }
        }
        if let boot = expect.boot {
            let line = server.process?.log.lines(event: "reconciled").first
            let outcome = line?.fields?["outcome"]?.text
            let reason = line?.fields?["reason"]?.text
            if let wanted = boot.outcome?.rawValue {
                judge("boot.outcome", outcome == wanted, wanted, outcome ?? "not reconciled")
            }
            if let wanted = boot.reason {
                judge("boot.reason", reason == wanted, wanted, reason)
            }
        }
        if let wanted = expect.served {
            let answer = await get(server, "/api/sheets")
            let good = try await matches(wanted, answer.dataCommit)
            let seen = answer.dataCommit.map { world.book.describe($0) }
            judge(
                "served", good, try await describe(wanted),
                seen ?? answer.error ?? "\(answer.status) without X-Data-Commit")
            if good { wrong += await contentMismatches(server) }
        }
        if let wanted = expect.ready {
            let answer = await get(server, "/api/health/ready")
            if answer.status == 200 { server.isUp() }
            judge(
                "ready", wanted.matches(answer.status), wanted.description, "\(answer.status)")
        }
        let isAlive = server.process?.isAlive ?? false
        if let wanted = expect.alive {
            judge("alive", isAlive == wanted, "\(wanted)", "\(isAlive)")
        }
        if let wanted = expect.exit {
            let command = context.answer?.exit
            let exit = command ?? server.process?.exit.current
            if command == nil, exit != nil { server.isDown() }
            judge(
                "exit", exit.map { wanted.matches($0) } ?? false, wanted.description,
                exit.map { "\($0)" } ?? "it still runs")
        }
        if let wanted = expect.cpu {
            let seconds = max(0.001, MonotonicTime.now.seconds(since: context.began))
            let ticks = Double(
                (server.process?.ticks ?? 0)
                    &- min(
                        context.ticks, server.process?.ticks ?? 0))
            let share = ticks / ProcessTable.ticksPerSecond / seconds * 100
            judge("cpu", wanted.matches(share), wanted.description, "\(Int(share)) %")
        }
        wrong += try await recordMismatches(expect, server)
        wrong += try await logMismatches(expect, server)
        wrong += await metricMismatches(expect, server)
        if let push = expect.push { wrong += try await pushMismatches(push, server) }
        if let cluster = expect.cluster { wrong += try await clusterMismatches(cluster, server) }
        return wrong
    }

    func get(_ server: ServerActor, _ path: String) async -> Answer {
        guard server.port != 0 else {
            var answer = Answer()
            answer.error = "the server does not listen"
            return answer
        }
        return await caller.call("GET", server.url(path), limit: .seconds(10))
    }

    /// What the server says about itself.
    func status(of server: ServerActor) async -> Answer {
        await caller.call(
            "GET", server.url("/api/_internal/status"),
            headers: ["Authorization": "Bearer \(server.secret)"], limit: .seconds(10))
    }

    private func recordMismatches(
        _ expect: Expectation, _ server: ServerActor
    ) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        for record in expect.record ?? [] {
            let answer = await get(server, "/api/sheets/\(record.path)")
            let key = "record.\(record.path)"
            switch record.wanted {
            case .absent:
                if answer.status != 404 {
                    wrong.append(Mismatch(key: key, wanted: "absent", seen: "\(answer.status)"))
                }
            case .fields(let fields):
                guard answer.status == 200, let body = answer.body else {
                    let seen = answer.error ?? "status \(answer.status)"
                    wrong.append(Mismatch(key: key, wanted: "a record", seen: seen))
                    continue
                }
                for field in fields where try await !matches(field.matcher, body[field.name]) {
                    let seen = body[field.name].map(JSONText.write) ?? "absent"
                    wrong.append(
                        Mismatch(
                            key: "\(key).\(field.name)", wanted: field.matcher.words, seen: seen))
                }
            }
        }
        return wrong
    }

    private func logMismatches(
        _ expect: Expectation, _ server: ServerActor
    ) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        for (index, wanted) in (expect.log ?? []).enumerated() {
            var found = 0
            for line in server.logLines() {
                if let level = wanted.level?.rawValue, line.level != level { continue }
                if let event = wanted.event, line.event != event { continue }
                if let text = wanted.matches, try await !matches(text, line.message) { continue }
                found += 1
            }
            if wanted.count?.matches(found) ?? (found > 0) { continue }
            let what = [
                wanted.level?.rawValue, wanted.event, wanted.matches?.words,
                wanted.count.map { "\($0) times" },
            ].compactMap { $0 }.joined(separator: " ")
            let seen = "\(found) lines" + (found == 0 ? near(wanted, in: server.logLines()) : "")
            wrong.append(Mismatch(key: "log.\(index)", wanted: what, seen: seen))
        }
        return wrong
    }

    /// The lines that may have been meant: of the same event, or else of the same level.
    private func near(_ wanted: LogExpectation, in lines: [ServerLogLine]) -> String {
        let kin = lines.filter { $0.event != nil && $0.event == wanted.event }
        let level = wanted.level?.rawValue
        let alike = kin.isEmpty ? lines.filter { level != nil && $0.level == level } : kin
        let words = alike.prefix(3).map { line in
            [line.level, line.event].compactMap { $0 }.joined(separator: " ")
        }
        return words.isEmpty ? "" : "; there is \(words.joined(separator: ", "))"
    }

    private func metricMismatches(
        _ expect: Expectation, _ server: ServerActor
    ) async -> [Mismatch] {
        guard let metrics = expect.metrics else { return [] }
        let answer = await get(server, "/metrics")
        var values: [String: Double] = [:]
        for line in String(decoding: answer.raw, as: UTF8.self).split(separator: "\n")
        where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            values[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
        // Counted here, not by the server: calls that it has accepted and not answered.
        let accepted = ProcessTable.connections(toPort: server.port)
        values["harness-requests-open"] = Double(min(openCalls, accepted))
        values["harness-fetches"] = Double(server.shim.calls().count { $0.command == "fetch" })
        values["harness-held-readers"] = Double(crews.values.map(\.held).reduce(0, +))
        values["harness-memory"] = server.process.flatMap { ProcessTable.residentMiB($0.pid) }
        values["harness-alerts"] = Double(world.remotes.values.map(\.alerts).reduce(0, +))
        return metrics.compactMap { metric in
            let seen = values[metric.name]
            if let seen, metric.value.matches(seen) { return nil }
            return Mismatch(
                key: "metrics.\(metric.name)", wanted: metric.value.description,
                seen: seen.map { "\($0)" } ?? "absent")
        }
    }

    private func pushMismatches(
        _ expect: PushExpectation, _ server: ServerActor
    ) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        let pushes = server.shim.calls().filter { $0.command == "push" }
        func judge(_ key: String, _ wanted: Comparison?, _ seen: Double?) {
            guard let wanted, seen.map({ wanted.matches($0) }) != true else { return }
            wrong.append(
                Mismatch(
                    key: "push.\(key)", wanted: wanted.description,
                    seen: seen.map { "\(Int($0))" } ?? "absent"))
        }
        judge("attempts", expect.attempts, Double(pushes.count))
        judge("forced", expect.forced, Double(pushes.count { $0.forced != nil }))
        let retries = server.logLines().count { $0.event == "push-retry" }
        judge("retries", expect.retries, Double(retries))
        guard
            expect.state != nil || expect.pending != nil || expect.reason != nil
                || expect.nextDelay != nil
        else { return wrong }
        let answer = await status(of: server)
        let daemon = answer.body?["pushDaemon"]
        judge("pending", expect.pending, daemon?["pendingCommits"]?.double)
        if let wanted = expect.nextDelay {
            let delay = daemon?["currentBackoffMs"]?.double
            if delay.map({ wanted.matches(Duration.milliseconds($0)) }) != true {
                wrong.append(
                    Mismatch(
                        key: "push.next-delay", wanted: wanted.description,
                        seen: delay.map { "\($0)ms" } ?? "absent"))
            }
        }
        if let wanted = expect.state?.rawValue, daemon?["state"]?.text != wanted {
            wrong.append(
                Mismatch(
                    key: "push.state", wanted: wanted, seen: daemon?["state"]?.text ?? "absent"))
        }
        if let wanted = expect.reason?.rawValue {
            let seen = daemon?["lastError"]?["reason"]?.text ?? "ok"
            if seen != wanted {
                wrong.append(Mismatch(key: "push.reason", wanted: wanted, seen: seen))
            }
        }
        return wrong
    }
}
