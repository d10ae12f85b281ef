import Glibc
import NIOCore

/// From where a client connects, as far as one sender can be told from another by it: an IPv4
/// address, or the /64 network of an IPv6 address, which one sender may have all of.
struct ClientAddress: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Those without an address of the internet are one client.
    init(_ address: SocketAddress?) {
        let text = address?.ipAddress ?? ""
        var six = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, text, &six) == 1 {
            // How a listener on `::` sees an IPv4 client (RFC 4291, section 2.5.5.2).
            let isFour = six.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
            bytes = Array(isFour ? six[12...] : six[..<8])
        } else {
            var four = [UInt8](repeating: 0, count: 4)
            bytes = inet_pton(AF_INET, text, &four) == 1 ? four : []
        }
    }
}
