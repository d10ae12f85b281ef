import AsyncHTTPClient
import Foundation
import JSONModel
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// The real executable, running with a configuration of its own.
final class ServerProcess: Sendable {
    static let secret = "reload-secret"
    static let gitHubSecret = "github-secret"

    let process: Process
    let port: Int
    /// What it writes on standard error; nil where a test took that away from it.
    let log: String?
    private let folder: TemporaryFolder

    private init(process: Process, port: Int, log: String?, folder: TemporaryFolder) {
        self.process = process
        self.port = port
        self.log = log
        self.folder = folder
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// `LIVETREE_EXECUTABLE`, else `livetree` beside the test bundle.
    static var executable: URL {
        if let path = ProcessInfo.processInfo.environment["LIVETREE_EXECUTABLE"] {
            return URL(fileURLWithPath: path)
        }
        let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("livetree")
    }

    /// What every server of these tests is given; `changes` with nil takes a variable away.
    static func environment(
        repository: String, remote: String?, _ changes: [String: String?] = [:]
    ) -> [String: String] {
        var environment = GitProgram.environment
        environment["CFP_DATA_REPO_PATH"] = repository
        environment["CFP_DATA_REMOTE"] = remote
        environment["CFP_DATA_RELOAD_SECRET"] = secret
        environment["GITHUB_WEBHOOK_SECRET"] = gitHubSecret
        environment["CFP_DATA_POLL_INTERVAL"] = "0"
        for (name, value) in changes { environment[name] = value }
        return environment
    }

    /// Starts a server and returns once it listens; nil when it ended instead.
    static func start(
        in folder: TemporaryFolder, repository: String, remote: String?,
        _ changes: [String: String?] = [:], arguments: [String] = [], descriptors: Int? = nil
    ) async throws -> ServerProcess {
        let log = folder.child("log-\(UUID().uuidString)")
        try Data().write(to: URL(fileURLWithPath: log))
        let output = try #require(FileHandle(forWritingAtPath: log))
        let process = try launch(
            environment(repository: repository, remote: remote, changes),
            arguments: ["serve", "--port", "0"] + arguments, descriptors: descriptors, error: output
        )
        var port: Int?
        try await until("the server listens") {
            for line in lines(of: log) where line["event"] == "listening" {
                if case .integer(let number) = line["port"] { port = Int(number) }
            }
            return port != nil || !process.isRunning
        }
        return ServerProcess(
            process: process, port: try #require(port, "\(text(of: log))"), log: log,
            folder: folder)
    }

    /// Starts a server whose standard error is `error`, on a port that was free a moment ago.
    static func start(
        in folder: TemporaryFolder, repository: String, remote: String, error: FileHandle
    ) async throws -> ServerProcess {
        let port = try SilentListener.freePort()
        let process = try launch(
            environment(repository: repository, remote: remote), port: port, error: error)
        return ServerProcess(process: process, port: port, log: nil, folder: folder)
    }

    /// Runs the program until it ends by itself; returns its code and standard error.
    static func run(
        _ environment: [String: String], arguments: [String] = ["serve", "--port", "0"],
        in folder: TemporaryFolder
    ) async throws -> (code: Int32, error: String) {
        let log = folder.child("log-\(UUID().uuidString)")
        try Data().write(to: URL(fileURLWithPath: log))
        let output = try #require(FileHandle(forWritingAtPath: log))
        let process = try launch(environment, arguments: arguments, error: output)
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        try await until("the program ends") { !process.isRunning }
        return (process.terminationStatus, text(of: log))
    }

    private static func launch(
        _ environment: [String: String], port: Int, error: FileHandle
    ) throws -> Process {
        try launch(environment, arguments: ["serve", "--port", "\(port)"], error: error)
    }

    /// `descriptors`: how many it may have open.
    private static func launch(
        _ environment: [String: String], arguments: [String], descriptors: Int? = nil,
        error: FileHandle
    ) throws -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        if let descriptors {
            let line = "ulimit -n \(descriptors) && exec \"$0\" \"$@\""
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", line, executable.path] + arguments
        }
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = error
        process.standardError = error
        try process.run()
        return process
    }

    static func text(of log: String) -> String {
        (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    }

    /// The log's whole lines that are JSON.
    static func lines(of log: String) -> [JSON] {
        text(of: log).split(separator: "\n").compactMap { try? JSON.parse(Array($0.utf8)) }
    }

    /// Asks and returns whatever the answer is.
    func ask(
        _ path: String, method: String = "GET", headers: [String: String] = [:],
        body: [UInt8]? = nil, port: Int? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port ?? self.port)\(path)")
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            body: Array(bytes.readableBytesView))
    }

    /// Where the internal endpoints are, once the log says so.
    func internalPort() async throws -> Int {
        var port: Int?
        try await until("the internal port is open") {
            for line in Self.lines(of: log ?? "") where line["event"] == "listening-internal" {
                if case .integer(let number) = line["port"] { port = Int(number) }
            }
            return port != nil
        }
        return try #require(port)
    }

    /// Posts to the reload endpoint with the reload secret.
    func reload(_ body: String = "") async throws -> Answer {
        try await ask(
            "/api/_internal/reload-data", method: "POST",
            headers: ["Authorization": "Bearer \(Self.secret)"], body: Array(body.utf8))
    }

    func status() async throws -> JSON {
        try await ask(
            "/api/_internal/status", headers: ["Authorization": "Bearer \(Self.secret)"]
        ).json
    }

    /// Waits until the server is ready; returns how long that took.
    @discardableResult
    func ready() async throws -> Duration {
        let start = ContinuousClock.now
        try await until("the server is ready") {
            (try? await self.ask("/api/health/ready").status) == 200 || !self.process.isRunning
        }
        try #require(process.isRunning, "\(log.map(Self.text(of:)) ?? "")")
        return ContinuousClock.now - start
    }

    /// SIGTERM; returns the exit code and how long it took.
    func terminate() async throws -> (code: Int32, duration: Duration) {
        let start = ContinuousClock.now
        process.terminate()
        try await until("the server ends") { !self.process.isRunning }
        let code =
            process.terminationReason == .exit
            ? process.terminationStatus : -process.terminationStatus
        return (code, ContinuousClock.now - start)
    }

    /// Resident memory in KiB.
    func residentMemory() throws -> Int {
        let text = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(separator: " ").dropLast().last ?? ""))
    }
}

/// One HTTP answer.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var json: JSON { (try? JSON.parse(body)) ?? nil }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The code of our one error shape; nil when the body has not exactly that shape.
    var errorCode: String? {
        guard json["ok"] == false, let error = json["error"],
            let message = error["message"]?.text, let hint = error["hint"]?.text,
            !message.isEmpty, !hint.isEmpty
        else { return nil }
        return error["code"]?.text
    }

    func header(_ name: String) -> String? { headers.first(name: name) }
}

/// Asks again and again, up to a bound, until something is so.
func until(_ what: String, _ isTrue: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(40)
    while try await !isTrue() {
        try #require(ContinuousClock.now < end, "\(what): not within 40 s")
        // Not a wait for a result: the pause between two questions.
        try await Task.sleep(for: .milliseconds(10))
    }
}
