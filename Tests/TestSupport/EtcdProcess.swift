import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import Synchronization

/// A real etcd of one member for tests, with a folder and ports of its own on 127.0.0.1.
package final class EtcdProcess: Sendable {
    private static let program = "/usr/bin/etcd"

    /// Whether this machine has the program, and not one before 3.4; without it a test is to be
    /// skipped.
    package static let isAvailable: Bool = {
        guard FileManager.default.isExecutableFile(atPath: program) else { return false }
        let asked = Process()
        let output = Pipe()
        asked.executableURL = URL(fileURLWithPath: program)
        asked.arguments = ["--version"]
        asked.standardOutput = output
        guard (try? asked.run()) != nil else { return false }
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        let said = String(decoding: bytes, as: UTF8.self)
        asked.waitUntilExit()
        return !said.contains("etcd Version: 2.") && !said.contains("etcd Version: 3.3.")
    }()

    /// `http://127.0.0.1:port`
    package let url: String
    private let peer: String
    private let folder: TemporaryFolder
    /// The one that runs at the moment: another after a restart.
    private let process = Mutex<Process?>(nil)

    /// Starts one and returns when it answers.
    package init() async throws {
        folder = try TemporaryFolder()
        url = "http://127.0.0.1:\(try Self.freePort())"
        peer = "http://127.0.0.1:\(try Self.freePort())"
        try await start()
    }

    deinit { kill() }

    /// Starts it over the same folder, at the same ports.
    package func start() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = [
            "--name", "one", "--data-dir", folder.child("data"),
            "--listen-client-urls", url, "--advertise-client-urls", url,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", "one=\(peer)",
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process.withLock { $0 = process }
        let end = ContinuousClock.now + .seconds(30)
        while await !isHealthy() {
            guard ContinuousClock.now < end, process.isRunning else { throw Silent() }
            // Not a wait for a result: the pause between two questions.
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    package struct Silent: Error {}

    private func isHealthy() async -> Bool {
        let answer = try? await HTTPClient.shared.execute(
            HTTPClientRequest(url: url + "/health"), timeout: .seconds(1))
        return answer?.status == .ok
    }

    /// Ends it at once, and keeps its data.
    package func kill() {
        let taken = process.withLock { current in
            defer { current = nil }
            return current
        }
        guard let running = taken else { return }
        _ = Glibc.kill(running.processIdentifier, SIGKILL)
        running.waitUntilExit()
    }

    /// Takes away the data of one that was killed.
    package func loseData() throws {
        try FileManager.default.removeItem(atPath: folder.child("data"))
    }

    /// Stops it where it is, as a machine that hangs, or lets it go on.
    package func pause() { send(SIGSTOP) }
    package func resume() { send(SIGCONT) }

    private func send(_ signal: Int32) {
        process.withLock { _ = $0.map { Glibc.kill($0.processIdentifier, signal) } }
    }

    /// Runs `etcdctl` against it.
    @discardableResult
    package func control(_ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/etcdctl")
        process.arguments = ["--endpoints", url] + arguments
        process.environment = ["PATH": "/usr/bin:/bin", "ETCDCTL_API": "3"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// A port that was free a moment ago.
    package static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
            }
        }
        guard bound else { throw Silent() }
        return UInt16(bigEndian: address.sin_port)
    }
}
