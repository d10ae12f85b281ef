import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Assembly

@Suite("Writes that are passed on", .timeLimit(.minutes(1))) struct WriteForwarderTests {
    /// Takes connections and reads nothing of them, as a writer behind a network that is cut.
    private final class Listener {
        let descriptor: Int32
        private(set) var port: UInt16 = 0

        init() throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            // A window of few bytes, which its connections have too: the rest stays at the sender.
            var size: CInt = 4096
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let code = withUnsafeMutableBytes(of: &address) { bytes in
                bytes.withMemoryRebound(to: sockaddr.self) { address in
                    guard let start = address.baseAddress else { return Int32(-1) }
                    guard bind(descriptor, start, length) == 0, listen(descriptor, 1) == 0
                    else { return -1 }
                    return getsockname(descriptor, start, &length)
                }
            }
            try #require(code == 0)
            port = UInt16(bigEndian: address.sin_port)
        }

        deinit { close(descriptor) }

        /// How many bytes come over the first connection, and the error that it ends with.
        func readAll() -> (count: Int, error: Int32) {
            let connection = accept(descriptor, nil, nil)
            defer { close(connection) }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            var count = 0
            while true {
                let got = recv(connection, &buffer, buffer.count, 0)
                guard got > 0 else { return (count, got < 0 ? errno : 0) }
                count += got
            }
        }
    }

    @Test("A request that is given up is not delivered when the network is healed")
    func givenUp() async throws {
        let listener = try Listener()
        let client = WriteForwarder.client()
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(listener.port)/api/sheets/a/b")
        request.method = .PUT
        let body = [UInt8](repeating: 0x20, count: 256 << 10)
        request.body = .bytes(body)
        await #expect(throws: HTTPClientError.self) {
            _ = try await client.execute(request, timeout: .milliseconds(500))
        }
        try await client.shutdown()
        let (count, error) = listener.readAll()
        #expect(count < body.count)
        #expect(error == ECONNRESET)
    }
}
