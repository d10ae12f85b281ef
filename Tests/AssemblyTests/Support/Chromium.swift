import Foundation
import JSONModel
import Synchronization
import TestSupport
import Testing

/// A browser without a window, driven by the protocol of its own tools over two pipes.
final class Chromium: Sendable {
    /// The browser went away, or refused a command.
    struct Refusal: Error {
        let what: String
    }

    private struct State {
        var lastID: Int64 = 0
        var waiting: [Int64: CheckedContinuation<JSON, any Error>] = [:]
        var unread: [UInt8] = []
        var events: [JSON] = []
        var hasEnded = false
    }

    /// The program, or nil when this machine has none.
    static let program = ["chromium", "chromium-browser", "google-chrome"]
        .flatMap { name in ["/usr/bin/\(name)", "/usr/local/bin/\(name)"] }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private let process = Process()
    private let commands = Pipe()
    private let answers = Pipe()
    private let folder: TemporaryFolder
    private let state = Mutex(State())

    init() throws {
        folder = try TemporaryFolder()
        let program = try #require(Self.program)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null", program,
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--hide-scrollbars", "--remote-debugging-pipe",
            "--user-data-dir=\(folder.child("profile"))", "about:blank",
        ]
        process.environment = [
            "HOME": folder.path, "PATH": "/usr/bin:/bin", "TMPDIR": folder.path, "LANG": "C.UTF-8",
        ]
        process.standardInput = commands
        process.standardOutput = answers
        answers.fileHandleForReading.readabilityHandler = { [weak self] handle in
            self?.take(handle.availableData)
        }
        try process.run()
    }

    deinit {
        answers.fileHandleForReading.readabilityHandler = nil
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// What happened since the start, in order.
    var events: [JSON] { state.withLock { $0.events } }

    /// Sends a command and waits for its answer.
    @discardableResult
    func send(
        _ method: String, _ parameters: KeyValuePairs<String, JSON> = [:], session: JSON? = nil
    ) async throws -> JSON {
        let answer = try await withCheckedThrowingContinuation { continuation in
            let id = state.withLock { state -> Int64? in
                guard !state.hasEnded else { return nil }
                state.lastID += 1
                state.waiting[state.lastID] = continuation
                return state.lastID
            }
            guard let id else {
                return continuation.resume(throwing: Refusal(what: "the browser has ended"))
            }
            var members: [JSON.Member] = [
                .init("id", .integer(id)), .init("method", .string(method)),
                .init("params", .object(parameters)),
            ]
            if let session { members.append(.init("sessionId", session)) }
            let bytes = JSON.object(members).bytes + [0]
            try? commands.fileHandleForWriting.write(contentsOf: Data(bytes))
        }
        if let error = answer["error"] {
            throw Refusal(what: "\(method): \(error["message"]?.text ?? "")")
        }
        return answer["result"] ?? .null
    }

    private func take(_ data: Data) {
        guard !data.isEmpty else {
            answers.fileHandleForReading.readabilityHandler = nil
            let left = state.withLock { state in
                state.hasEnded = true
                defer { state.waiting = [:] }
                return Array(state.waiting.values)
            }
            for one in left { one.resume(throwing: Refusal(what: "the browser has ended")) }
            return
        }
        let answered = state.withLock { state in
            state.unread += data
            var answered: [(CheckedContinuation<JSON, any Error>, JSON)] = []
            while let end = state.unread.firstIndex(of: 0) {
                let message = (try? JSON.parse(Array(state.unread[..<end]))) ?? .null
                state.unread.removeSubrange(...end)
                if case .integer(let id)? = message["id"],
                    let one = state.waiting.removeValue(forKey: id)
                {
                    answered.append((one, message))
                } else {
                    state.events.append(message)
                }
            }
            return answered
        }
        for (one, message) in answered { one.resume(returning: message) }
    }
}
