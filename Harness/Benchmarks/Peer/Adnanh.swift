import Foundation

/// adnanh/webhook with one hook that verifies GitHub's signature and the branch.
final class Adnanh {
    let port: Int
    private let process: ChildProcess

    /// `branch` is what a push must be about to start `/bin/true`.
    init(_ bench: Bench, secret: String, branch: String, cores: [Int]) throws {
        let program = try Tool.needed("webhook")
        port = try Port.free()
        let file = bench.store.path("hooks.json")
        try Data(Self.rule(secret: secret, branch: branch).utf8)
            .write(to: URL(fileURLWithPath: file))
        process = try ChildProcess(
            Cores.pinning(to: cores) + [
                program, "-hooks", file, "-ip", "127.0.0.1", "-port", "\(port)",
            ])
        let port = port
        try Port.wait(for: process, seconds: 20) { (try? HTTPConnection(port: port)) != nil }
    }

    deinit { process.kill() }

    private static func rule(secret: String, branch: String) -> String {
        """
        [{"id": "push", "execute-command": "/bin/true", "http-methods": ["POST"],
          "trigger-rule": {"and": [
            {"match": {"type": "payload-hmac-sha256", "secret": "\(secret)",
                       "parameter": {"source": "header", "name": "X-Hub-Signature-256"}}},
            {"match": {"type": "value", "value": "refs/heads/\(branch)",
                       "parameter": {"source": "payload", "name": "ref"}}}]}}]
        """
    }
}
