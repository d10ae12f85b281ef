import Glibc

/// Ports for programs that cannot choose one themselves.
enum FreePort {
    /// A port nobody listens on at this moment.
    static func find() -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(handle, $0, size)
                _ = getsockname(handle, $0, &size)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
