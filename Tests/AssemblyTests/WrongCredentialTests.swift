import Foundation
import TestSupport
import Testing

@Suite("Wrong credentials", .timeLimit(.minutes(2))) struct WrongCredentialTests {
    struct Door: CustomTestStringConvertible, Sendable {
        let name: String
        let method: String
        let path: String
        let header: String
        let wrong: String
        let right: String
        var testDescription: String { name }
    }

    static let doors: [Door] = [
        Door(
            name: "the reload secret", method: "POST", path: "/api/_internal/reload-data",
            header: "Authorization", wrong: "Bearer wrong",
            right: "Bearer \(ServerProcess.secret)"),
        Door(
            name: "the reload secret as a key", method: "GET", path: "/api/_internal/status",
            header: "X-CFP-Webhook-Key", wrong: "wrong", right: ServerProcess.secret),
        Door(
            name: "the write token", method: "PUT", path: "/api/sheets/people/dan",
            header: "Authorization", wrong: "Bearer wrong",
            right: "Bearer \(ServerProcess.writeToken)"),
    ]

    /// Who guesses is held up; who knows is let in, from the very same address, meanwhile.
    @Test(arguments: doors) func areLimitedAndRightOnesNever(door: Door) async throws {
        let (_, server) = try await Site.serving(ServerProcess.writable)
        func ask(_ value: String?) async throws -> Answer {
            try await server.ask(
                door.path, method: door.method, headers: value.map { [door.header: $0] } ?? [:],
                body: door.method == "GET" ? nil : Array("{}".utf8))
        }
        var statuses: [Int] = []
        for _ in 0..<60 { statuses.append(try await ask(door.wrong).status) }
        #expect(statuses.prefix(30).allSatisfy { $0 == 401 })
        #expect(statuses.contains(429))
        let limited = try await ask(door.wrong)
        #expect(limited.status == 429)
        #expect(limited.errorCode == "rate-limited")
        let seconds = try #require(limited.header("Retry-After").flatMap { Int($0) })
        #expect((1...3).contains(seconds))
        for _ in 0..<40 {
            let status = try await ask(door.right).status
            #expect(status < 300, "\(status)")
        }
        // Nothing is guessed without a credential.
        #expect(try await ask(nil).status == 401)
    }

    @Test func aWrongSignatureIsNoGuess() async throws {
        let (_, server) = try await Site.serving()
        for _ in 0..<60 {
            let answer = try await server.ask(
                "/api/_internal/reload-data", method: "POST",
                headers: ["X-Hub-Signature-256": "sha256=" + String(repeating: "0", count: 64)],
                body: Array("{}".utf8))
            #expect(answer.status == 401)
        }
    }

    @Test func noSecretReachesTheLog() async throws {
        let (_, server) = try await Site.serving(ServerProcess.writable)
        for door in Self.doors {
            for value in [door.wrong + "-never-seen", door.right] {
                _ = try await server.ask(
                    door.path, method: door.method, headers: [door.header: value],
                    body: door.method == "GET" ? nil : Array("{}".utf8))
            }
        }
        _ = try await server.terminate()
        let log = ServerProcess.text(of: try #require(server.log))
        #expect(log.contains("\"reload\""))
        for secret in [
            ServerProcess.secret, ServerProcess.writeToken, ServerProcess.gitHubSecret,
            "never-seen",
        ] {
            #expect(!log.contains(secret), "\(secret) is in the log")
        }
    }
}
