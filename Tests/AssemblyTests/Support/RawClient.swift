import Foundation
import NIOHTTP1
import Subprocess
import Testing

/// Sends what no HTTP library would send: bytes in, bytes out, through Python's sockets.
enum RawClient {
    /// Everything the server answers to `bytes` before it closes the connection, or in `seconds`.
    static func send(_ bytes: [UInt8], to server: ServerProcess, seconds: Int = 10) async throws
        -> RawAnswer
    {
        let script = """
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            s.settimeout(float(sys.argv[2]))
            out = b""
            try:
                s.sendall(sys.stdin.buffer.read())
                while True:
                    part = s.recv(65536)
                    if not part: break
                    out += part
            except (ConnectionError, socket.timeout): pass
            sys.stdout.buffer.write(out)
            """
        return RawAnswer(
            bytes: try await python(script, ["\(server.port)", "\(seconds)"], input: bytes))
    }

    static func send(_ text: String, to server: ServerProcess) async throws -> RawAnswer {
        try await send(Array(text.utf8), to: server)
    }

    /// What the server answers to `bytes` while so many connections have sent `unfinished`, and
    /// nothing since.
    static func send(
        _ bytes: [UInt8], behind unfinished: String, times: Int, to server: ServerProcess
    ) async throws -> RawAnswer {
        let script = """
            import socket, sys
            address = ("127.0.0.1", int(sys.argv[1]))
            stuck = [socket.create_connection(address) for _ in range(int(sys.argv[2]))]
            for s in stuck: s.sendall(sys.argv[3].encode())
            s = socket.create_connection(address, timeout=20)
            s.sendall(sys.stdin.buffer.read())
            sys.stdout.buffer.write(s.recv(65536))
            """
        return RawAnswer(
            bytes: try await python(
                script, ["\(server.port)", "\(times)", unfinished], input: bytes))
    }

    /// Sends a head and then up to `total` bytes of body, until the server answers or hangs up.
    static func flood(
        _ head: String, chunked: Bool, total: Int, to server: ServerProcess
    ) async throws -> (sent: Int, answer: RawAnswer) {
        let script = """
            import re, select, socket, sys
            # The server lingers before it hangs up: a whole answer is not waited for any longer.
            def whole(out):
                head, end, body = out.partition(b"\\r\\n\\r\\n")
                length = re.search(rb"content-length: *([0-9]+)", head, re.IGNORECASE)
                return bool(end and length) and len(body) >= int(length[1])
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            s.settimeout(20)
            s.sendall(sys.stdin.buffer.read())
            block = b"x" * 65536
            part = b"10000\\r\\n" + block + b"\\r\\n" if sys.argv[2] == "1" else block
            sent = 0
            out = b""
            try:
                while sent < int(sys.argv[3]) and not select.select([s], [], [], 0)[0]:
                    s.sendall(part)
                    sent += len(block)
            # Whoever hangs up on a sender has answered first: the answer is still to be read.
            except (ConnectionError, socket.timeout): pass
            try:
                while not whole(out):
                    part = s.recv(65536)
                    if not part: break
                    out += part
            except (ConnectionError, socket.timeout): pass
            sys.stdout.buffer.write(b"%d\\n" % sent + out)
            """
        let length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: \(total)"
        let bytes = try await python(
            script, ["\(server.port)", chunked ? "1" : "0", "\(total)"],
            input: Array("\(head)\r\n\(length)\r\n\r\n".utf8))
        let newline = try #require(bytes.firstIndex(of: 10))
        let sent = try #require(Int(String(decoding: bytes[..<newline], as: UTF8.self)))
        return (sent, RawAnswer(bytes: Array(bytes[(newline + 1)...])))
    }

    /// How much of `text` the server takes while nothing of its answers is read: until it has taken
    /// all, or no more within two seconds.
    static func send(unread text: String, to server: ServerProcess) async throws -> Int {
        let script = """
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            s.settimeout(2)
            data = sys.stdin.buffer.read()
            sent = 0
            try:
                while sent < len(data): sent += s.send(data[sent:sent + 65536])
            except (ConnectionError, socket.timeout): pass
            print(sent)
            """
        let bytes = try await python(script, ["\(server.port)"], input: Array(text.utf8))
        return try #require(Int(String(decoding: bytes, as: UTF8.self).filter(\.isNumber)))
    }

    /// One request many times on one connection; returns how often each status line came.
    static func repeated(
        _ request: String, times: Int, to server: ServerProcess
    ) async throws -> [String: Int] {
        let script = """
            import collections, http.client, sys
            c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=30)
            seen = collections.Counter()
            for number in range(int(sys.argv[2])):
                c.request("POST", sys.argv[3], b"{}", {"Authorization": "Bearer wrong%d" % number})
                answer = c.getresponse()
                answer.read()
                seen[answer.status] += 1
            for status, count in seen.items(): print(status, count)
            """
        let bytes = try await python(
            script, ["\(server.port)", "\(times)", request], input: [])
        var counts: [String: Int] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            counts[String(words[0])] = Int(words[1])
        }
        return counts
    }

    static func python(
        _ script: String, _ arguments: [String], input: [UInt8]
    ) async throws -> [UInt8] {
        let result = try await Subprocess.run(
            .name("python3"), arguments: Arguments(["-c", script] + arguments),
            input: .array(input), output: .bytes(limit: 16 << 20), error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        return result.standardOutput
    }
}

/// The bytes of one or more HTTP answers.
struct RawAnswer: Sendable {
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// Of the first answer.
    var status: Int? { Int(text.split(separator: " ").dropFirst().first ?? "") }
    /// The statuses of all answers, in order.
    var statuses: [Int] {
        text.components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }
    /// The first answer's, by our one error shape.
    var errorCode: String? {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        return Answer(status: 0, headers: HTTPHeaders(), body: Array(text[end.upperBound...].utf8))
            .errorCode
    }
}
