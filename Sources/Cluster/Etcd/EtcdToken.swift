import Synchronization

/// The token of an etcd with authentication; fetched before the first call, and again when it
/// has run out.
final class EtcdToken: Sendable {
    private let token = Mutex<String?>(nil)

    var current: String? { token.withLock { $0 } }

    func take(_ new: String?) { token.withLock { $0 = new } }
}
