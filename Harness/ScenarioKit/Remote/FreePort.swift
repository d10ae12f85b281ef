import Glibc
import Synchronization

/// Ports for programs that cannot choose one themselves.
enum FreePort {
    /// Below those that the system gives away by itself, to listeners and to connections.
    private static let reservable = 20_000..<32_000
    private static let reserved = Mutex<Set<Int>>([])

    /// A port nobody listens on at this moment.
    static func find() -> Int { bound(to: 0) ?? 0 }

    /// A port for whoever is killed and comes back to it: nobody else gets it meanwhile, neither
    /// from us nor by chance.
    static func reserve() -> Int {
        while true {
            let port = Int.random(in: reservable)
            if reserved.withLock({ $0.insert(port).inserted }), bound(to: port) == port {
                return port
            }
        }
    }

    /// Gives ports back.
    static func release(_ ports: [Int]) { reserved.withLock { $0.subtract(ports) } }

    /// The port a socket was bound to for a moment; nil when it is taken.
    private static func bound(to port: Int) -> Int? {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, size) == 0 && getsockname(handle, $0, &size) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
