package import NIOCore
package import NIOHTTPTypes

/// Ends a connection on which nothing was read for a while, unless it waits for an answer of ours;
/// and one that takes nothing of its answer for as long.
package final class IdleGuard: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    private var last = NIODeadline.now()
    /// Requests whose answer has not ended, the one being read included.
    private var unanswered = 0
    /// Whether a request's end is still to come.
    private var isReading = false
    private var timer: Scheduled<Void>?
    /// Bytes of answers that the client had not taken at the last look.
    private var untaken = 0

    package init(limit: TimeAmount = Limits.idleConnection) { self.limit = limit }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { stop() }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        last = context.eventLoop.now
        switch unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            isReading = true
        case .body: break
        case .end: isReading = false
        }
        context.fireChannelRead(data)
    }

    package func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            last = context.eventLoop.now
        }
        context.write(data, promise: promise)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard timer == nil else { return }
        last = context.eventLoop.now
        schedule(last + limit, context)
    }

    private func stop() {
        timer?.cancel()
        timer = nil
    }

    private func schedule(_ deadline: NIODeadline, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (guardian, context) = bound.value
            guardian.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        if unanswered > 0, !isReading {
            let options = context.channel.syncOptions
            let left = (try? options?.getOption(.bufferedWritableBytes)) ?? 0
            // Whoever takes something leaves another number behind.
            if left > 0, left == untaken {
                timer = nil
                return context.close(promise: nil)
            }
            untaken = left
            schedule(now + limit, context)
        } else if now >= last + limit {
            timer = nil
            context.close(promise: nil)
        } else {
            schedule(last + limit, context)
        }
    }
}
