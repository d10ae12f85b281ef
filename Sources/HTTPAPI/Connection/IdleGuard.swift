import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection whose client keeps us waiting: sends no request, sends one too slowly, or
/// takes too little of its answer. `ConnectionPace` decides.
final class IdleGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    private let activity: ConnectionActivity
    private let room: ConnectionRoom?
    private var pace: ConnectionPace
    private var place: ConnectionRoom.Place?
    private var timer: Scheduled<Void>?
    /// The last answer of `MemoryReadHandler` that was seen.
    private var seen: NIODeadline

    /// `limit`: how long the client may keep us waiting; `room`: where the connection is counted.
    init(
        limit: TimeAmount = Limits.idleConnection, activity: ConnectionActivity,
        room: ConnectionRoom? = nil
    ) {
        self.limit = limit
        self.activity = activity
        self.room = room
        pace = ConnectionPace(limit: limit, now: activity.last)
        seen = activity.last
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = context.eventLoop.now
        switch unwrapInboundIn(data) {
        case .head: pace.headCame(at: now)
        case .body(let bytes): pace.bodyCame(bytes.readableBytes, at: now)
        case .end:
            pace.endCame(at: now)
            place?.clientWaits()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if activity.last != seen {
            seen = activity.last
            pace.wasAnswered(at: seen)
            if pace.waitsForClient { place?.weWait(since: seen) }
        } else if pace.burstEnded(at: context.eventLoop.now), timer != nil {
            // A head has less time than an idle connection.
            look(context)
        }
        context.fireChannelReadComplete()
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head(let head): if head.status.kind != .informational { pace.answerBegan() }
        case .body(let bytes): pace.wrote(bytes.readableBytes)
        case .end:
            let now = context.eventLoop.now
            pace.answerEnded(at: now)
            if pace.waitsForClient { place?.weWait(since: now) }
        }
        context.write(data, promise: promise)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard timer == nil else { return }
        let now = context.eventLoop.now
        pace = ConnectionPace(limit: limit, now: now)
        if let room {
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let loop = context.eventLoop
            let place = ConnectionRoom.Place(since: now) {
                loop.execute {
                    let (guardian, context) = bound.value
                    guardian.makeRoom(context)
                }
            }
            guard room.enter(place) else { return context.close(promise: nil) }
            self.place = place
        }
        schedule(now + limit, context)
    }

    /// The connection lost its place to another, because it was the client's turn.
    private func makeRoom(_ context: ChannelHandlerContext) {
        guard let place else { return }
        if pace.waitsForClient {
            context.close(promise: nil)
        } else {
            // A request came at the last moment.
            room?.comeBack(place)
        }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
        if let place { room?.leave(place) }
        place = nil
    }

    private func schedule(_ deadline: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (guardian, context) = bound.value
            guardian.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let options = context.channel.syncOptions
        let buffered = (try? options?.getOption(.bufferedWritableBytes)) ?? 0
        switch pace.look(at: context.eventLoop.now, buffered: buffered) {
        case .look(let moment): schedule(moment, context)
        case .close:
            timer = nil
            context.close(promise: nil)
        case .refuse:
            timer = nil
            for part in APIError.slowRequest.lastParts {
                context.write(wrapOutboundOut(part), promise: nil)
            }
            context.flush()
        }
    }
}
