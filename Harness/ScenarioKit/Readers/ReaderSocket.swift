import Glibc

/// A non-blocking TCP connection to 127.0.0.1.
struct ReaderSocket {
    /// How far reading or writing got.
    enum Progress {
        case some(Int)
        case later, closed
    }

    let descriptor: Int32

    /// Begins to connect; nil when the machine has no socket left. `buffer` is what the machine may
    /// take in before it is read, in bytes; nil leaves that to the machine.
    init?(port: Int, buffer: Int? = nil) {
        let kind =
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { return nil }
        var one: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        if let buffer {
            var size = Int32(clamping: buffer)
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0, errno != EINPROGRESS {
            Glibc.close(descriptor)
            return nil
        }
    }

    /// True once the connection is refused or broken.
    var hasError: Bool {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
        return error != 0
    }

    func send(_ bytes: ArraySlice<UInt8>) -> Progress {
        let count = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return .some(count) }
        return errno == EAGAIN || errno == EINTR ? .later : .closed
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Progress {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count > 0 { return .some(count) }
        if count == 0 { return .closed }
        return errno == EAGAIN || errno == EINTR ? .later : .closed
    }

    func close() { _ = Glibc.close(descriptor) }
}
