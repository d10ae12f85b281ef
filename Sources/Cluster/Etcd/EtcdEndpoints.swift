import Synchronization

/// etcd's addresses, the one that answered last first.
final class EtcdEndpoints: Sendable {
    private let all: [String]
    private let first = Mutex(0)

    /// `all`: `scheme://host:port` each, at least one.
    init(_ all: [String]) { self.all = all }

    var inTurn: [String] {
        let start = first.withLock { $0 }
        return Array(all[start...] + all[..<start])
    }

    func answered(_ endpoint: String) {
        guard let index = all.firstIndex(of: endpoint) else { return }
        first.withLock { $0 = index }
    }

    /// The next call begins with another one.
    func failed(_ endpoint: String) {
        first.withLock { start in
            if all[start] == endpoint { start = (start + 1) % all.count }
        }
    }
}
