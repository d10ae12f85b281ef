import Dispatch
import GitAccess
import Glibc
import JSONModel
import Reconcile

/// The harness's hand on a server started with `--harness SOCKET`: it moves its clocks, holds it at
/// named points, and lets the effect behind one fail, nothing more (DESIGN §7).
///
/// One JSON object a line. The server says `{"hello": PID}`, then `{"point": NAME}` at each point, with
/// `"held": true` where it waits; the harness sends `ControlMessage`s, and `{"go": true}` once those
/// for the start were sent. `{"mark": N}` is answered with `{"heard": N}` when all before it is done.
final class ControlConnection: Sendable {
    private let descriptor: Int32
    private let state = ControlState()

    /// A line of the harness is at most this long.
    private static let lineBytes = 4_096
    /// How long the harness may take to say `go`.
    private static let goSeconds = 30

    /// Connects and returns once the harness said `go`. Blocks; for the start of the program only.
    init(socket path: String) throws(StopReason) {
        descriptor = try Self.connect(path)
        send(.object(["hello": .count(Int64(getpid()))]))
        var reader = LineReader(descriptor: descriptor, limit: Self.lineBytes)
        while true {
            guard let line = reader.next() else {
                throw StopReason(.badConfiguration, "--harness: \(path) did not say go")
            }
            guard let message = ControlMessage(line: line) else { continue }
            if message == .go { break }
            state.apply(message)
        }
        var forever = timeval()
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &forever, socklen_t(MemoryLayout<timeval>.size))
        let (state, rest, descriptor) = (state, reader, descriptor)
        DispatchQueue(label: "livetree.control").async {
            var reader = rest
            while let line = reader.next() {
                guard let message = ControlMessage(line: line) else { continue }
                state.apply(message)
                if case .mark(let number) = message {
                    Self.send(.object(["heard": .number(number)]), to: descriptor)
                }
            }
            state.end()
        }
    }

    /// What surrounds every effect of this process.
    var hooks: EffectHooks {
        EffectHooks(
            now: { self.state.now }, point: { await self.reach($0) }, fail: { self.failure(of: $0) }
        )
    }

    /// The clock on which this process waits.
    var clock: ControlClock { ControlClock(time: state.time) }

    private func reach(_ point: String) async {
        await state.reach(point) { isHeld in
            let name = JSON.string(point)
            self.send(isHeld ? .object(["point": name, "held": true]) : .object(["point": name]))
        }
    }

    private func failure(of effect: String) -> GitError? {
        guard state.takeFailure(at: "before-\(effect)") else { return nil }
        return GitError(
            code: .generic, category: .operatingSystem, operation: effect,
            message: "Input/output error (a scenario lets it fail)")
    }

    private func send(_ json: JSON) { Self.send(json, to: descriptor) }

    private static func send(_ json: JSON, to descriptor: Int32) {
        let line = json.bytes + [UInt8(ascii: "\n")]
        // A harness that is gone hears nothing more.
        _ = line.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    private static func connect(_ path: String) throws(StopReason) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < room else {
            throw StopReason(.usage, "--harness: the socket's path is over \(room - 1) bytes")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard descriptor >= 0, code == 0 else {
            throw StopReason(
                .badConfiguration,
                "--harness: cannot connect to \(path): \(String(cString: strerror(errno)))")
        }
        var patience = timeval(tv_sec: goSeconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }
}

/// Reads whole lines from a socket; blocks.
private struct LineReader: Sendable {
    private let descriptor: Int32
    private let limit: Int
    private var buffer: [UInt8] = []

    init(descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// The next line without its end; nil at the end, after too long a wait, or a line too long.
    mutating func next() -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeFirst(end + 1) }
                return Array(buffer[..<end])
            }
            guard buffer.count <= limit else { return nil }
            var chunk = [UInt8](repeating: 0, count: 1_024)
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }
}
