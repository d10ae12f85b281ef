import HTTPTypes
import Hummingbird
import Synchronization
import Testing

@testable import ScenarioKit

@Suite("Readers against a small server")
struct ReaderCrewTests {
    private static let commit = String(repeating: "c", count: 40)

    private static func list(gens: [Int]) -> String {
        let items = gens.map { "{\"bio\":\"x\",\"gen\":\($0),\"slug\":\"p\"}" }
        return
            "{\"commit\":\"\(commit)\",\"items\":[\(items.joined(separator: ","))],\"next\":null}"
    }

    /// Runs `body` against a server that answers every path with this body.
    private func serve<Result: Sendable>(
        _ body: String, chunked: Bool = false,
        _ use: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let router = Router()
        router.get("/**") { _, _ in
            var headers = HTTPFields()
            if let name = HTTPField.Name("X-Data-Commit") { headers[name] = Self.commit }
            if let name = HTTPField.Name("X-Data-Generation") { headers[name] = "7" }
            let whole = ByteBuffer(string: body)
            let stream = ResponseBody { writer in
                try await writer.write(whole)
                try await writer.finish(nil)
            }
            return Response(
                status: .ok, headers: headers,
                body: chunked ? stream : ResponseBody(byteBuffer: whole))
        }
        let port = Pending<Int>()
        let server = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.resolve($0.localAddress?.port ?? 0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            return try await use(await port.value())
        }
    }

    private func crew(
        _ mix: [String: Int], count: Int = 4, connection: ReadersVerb.Connection = .keepAlive,
        holdAfter: Int? = nil, port: Int
    ) throws -> ReaderCrew {
        var verb = ReadersVerb(name: "crowd", count: count)
        verb.holdAfter = holdAfter
        verb.connection = connection
        let plan = try ReadPlan(
            sheet: "people", records: ["p000", "p001"], stamps: [1, 2], mix: mix)
        return ReaderCrew(verb, plan: plan, seed: 1) { port }
    }

    @Test(arguments: [true, false])
    func recordsWhatAnAnswerSays(chunked: Bool) async throws {
        try await serve(Self.list(gens: [2, 2, 3]), chunked: chunked) { port in
            let crew = try self.crew(["list": 1], port: port)
            let came = try await poll(for: .seconds(10)) { crew.total > 20 }
            #expect(came)
            await crew.stop()
            let read = try #require(crew.records.first)
            #expect(read.isGood)
            #expect(read.commit == Self.commit)
            #expect(read.bodyCommit == Self.commit)
            #expect(read.generation == 7)
            #expect((read.leastStamp, read.greatestStamp, read.stamps) == (2, 3, 3))
            #expect(crew.records.allSatisfy { $0.isGood && $0.start < $0.end })
            #expect(Set(crew.records.map(\.connection)) == [0, 1, 2, 3])
        }
    }

    @Test func drawsTheKindsOfTheMix() async throws {
        try await serve(Self.list(gens: [1])) { port in
            let crew = try self.crew(["list": 1, "get": 1, "search": 1, "page": 1], port: port)
            let came = try await poll(for: .seconds(10)) { crew.total > 100 }
            #expect(came)
            await crew.stop()
            #expect(Set(crew.records.map(\.kind)) == [.list, .get, .search, .page])
        }
    }

    @Test func opensAConnectionForEachReadWhenAsked() async throws {
        try await serve(Self.list(gens: [1])) { port in
            let crew = try self.crew(["get": 1], connection: .new, port: port)
            let came = try await poll(for: .seconds(10)) { crew.total > 40 }
            #expect(came)
            await crew.stop()
            #expect(crew.records.allSatisfy { $0.isGood })
        }
    }

    @Test func standsStillInItsFirstAnswerUntilItIsStopped() async throws {
        try await serve(Self.list(gens: [2, 2])) { port in
            let crew = try self.crew(["list": 1], holdAfter: 40, port: port)
            let came = try await poll(for: .seconds(10)) { crew.held == 4 }
            #expect(came)
            #expect(crew.holds && crew.total == 0)
            await crew.stop()
            #expect(crew.total == 8)
            #expect(crew.records.allSatisfy { $0.isGood && $0.leastStamp == 2 })
        }
    }

    @Test func makesALastReadOnEachConnectionAfterTheStop() async throws {
        try await serve(Self.list(gens: [1])) { port in
            let crew = try self.crew(["get": 1], port: port)
            let came = try await poll(for: .seconds(10)) { crew.total > 4 }
            #expect(came)
            let stopped = MonotonicTime.now
            await crew.stop()
            for reader in 0..<4 {
                #expect(crew.records.contains { $0.connection == reader && $0.start > stopped })
            }
        }
    }

    @Test func reportsAServerThatIsNotThere() async throws {
        // Port 1 is reserved; nothing listens there.
        let crew = try crew(["get": 1], port: 1)
        let came = try await poll(for: .seconds(10)) { crew.total > 3 }
        #expect(came)
        await crew.stop()
        #expect(crew.records.allSatisfy { $0.failure == .refused })
    }

    @Test func refusesAKindOfReadItDoesNotKnow() {
        #expect(throws: HarnessError.self) {
            try ReadPlan(sheet: "people", records: [], stamps: [], mix: ["facets": 1])
        }
    }
}
