import Foundation

/// One keep-alive connection to this machine that asks and waits. Answers need a length.
final class HTTPConnection {
    /// What came back.
    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        /// The value of a field of the head.
        func field(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts[0].lowercased() == name.lowercased() {
                    return parts[1].trimmingCharacters(in: .whitespaces)
                }
            }
            return nil
        }

        /// The body as a JSON object; empty when it is none.
        var json: [String: Any] {
            let value = try? JSONSerialization.jsonObject(with: Data(body))
            return value as? [String: Any] ?? [:]
        }
    }

    private let socket: Int32
    private var rest: [UInt8] = []

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(socket)
            throw BenchmarkError.connection("port \(port) refuses")
        }
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
        var limit = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    /// `fields` are lines of the head, each with its end.
    func ask(
        _ method: String, _ target: String, fields: String = "", body: [UInt8] = []
    ) throws -> Answer {
        let head =
            "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)"
            + "Content-Length: \(body.count)\r\n\r\n"
        try send(Array(head.utf8) + body)
        return try answer()
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw BenchmarkError.connection("cannot send: errno \(errno)") }
            sent += count
        }
    }

    private func answer() throws -> Answer {
        let end: [UInt8] = Array("\r\n\r\n".utf8)
        var searched = 0
        var border: Int?
        while border == nil {
            border = Self.find(end, in: rest, from: searched)
            searched = max(0, rest.count - 3)
            if border == nil { try receive() }
        }
        let head = String(decoding: rest[..<border!], as: UTF8.self)
        let start = border! + end.count
        let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
        let plain = Answer(status: status, head: head, body: [])
        let length =
            status == 304 || status == 204 ? 0 : Int(plain.field("content-length") ?? "") ?? -1
        guard length >= 0 else { throw BenchmarkError.connection("an answer without a length") }
        while rest.count < start + length { try receive() }
        let body = Array(rest[start..<start + length])
        rest.removeFirst(start + length)
        return Answer(status: status, head: head, body: body)
    }

    private static func find(_ end: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= end.count else { return nil }
        for place in start...max(start, bytes.count - end.count)
        where place + end.count <= bytes.count && bytes[place] == end[0] {
            if bytes[place..<place + end.count].elementsEqual(end) { return place }
        }
        return nil
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchmarkError.connection("closed early: errno \(errno)") }
        rest.append(contentsOf: buffer[..<count])
    }
}
