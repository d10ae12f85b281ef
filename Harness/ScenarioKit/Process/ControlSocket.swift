import Dispatch
import Foundation
import Glibc
import Synchronization

/// The harness's end of a server's `--harness` socket: it tells the time, and at which named points
/// the server waits or dies. One JSON object a line.
///
/// What was asked for is told to each start of the server anew before it may go on.
package final class ControlSocket: Sendable {
    private struct State {
        var connections: Set<Int32> = []
        /// The point to die at, by the fault's id.
        var kills: [String: String] = [:]
        var holds: Set<String> = []
        /// Points reached while they were held.
        var reached: Set<String> = []
        /// The wall clock of the world; nil: the machine's.
        var wall: Date?
    }

    /// Where it listens. Short, because the system allows little more than 100 bytes.
    package let path: String
    private let listener: Int32
    private let isStanding: Bool
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "scenarios.control", attributes: .concurrent)

    /// Listens at once. `isStanding`: a server's waits end by `advance` alone.
    init(clock: ClockSettings, isStanding: Bool) throws {
        let name = String(UInt64.random(in: 0 ... .max), radix: 36)
        path = "/tmp/scenarios-\(name).sock"
        listener = try Self.listen(at: path)
        self.isStanding = isStanding
        if clock.mode != .real {
            let start = Date(timeIntervalSince1970: Double(clock.start.seconds))
            state.withLock { $0.wall = start }
        }
        let listener = listener
        queue.async { self.accept(on: listener) }
    }

    /// It is so much later, on the wall and for whoever waits.
    func advance(by duration: Duration) {
        let wall = state.withLock { state in
            state.wall = state.wall?.addingTimeInterval(duration.inSeconds)
            return state.wall
        }
        tell(Self.clock(wall) + [.init(name: "advance", value: .number(duration.inSeconds))])
    }

    /// The wall clock says this from now on; a time that has come by that ends waits, one that lies
    /// in the past ends none. Returns how much later it is.
    func set(to time: UTCInstant) -> Duration {
        let date = Date(timeIntervalSince1970: Double(time.seconds))
        let moved = state.withLock { state in
            defer { state.wall = date }
            return max(0, date.timeIntervalSince(state.wall ?? date))
        }
        tell(Self.clock(date) + [.init(name: "advance", value: .number(moved))])
        return .seconds(moved)
    }

    private static func clock(_ wall: Date?) -> [DataValue.Field] {
        wall.map { [.init(name: "clock", value: .string($0.formatted(.iso8601)))] } ?? []
    }

    /// Dies at `point` from now on.
    func kill(at point: String, id: String) {
        state.withLock { $0.kills[id] = point }
        tell([.init(name: "kill", value: .string(point))])
    }

    /// Waits at `point` from now on.
    func hold(at point: String) {
        state.withLock { state in
            state.holds.insert(point)
            state.reached.remove(point)
        }
        tell([.init(name: "hold", value: .string(point))])
    }

    /// Goes on from `point`.
    func release(_ point: String) {
        state.withLock { _ = $0.holds.remove(point) }
        tell([.init(name: "release", value: .string(point))])
    }

    /// True once the server was held at `point`.
    func hasReached(_ point: String) -> Bool { state.withLock { $0.reached.contains(point) } }

    /// Forgets a deadly point, or all of them and every hold.
    func heal(_ id: String?) {
        let held: [String] = state.withLock { state in
            guard let id else {
                state.kills = [:]
                return Array(state.holds)
            }
            state.kills[id] = nil
            return []
        }
        for point in held { release(point) }
    }

    /// Ends it; every hold ends with it.
    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        let connections = state.withLock { state in
            defer { state.connections = [] }
            return state.connections
        }
        for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
        unlink(path)
    }

    private static func listen(at path: String) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let listener = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard listener >= 0, code == 0, Glibc.listen(listener, 8) == 0 else {
            throw HarnessError.environment("no control socket at \(path): errno \(errno)")
        }
        return listener
    }

    private func accept(on listener: Int32) {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            queue.async { self.serve(connection) }
        }
    }

    /// Reads until the server is gone; answers its hello with all that was asked for.
    private func serve(_ connection: Int32) {
        defer {
            state.withLock { _ = $0.connections.remove(connection) }
            Glibc.close(connection)
        }
        var buffer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else { return }
            buffer += chunk[..<count]
            while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = JSONText.parse(Array(buffer[..<end]))
                buffer.removeFirst(end + 1)
                if line?["hello"] != nil { greet(connection) }
                if let point = line?["point"]?.text { note(point) }
            }
        }
    }

    private func note(_ point: String) {
        state.withLock { state in
            if state.holds.contains(point) { state.reached.insert(point) }
        }
    }

    private func greet(_ connection: Int32) {
        let (kills, holds, wall) = state.withLock { state in
            state.connections.insert(connection)
            return (Array(state.kills.values), state.holds, state.wall)
        }
        var orders = Self.clock(wall)
        if isStanding { orders.append(.init(name: "stand", value: .boolean(true))) }
        orders += kills.map { .init(name: "kill", value: .string($0)) }
        orders += holds.map { .init(name: "hold", value: .string($0)) }
        orders.append(.init(name: "go", value: .boolean(true)))
        Self.send(orders.map(Self.line).joined(), to: connection)
    }

    private func tell(_ orders: [DataValue.Field]) {
        for connection in state.withLock({ $0.connections }) {
            Self.send(orders.map(Self.line).joined(), to: connection)
        }
    }

    private static func line(_ order: DataValue.Field) -> String {
        JSONText.write(.map([order])) + "\n"
    }

    private static func send(_ text: String, to connection: Int32) {
        let bytes = Array(text.utf8)
        // A server that is gone hears nothing more.
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
