import HTTPTypes
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes

/// Keeps one connection within bounds: answers what is not HTTP in our one error shape, and ends a
/// connection whose request was refused unread, after the sender had a chance to read why.
package final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private enum State {
        /// Requests and answers pass.
        case open
        /// An answer is being written; `closes` after it.
        case answering(closes: Bool)
        /// The last answer is out; what still comes in is thrown away, up to a limit.
        case lingering(bytesLeft: Int)
        case closed
    }

    private var state = State.open
    private var timer: Scheduled<Void>?
    /// Requests whose answer has not ended, the one being read included.
    private var unanswered = 0
    /// Whether a request's end is still to come.
    private var isReading = false
    /// Found behind requests that are still being answered: told after their answers.
    private var pending: HTTPParserError?

    package init() {}

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .lingering(let left) = state else {
            note(unwrapInboundIn(data))
            return context.fireChannelRead(data)
        }
        guard case .body(let bytes) = unwrapInboundIn(data) else {
            // The refused request has ended: nothing keeps the sender from reading the answer.
            return close(context)
        }
        let rest = left - bytes.readableBytes
        state = .lingering(bytesLeft: rest)
        if rest <= 0 { close(context) }
    }

    private func note(_ part: HTTPRequestPart) {
        switch part {
        case .head:
            unanswered += 1
            isReading = true
        case .body: break
        case .end: isReading = false
        }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        // Nobody downstream asks for more while we throw the rest away.
        if case .lingering = state { context.read() }
        context.fireChannelReadComplete()
    }

    package func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch state {
        case .open, .answering: break
        // The last answer is out: no other may follow it.
        case .lingering, .closed: return promise?.fail(ChannelError.ioOnClosedChannel) ?? ()
        }
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind != .informational:
            state = .answering(closes: head.headerFields[.connection] == "close")
            context.write(data, promise: promise)
        case .end:
            unanswered -= 1
            let closes = if case .answering(true) = state { true } else { false }
            state = closes ? .lingering(bytesLeft: Limits.lingerBytes) : .open
            if closes {
                context.writeAndFlush(data, promise: promise)
                linger(context)
            } else {
                context.write(data, promise: promise)
                if let error = pending { tell(error, context) }
            }
        default: context.write(data, promise: promise)
        }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            return context.fireErrorCaught(error)
        }
        tell(error, context)
    }

    /// Whether a request that was read whole still waits for its answer.
    private var isBusy: Bool { unanswered > (isReading ? 1 : 0) }

    /// Answers in turn: what was asked before the nonsense is answered before it.
    private func tell(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        switch state {
        case .open where isBusy, .answering where isBusy: pending = error
        case .open: answer(error, context)
        case .answering, .lingering, .closed: close(context)
        }
    }

    package func channelInactive(context: ChannelHandlerContext) {
        state = .closed
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    private func answer(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        let refusal =
            error == .headerOverflow
            ? APIError(
                status: .init(code: 431, reasonPhrase: "Request Header Fields Too Large"),
                code: "headers-too-large", message: "the request's head is too large",
                hint: "send fewer or shorter headers")
            : .badRequest("this is not an HTTP request", hint: "speak HTTP/1.1")
        for part in refusal.lastParts { context.write(wrapOutboundOut(part), promise: nil) }
        context.flush()
        state = .lingering(bytesLeft: Limits.lingerBytes)
        linger(context)
    }

    private func linger(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: Limits.lingerTime) {
            let (guardian, context) = bound.value
            guardian.close(context)
        }
        context.read()
    }

    private func close(_ context: ChannelHandlerContext) {
        if case .closed = state { return }
        state = .closed
        timer?.cancel()
        timer = nil
        context.close(promise: nil)
    }
}
