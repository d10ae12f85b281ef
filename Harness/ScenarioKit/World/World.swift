import Foundation
import Synchronization

/// Everything one case is played in: a temporary folder with its remotes, clones and servers.
package final class World: Sendable {
    /// The folder all of it lives in.
    package let folder: String
    /// The scenario it was made for.
    package let scenario: Scenario
    /// git as the harness runs it.
    package let git: GitProgram
    /// The drawn history, compiled.
    package let plan: HistoryPlan
    /// The drawn commits.
    package let book: CommitBook
    /// Remotes over HTTP, by actor.
    package let remotes: [String: RemoteServer]
    /// The sshd in front of remotes over SSH; nil when there is none.
    package let ssh: SSHServer?
    /// The git daemon of remotes over git's own protocol; nil when there is none.
    let daemon: GitDaemon?
    /// File systems of their own, by clone.
    package let disks: [String: SmallDisk]
    /// The hooks of remotes, by actor.
    let hooks: [String: RemoteHooks]
    /// Servers, by actor.
    package let servers: [String: ServerActor]
    /// What clusters are held together by, by actor.
    package let etcds: [String: EtcdServer]
    /// What is read where.
    package let reading: ReadingGround
    /// What git said of the refs last.
    let refAnswers: RefAnswers
    private let scenarioMoves = Mutex<[RefTransition]>([])

    init(
        folder: String, scenario: Scenario, git: GitProgram, plan: HistoryPlan,
        book: CommitBook, remotes: [String: RemoteServer], ssh: SSHServer?, daemon: GitDaemon?,
        disks: [String: SmallDisk], hooks: [String: RemoteHooks], servers: [String: ServerActor],
        etcds: [String: EtcdServer], reading: ReadingGround
    ) {
        self.folder = folder
        self.scenario = scenario
        self.git = git
        self.plan = plan
        self.book = book
        self.remotes = remotes
        self.ssh = ssh
        self.daemon = daemon
        self.disks = disks
        self.hooks = hooks
        self.servers = servers
        self.etcds = etcds
        self.reading = reading
        refAnswers = RefAnswers(git: git)
    }

    /// The repository every drawn commit is in.
    package var pool: String { Self.pool(in: folder) }

    static func pool(in folder: String) -> String { "\(folder)/pool.git" }

    /// The repository of an actor; a server's is the clone it serves.
    ///
    /// - Throws: `HarnessError.unsupported` when the actor has none.
    package func repository(of actor: String) throws(HarnessError) -> String {
        guard let spec = scenario.actor(actor) else {
            throw .unsupported("no actor named \(actor)")
        }
        switch spec.kind {
        case .remote, .clone: return Self.repository(of: spec, in: folder)
        case .server:
            guard let data = spec.data else { throw .unsupported("\(actor) serves no clone") }
            return try repository(of: data)
        case .writer: throw .unsupported("\(actor) is a writer without a repository")
        case .etcd: throw .unsupported("\(actor) has no repository")
        }
    }

    static func repository(of spec: ActorSpec, in folder: String) -> String {
        switch spec.kind {
        case .remote: "\(folder)/remotes/\(spec.name).git"
        default:
            spec.clone == .worktree
                ? "\(folder)/clones/\(spec.name)" : "\(folder)/clones/\(spec.name).git"
        }
    }

    /// The URL servers reach a remote by, over HTTP through a link where there is one.
    package func url(of remote: String, by link: NetworkLink? = nil) -> String {
        let path = "\(folder)/remotes/\(remote).git"
        switch scenario.actor(remote)?.transport {
        case .ssh: return ssh?.url(path) ?? path
        case .git: return daemon?.url(remote) ?? path
        default: break
        }
        guard let server = remotes[remote] else { return path }
        return "http://127.0.0.1:\(link?.port ?? server.port)/\(remote).git"
    }

    /// Ends what would outlive the world: listeners of others and the file systems.
    func end() {
        ssh?.stop()
        daemon?.stop()
        for server in servers.values { server.end() }
        for etcd in etcds.values { etcd.end() }
        for disk in disks.values { disk.unmount() }
    }

    /// Actors whose repository exists on disk, by actor.
    package func repositories() -> [String: String] {
        var found: [String: String] = [:]
        for spec in scenario.actors where spec.kind == .remote || spec.kind == .clone {
            let path = Self.repository(of: spec, in: folder)
            if FileManager.default.fileExists(atPath: path) { found[spec.name] = path }
        }
        return found
    }

    /// Refs of an actor's repository by full name; empty when there is no repository yet.
    package func refs(of actor: String) async throws -> [String: String] {
        let path = try repository(of: actor)
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        let result = try await refAnswers.ask(
            ["for-each-ref", "--format=%(refname) %(objectname)"], in: path)
        var refs: [String: String] = [:]
        for line in result.lines {
            let parts = line.split(separator: " ")
            if parts.count == 2 { refs[String(parts[0])] = String(parts[1]) }
        }
        return refs
    }

    /// The commit a ref points to, or nil.
    package func tip(of ref: ActorRef) async throws -> String? {
        try await refs(of: ref.actor)[ref.fullName]
    }

    /// Every change of a remote's refs: what its hook saw, then what the scenario did itself.
    package func transitions() -> [RefTransition] {
        var all: [RefTransition] = []
        for spec in scenario.actors where spec.kind == .remote {
            let path = Self.journal(of: spec.name, in: folder)
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            all += RefTransition.parse(text, remote: spec.name)
        }
        return all + scenarioMoves.withLock { $0 }
    }

    static func journal(of remote: String, in folder: String) -> String {
        "\(folder)/remotes/\(remote).journal"
    }

    /// Remembers that a step moved a ref of a remote.
    func note(_ transition: RefTransition) {
        scenarioMoves.withLock { $0.append(transition) }
    }

    /// Moves a ref as someone else's push would, bringing the objects along.
    package func advance(_ ref: ActorRef, to id: String?, force: Bool) async throws {
        let path = try repository(of: ref.actor)
        let old = try await tip(of: ref)
        if let id {
            try await bring(id, to: path)
            if let old, !force {
                let check = try await git.run(["merge-base", "--is-ancestor", old, id], in: path)
                guard check.status == 0 else {
                    throw HarnessError.unsupported(
                        "moving \(ref) from \(book.describe(old)) to \(book.describe(id)) is no "
                            + "fast-forward; say force: true")
                }
            }
            try await git.must(["update-ref", ref.fullName, id], in: path)
        } else {
            try await git.must(["update-ref", "-d", ref.fullName], in: path)
        }
        guard scenario.actor(ref.actor)?.kind == .remote else { return }
        note(
            RefTransition(
                mover: .step, remote: ref.actor, ref: ref.fullName, old: old, new: id))
    }

    /// Copies a commit and what it needs into a repository.
    private func bring(_ id: String, to path: String) async throws {
        if try await git.run(["cat-file", "-e", "\(id)^{commit}"], in: path).status == 0 { return }
        for source in [pool] + repositories().values.sorted() where source != path {
            let fetch = try await git.run(
                [
                    "fetch", "-q", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
                    "--refmap=", source, id,
                ], in: path, extra: Self.anyObject)
            if fetch.status == 0 { return }
        }
        throw HarnessError.unsupported("\(book.describe(id)) is in no repository")
    }

    /// Configuration that lets any object be fetched by its id.
    static let anyObject = [
        "GIT_CONFIG_COUNT": "4",
        "GIT_CONFIG_KEY_3": "uploadpack.allowAnySHA1InWant", "GIT_CONFIG_VALUE_3": "true",
    ]
}
