import AsyncHTTPClient
import Foundation
import GitModel
import JSONModel
import NIOCore
import NIOHTTP1

/// Talks to the demo's server over HTTP, as anyone would.
struct DemoClient: Sendable {
    let base: String
    private let secret: String
    private let client = HTTPClient.shared

    /// One answer, with what the demo shows of it.
    struct Answer {
        let json: JSON
        let commit: String
        let generation: Int

        var name: String { json["name"]?.text ?? "?" }
        var short: String { String(commit.prefix(10)) }
    }

    init(port: Int, secret: String) {
        base = "http://127.0.0.1:\(port)"
        self.secret = secret
    }

    /// Asks until records are served; 60 seconds are more than enough for the demo's data.
    func waitUntilReady() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let response = try await client.execute(
                HTTPClientRequest(url: base + "/api/health/ready"), timeout: .seconds(10))
            if response.status == .ok { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw StopReason(.checkFailed, "the demo's server did not become ready within 60 s")
    }

    func get(_ path: String) async throws -> Answer {
        try await answer(to: HTTPClientRequest(url: base + path))
    }

    /// Fires the webhook; returns its answer in a line.
    func reload(_ commit: CommitID) async throws -> (text: String, json: JSON) {
        var request = HTTPClientRequest(url: base + "/api/_internal/reload-data")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(secret)")
        request.body = .bytes(
            JSON.object(["branch": "main", "commitHash": .string(commit.hex)]).bytes)
        let json = try await answer(to: request).json
        let old = json["oldCommit"]?.text?.prefix(10) ?? "?"
        let new = json["newCommit"]?.text?.prefix(10) ?? "?"
        let timings = json["timings"]
        let parts = ["fetchMs", "decideMs", "buildMs", "swapMs"].map {
            "\($0.dropLast(2)) \(Self.milliseconds(timings?[$0]))"
        }
        return (
            "\(json["outcome"]?.text ?? "?"), \(old) → \(new) in "
                + "\(Self.milliseconds(json["durationMs"])) (\(parts.joined(separator: ", ")))",
            json
        )
    }

    private func answer(to request: HTTPClientRequest) async throws -> Answer {
        let response = try await client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        let text = Array(body.readableBytesView)
        guard response.status == .ok else {
            throw StopReason(
                .checkFailed,
                "\(request.url) answered \(response.status.code): "
                    + String(decoding: text, as: UTF8.self))
        }
        return Answer(
            json: try JSON.parse(text), commit: response.headers.first(name: "X-Data-Commit") ?? "",
            generation: Int(response.headers.first(name: "X-Data-Generation") ?? "") ?? 0)
    }

    private static func milliseconds(_ value: JSON?) -> String {
        switch value {
        case .number(let number): "\((number * 100).rounded() / 100) ms"
        case .integer(let number): "\(number) ms"
        default: "?"
        }
    }
}
