import Foundation
import Glibc

/// Starting, stopping and killing.
extension CaseRun {
    func start(_ verb: StartVerb, step: Step) async throws {
        if let remote = world.remotes[verb.actor] {
            try await remote.start()
            events.note("start", verb.actor)
            return
        }
        if let etcd = world.etcds[verb.actor] {
            try await etcd.start(empty: verb.empty)
            events.note("start", verb.actor)
            return
        }
        let server = try server(verb.actor)
        if let process = server.process, process.isAlive {
            throw HarnessError.unsupported("\(verb.actor) is running already")
        }
        try await watchLocalCommits()
        startEnvironments[verb.actor] = verb.env
        try placeFiles(of: server)
        resets.append(.now)
        server.process?.log.close()
        let process = try await ServerProcess.start(command(for: server, verb: verb), in: scope)
        server.began(process)
        serverStarts[verb.actor, default: []].append(process.startedAt)
        events.note("start", "\(verb.actor) pid \(process.pid)", at: process.startedAt)
        let wantsEnd = step.expect?.exit != nil || step.expect?.alive == false
        let listening = try await poll(for: options.scaled(Limits.start)) {
            if let line = process.log.lines(event: "listening").last,
                let port = line.fields?["port"]?.double
            {
                server.listens(on: Int(port))
                return true
            }
            return !process.isAlive
        }
        if process.isAlive, wantsEnd { return }
        guard listening, process.isAlive else {
            if wantsEnd || !verb.ready { return }
            throw notStarted(server, process: process, step: step, wanted: "the server listens")
        }
        guard verb.ready else { return }
        let ready = try await poll(for: options.scaled(Limits.start)) {
            let answer = await self.caller.call(
                "GET", server.url("/api/health/ready"), limit: .seconds(5))
            return answer.status == 200 || !process.isAlive
        }
        guard ready, process.isAlive else {
            throw notStarted(server, process: process, step: step, wanted: "the server is ready")
        }
        server.isUp()
        events.note("ready", verb.actor)
        // The line about the boot is written just after the swap that makes the server ready.
        if step.expect?.boot != nil {
            _ = try await poll(for: options.scaled(Limits.start)) {
                !process.log.lines(event: "reconciled").isEmpty
            }
        }
    }

    private func notStarted(
        _ server: ServerActor, process: ServerProcess, step: Step, wanted: String
    ) -> StepFailure {
        let state = process.exit.current.map { "it ended with \($0)" } ?? "it did not in time"
        let last = server.logLines().suffix(3).map { world.book.describe(in: $0.text) }
        return StepFailure(
            verb: "start", location: step.location, wanted: wanted,
            seen: ([state] + last).joined(separator: "\n        "))
    }

    private func command(
        for server: ServerActor, verb: StartVerb
    ) throws -> ServerProcess.Command {
        let own = try server.spec.args.map { try filled($0, for: server) }
        let program = verb.old ? options.oldServer : options.server
        guard let program else {
            throw HarnessError.unsupported("which program is old is not said: name it with --old")
        }
        return .init(
            executable: program,
            // The old program knows of no mutants.
            arguments: (verb.old ? [] : options.serverArguments)
                + ["serve", "--host", "127.0.0.1", "--port", "\(server.knownPort ?? 0)"]
                + controlArguments(server) + own
                + options.furtherArguments,
            environment: try environment(for: server, adding: verb.env), directory: world.folder,
            log: server.logPath)
    }

    /// How a program of this server is put under the harness's hand.
    func controlArguments(_ server: ServerActor) -> [String] {
        server.control.map { ["--harness", $0.path] } ?? []
    }

    /// What a program of this server finds in its environment.
    func environment(
        for server: ServerActor, adding more: [String: String]
    ) throws -> [String: String] {
        let spec = server.spec
        var environment = [
            "PATH": "\(server.shim.bin):/usr/local/bin:/usr/bin:/bin",
            "HOME": "\(world.folder)/home", "TMPDIR": "\(world.folder)/home", "TZ": "UTC",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
            "CFP_DATA_BRANCH": "main", "CFP_DATA_RELOAD_SECRET": server.secret,
            "CFP_WRITE_TOKEN": "write-" + server.secret, "CFP_DATA_POLL_INTERVAL": "0",
            "SWIFT_BACKTRACE": "enable=no",
        ]
        if let ssh = world.ssh { environment.merge(ssh.environment) { $1 } }
        environment["CFP_DATA_REPO_PATH"] = try world.repository(of: spec.name)
        if let remote = spec.remote {
            environment["CFP_DATA_REMOTE"] = world.url(of: remote, by: server.links[.remote])
        }
        environment.merge(clusterEnvironment(of: server)) { $1 }
        environment.merge(spec.env) { $1 }
        environment.merge(more) { $1 }
        for name in ["GITHUB_WEBHOOK_SECRET", "WEBHOOK_SECRET"]
        where environment[name] == nil && environment[name + "_FILE"] == nil {
            environment[name] = "\(name)-${secret}"
        }
        return try environment.mapValues { try filled($0, for: server) }
    }

    func stop(_ verb: StopVerb, step: Step) async throws {
        let name = verb.actor.actor
        if let remote = world.remotes[name] {
            await remote.stop()
            events.note("stop", name)
            return
        }
        if !verb.actor.isWriter, let etcd = world.etcds[name] {
            events.note("stop", name)
            return try await etcd.signal(.terminate)
        }
        let server = try await server(verb.actor, step, key: "stop.actor")
        do {
            try await stop(server, grace: verb.grace)
        } catch let error as HarnessError {
            throw StepFailure(
                verb: "stop", location: step.location, wanted: "the server ends in time",
                seen: error.description)
        }
    }

    /// SIGTERM, then waits; afterwards no process of the server may live.
    func stop(_ server: ServerActor, grace: Duration?) async throws {
        guard let process = server.process else { return }
        server.isDown()
        events.note("stop", server.spec.name)
        process.signal(SIGTERM, group: false)
        let limit = options.scaled(grace ?? Limits.stop)
        guard try await poll(for: limit, { !process.isAlive }) else {
            throw HarnessError.environment("still running \(limit) after SIGTERM")
        }
        server.stoppedListening()
        events.note("exit", "\(server.spec.name) \(process.exit.current ?? -1)")
        try await checkOrphans(of: server)
    }

    private func checkOrphans(of server: ServerActor) async throws {
        var left: [ProcessTable.Entry] = []
        let clean = try await poll(for: options.scaled(.seconds(2)), every: .milliseconds(50)) {
            left = ProcessTable.living(marked: server.shim.bin)
            return left.isEmpty
        }
        guard !clean else { return }
        let names = left.map { "\($0.name) (\($0.pid))" }.joined(separator: ", ")
        findings.append(
            Finding(.noOrphanProcess, "after \(server.spec.name) ended there still lived \(names)"))
        killMarked(server)
    }

    func kill(_ verb: KillVerb, step: Step) async throws {
        let name = verb.actor.actor
        if let remote = world.remotes[name] {
            await remote.stop()
            events.note("kill", name)
            return
        }
        if !verb.actor.isWriter, let etcd = world.etcds[name] {
            events.note("kill", "\(name) \(verb.signal.rawValue)")
            return try await etcd.signal(verb.signal)
        }
        let server = try await server(verb.actor, step, key: "kill.actor")
        guard let process = server.process else { return }
        events.note("kill", "\(server.spec.name) \(verb.signal.rawValue)")
        if verb.signal == .hangup {
            // A running server reads its configuration again.
            process.signal(SIGHUP, group: verb.group)
            return
        }
        if verb.signal == .resume {
            process.signal(SIGCONT, group: verb.group)
            server.isUp()
            return
        }
        server.isDown()
        process.signal(verb.signal.number, group: verb.group)
        if verb.signal == .stop { return }
        if verb.group, verb.signal == .kill { killMarked(server) }
        guard try await poll(for: options.scaled(.seconds(10)), { !process.isAlive }) else {
            throw HarnessError.environment(
                "\(server.spec.name) did not end on SIG\(verb.signal.rawValue)")
        }
        server.stoppedListening()
        // What it had just begun to start was in nobody's list yet.
        if verb.group, verb.signal == .kill { killMarked(server) }
        if verb.group { try await checkOrphans(of: server) }
    }
}

extension KillVerb.Signal {
    /// The number of the signal.
    var number: Int32 {
        switch self {
        case .kill: SIGKILL
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangup: SIGHUP
        case .stop: SIGSTOP
        case .resume: SIGCONT
        case .abort: SIGABRT
        }
    }
}
