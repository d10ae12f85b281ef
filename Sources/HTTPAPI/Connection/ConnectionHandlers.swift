package import NIOCore

/// What stands between the HTTP codec and the endpoints, on every connection.
package enum ConnectionHandlers {
    /// New handlers for one connection, from the network inwards.
    ///
    /// - Parameters:
    ///   - reads: Shared by all connections, as is what it keeps.
    ///   - limit: How long a client may keep its connection waiting.
    ///   - room: Shared by the connections of one port.
    package static func handlers(
        _ reads: MemoryReads, limit: TimeAmount = Limits.idleConnection,
        room: ConnectionRoom? = nil
    ) -> [any RemovableChannelHandler] {
        let activity = ConnectionActivity()
        return [
            MemoryReadPlacement(reads, activity), ConnectionGuard(),
            IdleGuard(limit: limit, activity: activity, room: room),
        ]
    }

    /// What a head may hold at most: bytes of one field, of all of them, and how many.
    package static var headBounds: (fieldBytes: Int, bytes: Int, fields: Int) {
        (Limits.headFieldBytes, Limits.headBytes, Limits.headFields)
    }
}
