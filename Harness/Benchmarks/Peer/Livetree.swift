import Foundation

/// The real server, run on a repository as an operator would.
final class Livetree {
    static let secret = "reload-secret"
    static let authority = "Authorization: Bearer \(secret)\r\n"

    let port: Int
    let process: ChildProcess
    let started = ContinuousClock.now

    /// Starts it and waits for nothing. `cores` keeps it on those.
    init(
        _ bench: Bench, on repository: String, remote: String? = nil,
        environment: [String: String] = [:], arguments: [String] = [], cores: [Int]? = nil
    ) throws {
        port = try Port.free()
        var variables = [
            "CFP_DATA_REPO_PATH": repository, "CFP_DATA_RELOAD_SECRET": Self.secret,
            "CFP_WRITE_TOKEN": Self.secret, "CFP_DATA_POLL_INTERVAL": "0",
        ]
        variables["CFP_DATA_REMOTE"] = remote
        process = try ChildProcess(
            Cores.pinning(to: cores)
                + [bench.server, "serve", "--host", "127.0.0.1", "--port", "\(port)"] + arguments,
            environment: variables.merging(environment) { $1 },
            errors: bench.store.path("livetree.log"))
    }

    /// Waits until records are served.
    @discardableResult func ready() throws -> Livetree {
        try wait { try $0.ask("GET", "/api/health/ready").status == 200 }
        return self
    }

    /// Waits until searches are answered.
    func searches() throws {
        try wait { try $0.ask("GET", "/api/search?q=water&limit=1").status == 200 }
    }

    func connect() throws -> HTTPConnection { try HTTPConnection(port: port) }

    /// Tells it of a commit as a sender of webhooks would, or only that there may be one; the
    /// answer's body.
    @discardableResult static func reload(
        _ connection: HTTPConnection, commit: String?
    ) throws -> [String: Any] {
        let named = commit.map { ",\"commitHash\":\"\($0)\"" } ?? ""
        let answer = try connection.ask(
            "POST", "/api/_internal/reload-data", fields: authority,
            body: Array("{\"branch\":\"main\"\(named)}".utf8))
        let served = answer.json["newCommit"] as? String
        guard answer.status == 200, served == commit || commit == nil else {
            throw BenchmarkError.inconsistent(String(decoding: answer.body, as: UTF8.self))
        }
        return answer.json
    }

    private func wait(_ isThere: (HTTPConnection) throws -> Bool) throws {
        var connection: HTTPConnection?
        try Port.wait(for: process) {
            if connection == nil { connection = try? connect() }
            guard let open = connection else { return false }
            guard let there = try? isThere(open) else {
                connection = nil
                return false
            }
            return there
        }
    }
}
