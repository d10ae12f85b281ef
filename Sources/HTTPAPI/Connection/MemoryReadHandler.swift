import HTTPTypes
package import NIOCore
package import NIOHTTPTypes

/// Answers on the connection's own thread what memory answers, without a task for it.
///
/// Only when nothing asked before on this connection still waits for its answer, and only while
/// the client takes what it is sent: then `APIResponder` answers, which waits for it.
package final class MemoryReadHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let reads: MemoryReads
    /// Requests that were passed on and whose answer has not ended.
    private var unanswered = 0
    /// Waits for the end of its request.
    private var answer: MemoryAnswer?
    private var hasWritten = false
    private var date = HTTPDate()

    package init(_ reads: MemoryReads) { self.reads = reads }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            if unanswered == 0, context.channel.isWritable {
                answer = reads.answer(to: request)
            }
            guard answer == nil else { return }
            unanswered += 1
        case .body: break
        case .end:
            if let answer {
                self.answer = nil
                return write(answer, context)
            }
        }
        context.fireChannelRead(data)
    }

    private func write(_ answer: MemoryAnswer, _ context: ChannelHandlerContext) {
        var head = HTTPResponse(status: answer.status, headerFields: answer.headers)
        head.headerFields[.date] = date.text
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body = answer.body { context.write(wrapOutboundOut(.body(body)), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        hasWritten = true
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    package func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }
}
