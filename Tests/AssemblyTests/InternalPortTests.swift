import Foundation
import JSONModel
import TestSupport
import Testing

@Suite("CFP_INTERNAL_PORT", .timeLimit(.minutes(2))) struct InternalPortTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let path: String
        var method = "GET"
        /// Beside an internal port.
        let onPublic: Int
        let onInternal: Int
        var testDescription: String { "\(method) \(path)" }
    }

    static let rows: [Row] = [
        Row(path: "/api/_internal/status", onPublic: 404, onInternal: 200),
        Row(path: "/api/_internal/jobs", onPublic: 404, onInternal: 200),
        Row(path: "/api/_internal/reload-data", method: "POST", onPublic: 404, onInternal: 200),
        Row(path: "/api/_internal/reload-data", method: "GET", onPublic: 404, onInternal: 405),
        Row(path: "/api/_internal/reconcile", method: "POST", onPublic: 404, onInternal: 200),
        Row(path: "/metrics", onPublic: 404, onInternal: 200),
        Row(path: "/api/health/live", onPublic: 200, onInternal: 200),
        Row(path: "/api/health/ready", onPublic: 200, onInternal: 200),
        Row(path: "/api/sheets", onPublic: 200, onInternal: 200),
        Row(path: "/api/sheets/people/ada", onPublic: 200, onInternal: 200),
        // A forge has to reach these; unsigned they are refused.
        Row(path: "/api/webhook/gitops", method: "POST", onPublic: 401, onInternal: 401),
        Row(path: "/webhook/deploy", method: "POST", onPublic: 401, onInternal: 401),
    ]

    @Test func movesWhatIsForOperatorsAndNothingElse() async throws {
        let (_, server) = try await Site.serving(["CFP_INTERNAL_PORT": "0"])
        let port = try await server.internalPort()
        #expect(port != server.port)
        for row in Self.rows {
            for (port, status) in [(server.port, row.onPublic), (port, row.onInternal)] {
                let answer = try await server.ask(
                    row.path, method: row.method,
                    headers: ["Authorization": "Bearer \(ServerProcess.secret)"],
                    body: row.method == "POST" ? [] : nil, port: port)
                #expect(answer.status == status, "\(row.method) \(row.path) on \(port)")
                if status == 404 { #expect(answer.errorCode == "not-found") }
            }
        }
    }

    @Test func withoutItEverythingIsOnOnePort() async throws {
        let (_, server) = try await Site.serving()
        for row in Self.rows {
            let answer = try await server.ask(
                row.path, method: row.method,
                headers: ["Authorization": "Bearer \(ServerProcess.secret)"],
                body: row.method == "POST" ? [] : nil)
            #expect(answer.status == row.onInternal, "\(row.method) \(row.path)")
        }
    }

    @Test func aCommandBesideTheServerFindsIt() async throws {
        let (site, server) = try await Site.serving(["CFP_INTERNAL_PORT": "0"])
        _ = try await server.internalPort()
        let environment = ServerProcess.environment(
            repository: site.clone, remote: site.origin.path)
        let end = try await ServerProcess.run(
            environment, arguments: ["reconcile"], in: site.folder)
        #expect(end.code == 0, "\(end.error)")
        #expect(end.error.contains("in-sync"))
    }

    @Test func onePortInUseEndsTheStartAndIsNamed() async throws {
        let (site, first) = try await Site.serving()
        let environment = ServerProcess.environment(
            repository: site.folder.child("other.git"), remote: site.origin.path,
            ["CFP_INTERNAL_PORT": "\(first.port)"])
        let second = try await ServerProcess.run(environment, in: site.folder)
        #expect(second.code == 74)
        #expect(second.error.contains("CFP_INTERNAL_PORT"), "\(second.error)")
    }

    @Test func theServerStopsWithBoth() async throws {
        let (_, server) = try await Site.serving(["CFP_INTERNAL_PORT": "0"])
        _ = try await server.internalPort()
        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5))
    }
}
