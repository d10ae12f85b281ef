import Foundation

/// Bare Hummingbird routes in a process of their own.
final class PlainRoute {
    let port: Int
    private let process: ChildProcess

    init(_ bench: Bench, serving folder: String, cores: [Int]) throws {
        port = try Port.free()
        process = try ChildProcess(
            Cores.pinning(to: cores) + [
                bench.ownProgram, "plain-route", "--folder", folder, "--port", "\(port)",
            ], errors: bench.store.path("plain-route.log"))
        let port = port
        try Port.wait(for: process, seconds: 20) { (try? HTTPConnection(port: port)) != nil }
    }

    deinit { process.kill() }
}
