import NIOCore
import NIOHTTPTypesHTTP1

/// Puts `MemoryReadHandler` in front of the conversion to common HTTP types, which a read from
/// memory does not need, and leaves. Hummingbird adds handlers behind it only.
final class MemoryReadPlacement: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let reads: MemoryReads
    private let activity: ConnectionActivity

    init(_ reads: MemoryReads, _ activity: ConnectionActivity) {
        self.reads = reads
        self.activity = activity
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        // In another pipeline all reads go the ordinary way.
        if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
            try? pipeline.addHandler(
                MemoryReadHandler(reads, activity), position: .before(codec))
        }
        pipeline.removeHandler(context: context, promise: nil)
    }
}
