import Foundation

/// A folder of bare repositories over HTTP, by `git http-backend`.
final class GitHTTP {
    private let port: Int
    private let process: ChildProcess

    init(_ bench: Bench, serving folder: String) throws {
        port = try Port.free()
        process = try ChildProcess(
            ["python3", bench.home + "/Harness/Benchmarks/Peer/git_http.py", folder, "\(port)"],
            environment: [
                "PYTHONPATH": bench.home + "/Harness/Oracle", "PYTHONDONTWRITEBYTECODE": "1",
            ])
        let port = port
        try Port.wait(for: process, seconds: 20) { (try? HTTPConnection(port: port)) != nil }
    }

    deinit { process.kill() }

    func url(_ name: String) -> String { "http://127.0.0.1:\(port)/\(name)" }
}
