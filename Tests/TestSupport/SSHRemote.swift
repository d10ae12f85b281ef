import Foundation
import Glibc
import Subprocess
import SystemPackage

/// A real sshd for tests, on a port of its own on 127.0.0.1, run by the current user: it lets in
/// one ed25519 key and serves the repositories of this machine by their paths.
package struct SSHRemote: Sendable {
    private static let server = "/usr/sbin/sshd"

    /// Whether this machine has the programs; without them a test is to be skipped.
    package static var isAvailable: Bool {
        [server, "/usr/bin/ssh", "/usr/bin/ssh-keygen"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    private let folder: TemporaryFolder
    private let port: UInt16

    /// The URL of a repository by its absolute path.
    package func url(_ path: String) -> String {
        "ssh://\(NSUserName())@127.0.0.1:\(port)\(path)"
    }

    /// The environment with which git finds the right key and knows the server.
    package var environment: [String: String] { environment(key: "client") }

    /// The environment with a key that the server does not let in.
    package var strangersEnvironment: [String: String] { environment(key: "stranger") }

    private func environment(key: String) -> [String: String] {
        let options = [
            "IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes",
            "StrictHostKeyChecking=yes", "UserKnownHostsFile=\(folder.child("known_hosts"))",
        ]
        let command =
            ["/usr/bin/ssh", "-F", "/dev/null", "-i", folder.child(key)]
            + options.flatMap { ["-o", $0] }
        return ["GIT_SSH_COMMAND": command.joined(separator: " ")]
    }

    /// Runs `body` beside a server; the server ends with it.
    package static func with<Value: Sendable>(
        _ body: @escaping @Sendable (SSHRemote) async throws -> Value
    ) async throws -> Value {
        let folder = try TemporaryFolder()
        for name in ["host", "client", "stranger"] {
            _ = try await Subprocess.run(
                .path("/usr/bin/ssh-keygen"),
                arguments: ["-q", "-t", "ed25519", "-N", "", "-f", folder.child(name)],
                input: .none, output: .discarded, error: .discarded)
        }
        try folder.write(try key(folder, "client"), to: "authorized_keys")
        // Where root's sshd wants an empty folder to exist.
        if geteuid() == 0 { try? FileManager.default.makeFolder("/run/sshd") }
        for _ in 0..<5 {
            let remote = SSHRemote(folder: folder, port: freePort())
            if let value = try await remote.serve(body) { return value }
        }
        throw CocoaError(.executableLoad)
    }

    private static func key(_ folder: TemporaryFolder, _ name: String) throws -> String {
        try String(contentsOfFile: folder.child(name + ".pub"), encoding: .utf8)
    }

    /// Nil when the server did not start: somebody else took the port.
    private func serve<Value: Sendable>(
        _ body: @escaping @Sendable (SSHRemote) async throws -> Value
    ) async throws -> Value? {
        let words = try Self.key(folder, "host").split(separator: " ").prefix(2)
        try folder.write(
            "[127.0.0.1]:\(port) \(words.joined(separator: " "))\n", to: "known_hosts")
        let configuration = try folder.write(settings, to: "sshd_config")
        let result = try await Subprocess.run(
            .path(FilePath(Self.server)), arguments: ["-D", "-e", "-f", configuration],
            input: .none, output: .discarded, error: .sequence
        ) { execution -> Value? in
            defer { try? execution.send(signal: .kill) }
            var said = ""
            for try await buffer in execution.standardError {
                said += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                if said.contains("Server listening on") { return try await body(self) }
            }
            return nil
        }
        return result.closureResult
    }

    private var settings: String {
        """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(folder.child("host"))
        AuthorizedKeysFile \(folder.child("authorized_keys"))
        PidFile none
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        SetEnv GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

        """
    }

    /// A port nobody listens on at this moment.
    private static func freePort() -> UInt16 {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(handle, $0, size)
                _ = getsockname(handle, $0, &size)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}

extension FileManager {
    fileprivate func makeFolder(_ path: String) throws {
        try createDirectory(atPath: path, withIntermediateDirectories: true)
    }
}
