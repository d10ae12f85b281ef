import Dispatch
import Foundation
import Glibc
import Synchronization

/// The harness's end of a server's `--harness` socket: it tells the time, and what happens at named
/// points. One JSON object a line.
///
/// What was asked for is told to each start of the server anew before it may go on.
package final class ControlSocket: Sendable {
    private struct State {
        /// The process at the other end of each connection.
        var connections: [Int32: pid_t] = [:]
        var plan: PointPlan
        /// The points that servers were told to wait at.
        var held: Set<String> = []
        /// Who waits for the end of a fault, by its id.
        var waiting: [String: Waiter] = [:]
        /// The point of each gate, by its id, and when someone was last held at a point.
        var gatePoints: [String: String] = [:]
        var heldAt: [String: MonotonicTime] = [:]
        /// The wall clock of the world; nil: the machine's.
        var wall: Date?
        /// The number of the last orders, what was sent to each connection and what was heard there.
        var mark = 0.0
        var told: [Int32: Double] = [:]
        var heard: [Int32: Double] = [:]
    }

    /// A server that a fault lets wait.
    private struct Waiter {
        let connection: Int32
        let point: String
        /// The process that stands still; nil: only what arrived at the point waits.
        let stopped: pid_t?
    }

    /// Where it listens. Short, because the system allows little more than 100 bytes.
    package let path: String
    private let listener: Int32
    private let isStanding: Bool
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "scenarios.control", attributes: .concurrent)

    /// Listens at once. `isStanding`: a server's waits end by `advance` alone; `seed` decides about
    /// faults that happen now and then.
    init(clock: ClockSettings, isStanding: Bool, seed: UInt64) throws {
        let name = String(UInt64.random(in: 0 ... .max), radix: 36)
        path = "/tmp/scenarios-\(name).sock"
        state = Mutex(State(plan: PointPlan(seed: seed)))
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

    /// The fault happens at its point from now on.
    func begin(_ fault: Fault) { change { $0.begin(fault) } }

    /// The `nth` arrival at `point` is held from now on.
    func arm(_ gate: String, at point: String, nth: Int) {
        state.withLock { state in
            state.gatePoints[gate] = point
            state.heldAt[point] = nil
        }
        change { $0.arm(gate, at: point, nth: nth) }
    }

    /// When someone was held at the gate; nil when nobody was.
    func reached(_ gate: String) -> MonotonicTime? {
        state.withLock { state in state.gatePoints[gate].flatMap { state.heldAt[$0] } }
    }

    /// True once the server was held at the gate.
    func isReached(_ gate: String) -> Bool { state.withLock { $0.plan.isReached(gate) } }

    /// Whether the fault had an effect.
    func hasMet(_ fault: String) -> Bool { state.withLock { $0.plan.met.contains(fault) } }

    /// Who is held at the gate goes on; no one is held there again.
    func release(_ gate: String) {
        let arrived = state.withLock { state in
            state.plan.release(gate).map { ($0, state.plan.decision(at: $0)) }
        }
        if let (point, decision) = arrived {
            for (connection, process) in state.withLock({ $0.connections }) {
                carryOut(decision, at: point, connection, process)
            }
        }
        change { _ in }
    }

    /// Ends a fault; with nil all of them, and every gate.
    func heal(_ id: String?) {
        change { $0.heal(id) }
        for fault in state.withLock({ id.map { [$0] } ?? Array($0.waiting.keys) }) { wake(fault) }
    }

    /// Changes what happens at points, and tells servers where to wait and where no longer.
    private func change(_ body: (inout PointPlan) -> Void) {
        let orders: [DataValue.Field] = state.withLock { state in
            body(&state.plan)
            let points = state.plan.points
            defer { state.held = points }
            return points.subtracting(state.held).sorted().map { Self.order("hold", $0) }
                + state.held.subtracting(points).sorted().map { Self.order("release", $0) }
        }
        tell(orders)
    }

    private func carryOut(
        _ decision: PointPlan.Decision, at point: String, _ connection: Int32, _ process: pid_t
    ) {
        switch decision {
        case .held: break
        case .pass: Self.send([Self.order("pass", point)], to: connection)
        case .fail: Self.send([Self.order("fail", point)], to: connection)
        case .kill: Glibc.kill(process, SIGKILL)
        case .delay(let time, let fault):
            wait(time, fault, Waiter(connection: connection, point: point, stopped: nil))
        case .pause(let time, let fault):
            Glibc.kill(process, SIGSTOP)
            wait(time, fault, Waiter(connection: connection, point: point, stopped: process))
        }
    }

    private func wait(_ time: Duration?, _ fault: String, _ waiter: Waiter) {
        state.withLock { $0.waiting[fault] = waiter }
        guard let time else { return }
        queue.asyncAfter(deadline: .now() + time.inSeconds) { self.wake(fault) }
    }

    private func wake(_ fault: String) {
        guard let waiter = state.withLock({ $0.waiting.removeValue(forKey: fault) }) else { return }
        if let process = waiter.stopped { Glibc.kill(process, SIGCONT) }
        Self.send([Self.order("pass", waiter.point)], to: waiter.connection)
    }

    private static func order(_ name: String, _ point: String) -> DataValue.Field {
        .init(name: name, value: .string(point))
    }

    /// Ends it; every hold ends with it.
    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        let connections = state.withLock { state in
            defer { state.connections = [:] }
            return state.connections.keys
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
            state.withLock { state in
                state.connections[connection] = nil
                state.told[connection] = nil
                state.heard[connection] = nil
            }
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
                if let process = line?["hello"]?.double { greet(connection, pid_t(process)) }
                if let mark = line?["heard"]?.double {
                    state.withLock { $0.heard[connection] = mark }
                }
                if let point = line?["point"]?.text, line?["held"] != nil {
                    arrived(at: point, connection)
                }
            }
        }
    }

    private func arrived(at point: String, _ connection: Int32) {
        let (decision, process) = state.withLock { state in
            let decision = state.plan.arrival(at: point)
            if decision == .held { state.heldAt[point] = .now }
            return (decision, state.connections[connection])
        }
        if let process { carryOut(decision, at: point, connection, process) }
    }

    private func greet(_ connection: Int32, _ process: pid_t) {
        let (holds, wall) = state.withLock { state in
            state.connections[connection] = process
            return (state.held, state.wall)
        }
        var orders = Self.clock(wall)
        if isStanding { orders.append(.init(name: "stand", value: .boolean(true))) }
        orders += holds.sorted().map { Self.order("hold", $0) }
        orders.append(.init(name: "go", value: .boolean(true)))
        Self.send(orders, to: connection)
    }

    private func tell(_ orders: [DataValue.Field]) {
        guard !orders.isEmpty else { return }
        let (connections, mark) = state.withLock { state in
            state.mark += 1
            for connection in state.connections.keys { state.told[connection] = state.mark }
            return (state.connections.keys, state.mark)
        }
        for connection in connections {
            Self.send(orders + [.init(name: "mark", value: .number(mark))], to: connection)
        }
    }

    /// Returns when every server has heard what was told, or stands still: what a scenario asks of
    /// it next must not overtake the order.
    func settle() async throws {
        _ = try await poll(for: Limits.order, every: .milliseconds(1)) {
            state.withLock { state in
                state.told.allSatisfy { state.heard[$0.key, default: 0] >= $0.value }
            }
        }
    }

    private static func line(_ order: DataValue.Field) -> String {
        JSONText.write(.map([order])) + "\n"
    }

    private static func send(_ orders: [DataValue.Field], to connection: Int32) {
        let bytes = Array(orders.map(line).joined().utf8)
        // A server that is gone hears nothing more.
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
