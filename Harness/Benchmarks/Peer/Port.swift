import Foundation

/// Ports of this machine.
enum Port {
    /// One that nothing listened on a moment ago.
    static func free() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 ? getsockname(socket, $0, &length) : -1
            }
        }
        guard code == 0 else { throw BenchmarkError.connection("no free port") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    /// Waits until `isThere` says so; `process` must live meanwhile.
    static func wait(
        for process: ChildProcess, seconds: Double = 300, _ isThere: () -> Bool
    ) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isThere() {
            if let status = process.ending() {
                throw BenchmarkError.connection("a server ended with \(status)")
            }
            guard ContinuousClock.now < end else {
                throw BenchmarkError.connection("a server does not answer")
            }
            usleep(2_000)
        }
    }
}
