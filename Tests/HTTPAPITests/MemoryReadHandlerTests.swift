import Foundation
import GitModel
import HTTPTypes
import LiveData
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Sheets
import Testing

@testable import HTTPAPI

@Suite("The handler of reads from memory") struct MemoryReadHandlerTests {
    private let live = LiveSnapshot()
    private let reads: MemoryReads
    private let ada = "/api/sheets/people/ada"

    init() throws {
        reads = MemoryReads(live: live)
        try swap(to: 1, json: #"{"slug":"ada"}"#)
    }

    private func swap(to generation: UInt64, json: String) throws {
        try swap(to: generation, ["ada": json])
    }

    private func swap(
        to generation: UInt64, _ texts: KeyValuePairs<String, String>
    ) throws {
        let declaration = try SheetDeclaration.parse(
            name: "people", path: ".gitsheets/people.toml",
            bytes: Array("[gitsheet]\nroot = 'people'\npath = '${{ slug }}'\n".utf8))
        let blob = BlobID(try #require(ObjectID(hex: String(repeating: "a", count: 40))))
        let records = texts.map { path, json in
            (key: path, value: Record(path: path, blob: blob, json: Array(json.utf8)))
        }
        let sheet = SheetSnapshot(
            declaration: declaration, declarationBlob: blob,
            records: SortedEntries(records), attachments: SortedEntries())
        live.swap(
            to: Snapshot(
                commit: nil, tree: nil, generation: generation, sheets: ["people": sheet]))
    }

    /// `String` takes both spellings for one text; they are two paths.
    @Test func eachSpellingOfANameHasAnAnswerOfItsOwn() throws {
        try swap(to: 2, ["caf\u{E9}": "1", "cafe\u{301}": "2"])
        var date = HTTPDate()
        for _ in 0..<2 {
            for (name, json) in [("caf\u{E9}", "1"), ("cafe\u{301}", "2")] {
                let head = HTTPRequestHead(
                    version: .http1_1, method: .GET, uri: "/api/sheets/people/\(name)")
                let answer = try #require(reads.answer(to: head, at: &date))
                #expect(String(buffer: answer.head).hasSuffix("\r\n\r\n\(json)"))
            }
        }
    }

    /// A connection as Hummingbird makes it, with `Endpoint` where its own handlers are.
    private func connect() throws -> (EmbeddedChannel, Endpoint) {
        let (channel, endpoint) = (EmbeddedChannel(), Endpoint())
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(ConnectionHandlers.handlers(reads))
        try pipeline.addHandler(endpoint)
        try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, endpoint)
    }

    private func send(_ requests: String..., to channel: EmbeddedChannel) throws -> String {
        try channel.writeInbound(ByteBuffer(string: requests.joined()))
        var text = ""
        while let part = try channel.readOutbound(as: ByteBuffer.self) {
            text += String(buffer: part)
        }
        return text
    }

    private func get(_ target: String, _ headers: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"
    }

    @Test func answersWithoutAskingTheEndpoints() throws {
        let (channel, endpoint) = try connect()
        let answer = try send(get(ada), to: channel)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n{\"slug\":\"ada\"}"))
        #expect(answer.contains("\r\nX-Data-Generation: 1\r\n"))
        #expect(endpoint.asked.isEmpty)
    }

    @Test func knowsWhatTheClientHasAlready() throws {
        let (channel, endpoint) = try connect()
        let tag = "\"\(String(repeating: "a", count: 40))\""
        for condition in [tag, "W/\(tag)", "*", "\"x\", \(tag)"] {
            let answer = try send(
                get(ada, "if-none-match: \(condition)\r\n"), to: channel)
            #expect(answer.hasPrefix("HTTP/1.1 304 Not Modified\r\n"), "\(condition)")
            #expect(answer.hasSuffix("\r\n\r\n") && !answer.contains("Content-Length"))
        }
        let other = try send(get(ada, "If-None-Match: \"x\"\r\n"), to: channel)
        #expect(other.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(endpoint.asked.isEmpty)
    }

    @Test func answersFromTheServedSnapshotOnEveryConnection() throws {
        let connections = try [connect(), connect()]
        for (generation, json) in [(2, "{\"v\":2}"), (3, "{\"v\":3}")] as [(UInt64, String)] {
            try swap(to: generation, json: json)
            for (channel, _) in connections {
                let answer = try send(get(ada), get(ada), to: channel)
                #expect(answer.components(separatedBy: json).count == 3, "\(answer)")
            }
        }
    }

    @Test(arguments: [
        "GET /api/sheets/people/none HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/sheets/people/ada?wait=0s HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/sheets/people/ada HTTP/1.0\r\nHost: x\r\n\r\n",
        "HEAD /api/sheets/people/ada HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/sheets/people/ada HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/sheets/people/ada HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx",
        "GET /api/sheets/people/ada HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
        "GET /api/sheets/people/ada HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\"\r\n"
            + "If-None-Match: \"b\"\r\n\r\n",
    ])
    func leavesEverythingElseToTheEndpoints(request: String) throws {
        let (channel, endpoint) = try connect()
        #expect(try send(request, to: channel).isEmpty)
        #expect(endpoint.asked.count == 1)
    }

    @Test func waitsForAnswersThatAreStillToCome() throws {
        let (channel, endpoint) = try connect()
        #expect(try send(get("/api/health/live"), get(ada), to: channel).isEmpty)
        #expect(endpoint.asked == ["/api/health/live", ada])
        try endpoint.answer("first")
        try endpoint.answer("second")
        _ = try send(to: channel)
        #expect(try send(get(ada), to: channel).hasSuffix("{\"slug\":\"ada\"}"))
    }

    @Test func answersNothingAfterAnAnswerThatEndsTheConnection() throws {
        let (channel, endpoint) = try connect()
        _ = try send(get("/api/health/live"), to: channel)
        try endpoint.answer("last", closes: true)
        let rest = try send(get(ada), to: channel)
        #expect(rest.hasSuffix("last"))
        #expect(endpoint.asked == ["/api/health/live"])
    }

    @Test func endsConnectionsOnWhichNothingIsAskedOnly() throws {
        let (channel, _) = try connect()
        for _ in 0..<3 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(60))
            #expect(try !send(get(ada), to: channel).isEmpty)
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(74))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }
}

/// Stands where requests become tasks, and answers when it is told to.
private final class Endpoint: ChannelInboundHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private(set) var asked: [String] = []
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let request) = unwrapInboundIn(data) { asked.append(request.path ?? "") }
    }

    func answer(_ text: String, closes: Bool = false) throws {
        let context = try #require(context)
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentLength] = "\(text.utf8.count)"
        if closes { head.headerFields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(string: text))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
