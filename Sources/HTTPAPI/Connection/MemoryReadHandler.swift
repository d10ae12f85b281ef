import NIOCore
import NIOHTTP1

/// Answers on the connection's own thread what memory answers, without a task for it and with bytes
/// that are ready, past the encoder.
///
/// Only when nothing asked before on this connection still waits for its answer, and only while
/// the client takes what it is sent: then `APIResponder` answers, which waits for it.
final class MemoryReadHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let reads: MemoryReads
    private let activity: ConnectionActivity
    /// Where ready bytes go out: behind it they are not encoded again.
    private var encoder: ChannelHandlerContext?
    /// Requests that were passed on and whose answer has not ended.
    private var unanswered = 0
    /// Whether an answer that is the connection's last has begun.
    private var isClosing = false
    /// Waits for the end of its request.
    private var answer: AnswerBytes?
    /// When the head of its request came.
    private var begun = NIODeadline.now()
    private var hasWritten = false
    private var date = HTTPDate()

    init(_ reads: MemoryReads, _ activity: ConnectionActivity) {
        self.reads = reads
        self.activity = activity
    }

    func handlerAdded(context: ChannelHandlerContext) {
        encoder = try? context.pipeline.syncOperations.context(
            handlerType: HTTPResponseEncoder.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) { encoder = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            if unanswered == 0, !isClosing, encoder != nil, context.channel.isWritable {
                begun = .now()
                answer = reads.answer(to: request, at: &date)
            }
            guard answer == nil else { return }
            unanswered += 1
        case .body: break
        case .end:
            if let answer {
                self.answer = nil
                activity.last = context.eventLoop.now
                return write(answer)
            }
        }
        context.fireChannelRead(data)
    }

    private func write(_ answer: AnswerBytes) {
        encoder?.write(NIOAny(IOData.byteBuffer(answer.head)), promise: nil)
        if let body = answer.body {
            encoder?.write(NIOAny(IOData.byteBuffer(body)), promise: nil)
        }
        hasWritten = true
        reads.meters?.record(answer.kind, status: answer.status, since: begun)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            encoder?.flush()
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.headers.contains(name: "connection") {
                isClosing = head.headers["connection"].contains { $0.lowercased() == "close" }
            }
        case .body: break
        case .end: unanswered -= 1
        }
        context.write(data, promise: promise)
    }
}
