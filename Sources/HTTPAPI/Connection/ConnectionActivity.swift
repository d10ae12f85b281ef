import NIOCore

/// When one connection was last answered from memory, which `IdleGuard` does not see; the handlers
/// of one connection share it, on its event loop.
final class ConnectionActivity {
    var last: NIODeadline

    init(last: NIODeadline = .now()) { self.last = last }
}
