import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPAPI

@Suite("Connections nothing is read from") struct IdleGuardTests {
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel
    private let end = HTTPRequestPart.end(nil)
    private let request = HTTPRequestPart.head(
        HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/"))
    private let answered: [HTTPResponsePart] = [.head(HTTPResponse(status: .ok)), .end(nil)]

    init() throws {
        channel = EmbeddedChannel(
            handlers: [
                BodyBytes(), IdleGuard(limit: .seconds(75), activity: ConnectionActivity()),
            ], loop: loop)
        try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func write(_ parts: [HTTPResponsePart]) throws {
        for part in parts { try channel.writeOutbound(part) }
    }

    @Test func endWhenTheTimeIsOverAndNotBefore() {
        loop.advanceTime(by: .seconds(74))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func stayWhileRequestsCome() throws {
        for _ in 0..<5 {
            loop.advanceTime(by: .seconds(60))
            try channel.writeInbound(request)
            try channel.writeInbound(end)
            try write(answered)
        }
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(75))
        #expect(!channel.isActive)
    }

    @Test func stayWhileTheyWaitForUs() throws {
        try channel.writeInbound(request)
        try channel.writeInbound(end)
        loop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        try write(answered)
        loop.advanceTime(by: .seconds(74))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(76))
        #expect(!channel.isActive)
    }

    @Test func tellAClientThatItsBodyIsTooSlow() throws {
        try channel.writeInbound(request)
        loop.advanceTime(by: .seconds(74))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        loop.advanceTime(by: .seconds(1))
        let said = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: said).contains("request-timeout"))
    }

    @Test func tellAClientThatItsHeadIsTooSlow() throws {
        loop.advanceTime(by: .seconds(10))
        channel.pipeline.fireChannelReadComplete()
        loop.advanceTime(by: .seconds(19))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        loop.advanceTime(by: .seconds(1))
        let said = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: said).contains("request-timeout"))
    }

    @Test func leaveTheirPlaceWhenTheyEnd() throws {
        let room = ConnectionRoom(limit: 1)
        let loop = EmbeddedEventLoop()
        loop.advanceTime(by: .seconds(1))
        let first = EmbeddedChannel(
            handlers: [
                IdleGuard(
                    limit: .seconds(75), activity: ConnectionActivity(), room: room)
            ], loop: loop)
        try first.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        #expect(room.taken == 1)
        let second = EmbeddedChannel(
            handlers: [
                IdleGuard(
                    limit: .seconds(75), activity: ConnectionActivity(), room: room)
            ], loop: loop)
        try second.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        loop.run()
        #expect(!first.isActive && second.isActive)
        loop.advanceTime(by: .seconds(75))
        #expect(!second.isActive && room.taken == 0)
    }

    private func writeUntaken(_ text: String) {
        channel.write(HTTPResponsePart.body(ByteBuffer(string: text)), promise: nil)
    }

    @Test func endWhenTheirClientTakesNothingOfItsAnswer() throws {
        try channel.writeInbound(request)
        try channel.writeInbound(end)
        writeUntaken("an event")
        loop.advanceTime(by: .seconds(149))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func stayWhileTheirClientTakesSomething() throws {
        try channel.writeInbound(request)
        try channel.writeInbound(end)
        for number in 0..<10 {
            writeUntaken("event \(String(repeating: "x", count: number))")
            loop.advanceTime(by: .seconds(75))
            #expect(channel.isActive)
            channel.flush()
        }
    }
}

/// Turns parts of a body into bytes, as the encoder of a real connection does.
private final class BodyBytes: ChannelOutboundHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .body(let bytes) = unwrapOutboundIn(data) else {
            return promise?.succeed() ?? ()
        }
        context.write(wrapOutboundOut(bytes), promise: promise)
    }
}
