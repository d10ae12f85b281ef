import Foundation

/// What must hold in every scenario, judged when the last step is done.
extension CaseRun {
    func closingFindings() async throws -> [Finding] {
        try await checkCommits()
        var found = try await refFindings()
        found += try await unexplainedWrites()
        for crew in crews.values {
            let book = world.book
            let checks = ReadChecks(try history(of: crew)) { book.describe($0) }
            found += ReadChecks.summary(checks.torn)
            found += ReadChecks.summary(checks.backward())
            found += ReadChecks.summary(checks.stale)
        }
        for server in world.servers.values { found += try await serverFindings(server) }
        found += try await clusterFindings()
        for actor in world.repositories().keys.sorted() where !damaged.contains(actor) {
            if let said = try await fsck(actor, clean: false) {
                found.append(Finding(.repoHealthy, "git fsck: \(said)"))
            }
            let left = try await lastingLeftovers(in: actor)
            if !left.isEmpty {
                found.append(
                    Finding(.repoHealthy, "\(actor) has \(left.joined(separator: ", "))"))
            }
        }
        return found
    }

    /// What lies about in a repository and is still there when a living server had time to end what
    /// it is at: a push that was confirmed this moment holds a lock for some milliseconds.
    private func lastingLeftovers(in actor: String) async throws -> [String] {
        var left = Set(try leftoverLocks(in: actor) + leftovers(in: actor))
        let end = ContinuousClock.now + options.scaled(.seconds(2))
        while !left.isEmpty, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
            left.formIntersection(try leftoverLocks(in: actor) + leftovers(in: actor))
        }
        return left.sorted()
    }

    private func refFindings() async throws -> [Finding] {
        let transitions = world.transitions()
        let book = world.book
        let isForward = { (old: String, new: String) async throws -> Bool in
            for path in self.world.repositories().values.sorted() {
                let check = try await self.world.git.run(
                    ["merge-base", "--is-ancestor", old, new], in: path)
                if check.status <= 1 { return check.status == 0 }
            }
            return false
        }
        var found = try await ForceChecks.transitions(
            transitions, name: { book.describe($0) }, isAncestor: isForward)
        found += ForceChecks.conflictBranches(transitions)
        for server in world.servers.values {
            found += ForceChecks.arguments(server.shim.calls())
            found += SpinChecks(server.shim.calls(), pace: pace(of: server)).findings
        }
        for (remote, before) in initialRefs {
            found += ForceChecks.unexplained(
                remote, from: before, to: try await world.refs(of: remote), by: transitions,
                name: { book.describe($0) })
        }
        return try await found + strayRefs(transitions)
    }

    /// How the server of the last start waits between pushes.
    func pace(of server: ServerActor) -> SpinChecks.Pace {
        func setting(_ name: String) -> String? { self.setting(name, of: server) }
        func moment(_ time: MonotonicTime) -> Double { Double(time.nanoseconds) / 1_000_000_000 }
        func seconds(_ name: String, or usual: Double) -> Double {
            setting(name).flatMap { Units.duration($0) }?.inSeconds ?? usual
        }
        var moments = resets.map(moment)
        let polls = setting("CFP_DATA_POLL_INTERVAL").map { $0 != "0" } ?? false
        if polls || setting("CFP_DATA_DIVERGENCE") == "reconcile" {
            // A look of its own may end a wait too.
            moments += server.shim.calls().filter { $0.command == "fetch" }.map(\.start)
        }
        return SpinChecks.Pace(
            base: seconds("CFP_PUSH_BACKOFF_BASE", or: 1),
            cap: seconds("CFP_PUSH_BACKOFF_CAP", or: 3600), resets: moments,
            moves: scenario.ownsTime
                ? clockMoves.map { (moment($0.at), $0.by.inSeconds) } : nil)
    }

    /// Refs of a remote that nobody expects.
    private func strayRefs(_ transitions: [RefTransition]) async throws -> [Finding] {
        var found: [Finding] = []
        var wanted: [ActorRef] = []
        let named = expectations.flatMap { $0.refs ?? [] }.map(\.ref)
        let drawn = expectations.flatMap { $0.graph ?? [] }.flatMap(\.graph.refs).map(\.ref)
        for ref in named + drawn {
            // A capture of a step that did not run in this cell expects nothing.
            if let resolved = try? await resolved(ref) { wanted.append(resolved) }
        }
        for (remote, before) in initialRefs {
            let moved = Set(
                transitions.filter { $0.mover == .step && $0.remote == remote }.map(\.ref))
            for ref in try await world.refs(of: remote).keys.sorted()
            where before[ref] == nil && !moved.contains(ref) {
                if wanted.contains(where: { $0.actor == remote && $0.means(ref) }) { continue }
                found.append(Finding(nil, "\(remote) has \(ref), which nothing expects"))
            }
        }
        return found
    }

    /// Every expectation of the scenario.
    private var expectations: [Expectation] {
        func all(_ steps: [Step]) -> [Expectation] {
            steps.flatMap { step in
                let own = step.expect.map { [$0] } ?? []
                switch step.verb {
                case .wait(let until): return own + [until]
                case .parallel(let branches): return own + branches.flatMap { all($0) }
                case .repeat(let loop): return own + all(loop.steps)
                default: return own
                }
            }
        }
        return all(scenario.steps) + (scenario.expect.map { [$0] } ?? [])
    }

    private func serverFindings(_ server: ServerActor) async throws -> [Finding] {
        var found: [Finding] = []
        if server.process?.isAlive == true, let data = server.spec.data {
            let branch = ActorRef(actor: data, name: "main")
            var words = ""
            let agrees = try await poll(for: options.scaled(.seconds(2))) {
                let ready = await self.get(server, "/api/health/ready")
                guard ready.status == 200 else { return true }
                let served = await self.get(server, "/api/sheets").dataCommit
                let tip = try await self.world.tip(of: branch)
                words =
                    "\(world.book.describe(served)) is served, the branch is at "
                    + world.book.describe(tip)
                return served == tip && (ready.dataCommit ?? tip) == tip
            }
            if !agrees { found.append(Finding(.headIsServed, words)) }
        }
        for path in [server.logPath, server.shim.log] {
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            if data.range(of: Data(server.secret.utf8)) != nil {
                let name = (path as NSString).lastPathComponent
                found.append(Finding(.noSecretInLog, "the reload secret is in \(name)"))
            }
        }
        return found
    }
}
