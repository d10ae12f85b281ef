import Foundation

/// Makes a world: compiles the history, then remotes, clones and servers around it.
struct WorldBuilder {
    let scenario: Scenario
    let folder: String
    let gitPath: String
    let backend: String
    let seed: UInt64
    let scope: JobScope

    /// git without any configuration of this machine.
    var git: GitProgram {
        var environment = GitProgram.hermetic(
            home: "\(folder)/home", path: "/usr/local/bin:/usr/bin:/bin")
        // What the harness does to a remote itself is no push of the server.
        environment["SCENARIO_PUSHER"] = "step"
        return GitProgram(path: gitPath, environment: environment)
    }

    /// Makes everything; nothing is started but the listeners of the remotes.
    func build() async throws -> World {
        for name in ["home", "remotes", "clones", "servers"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        let plan = try HistoryPlan(scenario)
        let book = try await fillPool(plan)
        var remotes: [String: RemoteServer] = [:]
        var hooks: [String: RemoteHooks] = [:]
        for spec in scenario.actors where spec.kind == .remote {
            hooks[spec.name] = try await makeRemote(spec, book: book)
            if spec.transport == .http {
                let server = RemoteServer(
                    root: "\(folder)/remotes", backend: backend, environment: git.environment,
                    seed: seed, scope: scope)
                try await server.start()
                remotes[spec.name] = server
            }
        }
        let transports = Set(scenario.actors.filter { $0.kind == .remote }.map(\.transport))
        let ssh =
            transports.contains(.ssh)
            ? try await SSHServer.start(in: "\(folder)/ssh", scope: scope) : nil
        let daemon =
            transports.contains(.git)
            ? try await GitDaemon.start(
                root: "\(folder)/remotes", git: git, log: "\(folder)/git-daemon", scope: scope)
            : nil
        var disks: [String: SmallDisk] = [:]
        for spec in scenario.actors where scenario.smallDisks.contains(spec.name) {
            disks[spec.name] = try SmallDisk(at: World.repository(of: spec, in: folder))
        }
        var etcds: [String: EtcdServer] = [:]
        for spec in scenario.actors where spec.kind == .etcd {
            let etcd = EtcdServer(name: spec.name, in: folder, scope: scope)
            try await etcd.start()
            etcds[spec.name] = etcd
        }
        var servers: [String: ServerActor] = [:]
        // Nodes of one cluster have one secret: a write that is passed on brings its own along.
        var secrets: [String: String] = [:]
        for spec in scenario.actors where spec.kind == .server {
            let known = spec.cluster.flatMap { secrets[$0] }
            let targets: [Fault.Link: Int?] = [
                .remote: spec.remote.flatMap { remotes[$0]?.port },
                .etcd: spec.cluster.flatMap { etcds[$0]?.port },
            ]
            let server = try await makeServer(
                spec, secret: known ?? Self.newSecret(), targets: targets.compactMapValues { $0 })
            servers[spec.name] = server
            if let cluster = spec.cluster { secrets[cluster] = server.secret }
        }
        let world = World(
            folder: folder, scenario: scenario, git: git, plan: plan, book: book,
            remotes: remotes, ssh: ssh, daemon: daemon, disks: disks, hooks: hooks,
            servers: servers, etcds: etcds,
            reading: ReadingGround(scenario.history, stamps: Array(book.stamps.values)))
        for spec in scenario.actors where spec.kind == .clone {
            try await makeClone(spec, in: world)
        }
        return world
    }

    private func initialRefs(of actor: String) -> [(ref: ActorRef, commit: CommitName)] {
        scenario.history.graph.refs.filter { $0.ref.actor == actor }.map { ($0.ref, $0.commit) }
    }

    /// Puts objects and refs of the drawing into a repository.
    private func place(
        _ actor: String, in path: String, book: CommitBook, depth: Int? = nil
    ) async throws {
        let refs = initialRefs(of: actor)
        guard !refs.isEmpty else { return }
        let pool = World.pool(in: folder)
        let specs = refs.compactMap { entry in
            book.ids[entry.commit].map { "+\($0):\(entry.ref.fullName)" }
        }
        let options = [
            "fetch", "-q", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
            "--update-head-ok",
        ]
        let deep = depth.map { ["--depth=\($0)", "file://\(pool)"] } ?? [pool]
        try await git.must(options + deep + specs, in: path, extra: World.anyObject)
    }

    private func makeRemote(_ spec: ActorSpec, book: CommitBook) async throws -> RemoteHooks {
        let path = World.repository(of: spec, in: folder)
        try await git.must(
            [
                "init", "-q", "--bare", "--initial-branch=main",
                "--object-format=\(spec.objectFormat.rawValue)", path,
            ], in: folder)
        var config = [
            "http.receivepack": "true", "receive.denyNonFastForwards": "true",
            "core.logAllRefUpdates": "always", "uploadpack.allowAnySHA1InWant": "true",
        ]
        config.merge(spec.config) { $1 }
        try await configure(path, config)
        let hooks = RemoteHooks(of: path, journal: World.journal(of: spec.name, in: folder))
        try hooks.install(in: path, own: spec.hooks)
        try await place(spec.name, in: path, book: book)
        return hooks
    }

    private func makeClone(_ spec: ActorSpec, in world: World) async throws {
        let path = World.repository(of: spec, in: folder)
        guard !initialRefs(of: spec.name).isEmpty else { return }
        let bare = spec.clone == .worktree ? [] : ["--bare"]
        try await git.must(
            [
                "init", "-q", "--initial-branch=main",
                "--object-format=\(spec.objectFormat.rawValue)",
            ]
                + bare + [path], in: folder)
        var config: [String: String] = [:]
        if let of = spec.of { config["remote.origin.url"] = world.url(of: of) }
        switch spec.clone {
        case .mirror:
            config["remote.origin.fetch"] = "+refs/*:refs/*"
            config["remote.origin.mirror"] = "true"
        case .singleBranch:
            config["remote.origin.fetch"] = "+refs/heads/main:refs/remotes/origin/main"
        case .worktree:
            config["remote.origin.fetch"] = "+refs/heads/*:refs/remotes/origin/*"
        case .shared:
            let of = spec.of ?? "origin"
            try "\(folder)/remotes/\(of).git/objects\n".write(
                toFile: "\(path)/objects/info/alternates", atomically: true, encoding: .utf8)
        case .bare, .shallow: break
        }
        config.merge(spec.config) { $1 }
        try await configure(path, config)
        for (name, script) in spec.hooks { try write(script, to: "\(path)/hooks/\(name)") }
        try await place(
            spec.name, in: path, book: world.book, depth: spec.clone == .shallow ? 1 : nil)
        if spec.clone == .worktree { try await git.must(["reset", "-q", "--hard"], in: path) }
    }

    private static func newSecret() -> String {
        var random = SystemRandomNumberGenerator()
        return "scenario-secret-" + String(random.next(), radix: 36)
            + String(random.next(), radix: 36)
    }

    private func makeServer(
        _ spec: ActorSpec, secret: String, targets: [Fault.Link: Int]
    ) async throws -> ServerActor {
        let own = "\(folder)/servers/\(spec.name)"
        var links: [Fault.Link: NetworkLink] = [:]
        for link in scenario.isolations[spec.name, default: []] {
            guard let target = targets[link] else { continue }
            links[link] = try await NetworkLink.start(to: target, scope: scope)
        }
        return ServerActor(
            spec: spec, shim: try GitShim(in: own, git: gitPath),
            control: scenario.needsControl
                ? try ControlSocket(
                    clock: scenario.clock, isStanding: scenario.ownsTime, seed: seed) : nil,
            secret: secret,
            logPath: "\(folder)/\(spec.name).log", links: links)
    }

    private func configure(_ path: String, _ config: [String: String]) async throws {
        for (key, value) in config.sorted(by: { $0.key < $1.key }) {
            try await git.must(["config", key, value], in: path)
        }
    }

    private func write(_ script: String, to path: String) throws {
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
}
