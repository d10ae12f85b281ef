import Foundation
import Glibc

/// An sshd of one world, on a port of its own, run by the current user: it lets in one key and
/// serves the repositories of this machine by their paths.
package struct SSHServer: Sendable {
    private static let program = "/usr/sbin/sshd"
    private let folder: String
    private let port: Int
    private let process: ServerProcess

    /// Whether this machine has the programs.
    package static var isAvailable: Bool {
        [program, "/usr/bin/ssh", "/usr/bin/ssh-keygen"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Starts one that keeps its keys in `folder`, and waits until it listens.
    static func start(in folder: String, scope: JobScope) async throws -> SSHServer {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let keygen = GitProgram(path: "/usr/bin/ssh-keygen", environment: ["PATH": "/usr/bin:/bin"])
        for name in ["host", "client"] {
            try await keygen.must(
                ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)"], in: folder)
        }
        let client = try String(contentsOfFile: "\(folder)/client.pub", encoding: .utf8)
        try client.write(
            toFile: "\(folder)/authorized_keys", atomically: true, encoding: .utf8)
        // Where root's sshd wants an empty folder to exist.
        if geteuid() == 0 {
            try? FileManager.default.createDirectory(
                atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        for number in 0..<5 {
            let port = FreePort.find()
            let process = try await launch(folder, port: port, number: number, scope: scope)
            let server = SSHServer(folder: folder, port: port, process: process)
            if try await server.listens(number) { return server }
        }
        throw HarnessError.environment("sshd does not start: see \(folder)/sshd.0.log")
    }

    private static func launch(
        _ folder: String, port: Int, number: Int, scope: JobScope
    ) async throws -> ServerProcess {
        let host = try String(contentsOfFile: "\(folder)/host.pub", encoding: .utf8)
        let words = host.split(separator: " ").prefix(2).joined(separator: " ")
        try "[127.0.0.1]:\(port) \(words)\n".write(
            toFile: "\(folder)/known_hosts", atomically: true, encoding: .utf8)
        try settings(folder, port: port).write(
            toFile: "\(folder)/sshd_config", atomically: true, encoding: .utf8)
        return try await ServerProcess.start(
            .init(
                executable: program, arguments: ["-D", "-e", "-f", "\(folder)/sshd_config"],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder],
                directory: folder, log: "\(folder)/sshd.\(number).log"), in: scope)
    }

    private static func settings(_ folder: String, port: Int) -> String {
        """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(folder)/host
        AuthorizedKeysFile \(folder)/authorized_keys
        PidFile none
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        SetEnv HOME=\(folder) GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

        """
    }

    private func listens(_ number: Int) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while process.isAlive, ContinuousClock.now < deadline {
            let said = FileManager.default.contents(atPath: "\(folder)/sshd.\(number).log")
            if String(decoding: said ?? Data(), as: UTF8.self).contains("Server listening on") {
                return true
            }
            try await Task.sleep(for: Limits.poll)
        }
        stop()
        return false
    }

    /// The URL of a repository by its absolute path.
    func url(_ path: String) -> String { "ssh://\(NSUserName())@127.0.0.1:\(port)\(path)" }

    /// The environment with which git finds the right key and knows the server.
    var environment: [String: String] {
        let options = [
            "IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes",
            "StrictHostKeyChecking=yes", "UserKnownHostsFile=\(folder)/known_hosts",
        ]
        let words = ["/usr/bin/ssh", "-F", "/dev/null", "-i", "\(folder)/client"]
        return [
            "GIT_SSH_COMMAND": (words + options.flatMap { ["-o", $0] }).joined(separator: " ")
        ]
    }

    /// Ends it and what it started.
    func stop() { process.signal(SIGKILL, group: true) }
}
