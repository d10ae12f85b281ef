import Foundation
import JSONModel
import TestSupport

/// Servers with one origin and one etcd.
struct ClusterSite {
    let site: Site
    let etcd: EtcdProcess

    static func make() async throws -> ClusterSite {
        ClusterSite(site: try await Site.make(), etcd: try await EtcdProcess())
    }

    /// Starts a node of that name; over the folder it left, where there is one.
    func start(
        _ name: String, _ changes: [String: String?] = [:], arguments: [String] = []
    ) async throws -> ServerProcess {
        let port = try SilentListener.freePort()
        let own: [String: String?] = [
            "CFP_CLUSTER": etcd.url, "CFP_NODE_NAME": name,
            "CFP_WRITE_TOKEN": ServerProcess.writeToken,
            "CFP_NODE_URL": "http://127.0.0.1:\(port)", "CFP_CLUSTER_SESSION": "5s",
        ]
        return try await ServerProcess.start(
            in: site.folder, repository: site.folder.child("\(name).git"),
            remote: site.origin.path, own.merging(changes) { $1 },
            arguments: ["--port", "\(port)"] + arguments)
    }

    /// Starts as many, and waits until one may write and all know of each other.
    func start(
        _ names: [String], _ changes: [String: String?] = [:], arguments: [String] = []
    ) async throws -> [ServerProcess] {
        var servers: [ServerProcess] = []
        for name in names {
            servers.append(try await start(name, changes, arguments: arguments))
        }
        try await until("one writes, and all see all") {
            for server in servers {
                guard try await server.cluster()?["nodes"]?.count == names.count else {
                    return false
                }
            }
            return try await writer(of: servers) != nil
        }
        return servers
    }

    func writer(of servers: [ServerProcess]) async throws -> ServerProcess? {
        for server in servers where try await server.role() == "writer" { return server }
        return nil
    }

    /// Writes at any node until a writer takes it; returns how long that took.
    func writeSometime(_ path: String, at server: ServerProcess) async throws -> Duration {
        let begun = ContinuousClock.now
        try await until("\(path) is written") {
            try await server.write("PUT", path, #"{"number": 9}"#).status == 201
        }
        return ContinuousClock.now - begun
    }
}

extension ServerProcess {
    func cluster() async throws -> JSON? { try await status()["cluster"] }
    func role() async throws -> String? { try await cluster()?["role"]?.text }

    /// Stops it where it is, as a machine that hangs, or lets it go on.
    func pause() { kill(process.processIdentifier, SIGSTOP) }
    func resume() { kill(process.processIdentifier, SIGCONT) }
    func end() { kill(process.processIdentifier, SIGKILL) }
}

extension JSON {
    fileprivate var count: Int? { if case .array(let items) = self { items.count } else { nil } }
}
