import Glibc

/// One reader: one request after another, each measured from before it is sent.
struct ReaderConnection {
    private enum State {
        /// Between two reads, until this moment.
        case thinking(until: MonotonicTime)
        /// Sending what is left of the request.
        case sending(ArraySlice<UInt8>)
        /// Reading the answer.
        case receiving
        /// Leaving the rest of the answer where it is.
        case held
    }

    private let number: Int
    private let plan: ReadPlan
    private let think: Duration
    private let keepsAlive: Bool
    private var random: SplitMix
    private var state: State
    private var socket: ReaderSocket?
    private var port = 0
    private var record: ReadRecord
    private var buffer: [UInt8] = []
    private var head: AnswerScan.Head?
    private var cursor: String?
    /// Bytes of an answer after which it stands still; nil once it may go on.
    private var holdAfter: Int?
    /// When the read under way began, or went on.
    private var since: MonotonicTime

    init(
        number: Int, plan: ReadPlan, think: Duration, keepsAlive: Bool, seed: UInt64,
        holdAfter: Int? = nil
    ) {
        self.holdAfter = holdAfter
        since = .now
        self.number = number
        self.plan = plan
        self.think = think
        self.keepsAlive = keepsAlive
        random = SplitMix(seed: seed &+ UInt64(number) &* 7919)
        state = .thinking(until: .now)
        let never = MonotonicTime(nanoseconds: 0)
        record = ReadRecord(connection: number, kind: .list, start: never, end: never)
    }

    /// The descriptor to wait for and whether to wait for room to write; nil while thinking.
    var interest: (descriptor: Int32, writes: Bool)? {
        guard let socket else { return nil }
        switch state {
        case .thinking, .held: return nil
        case .sending: return (socket.descriptor, true)
        case .receiving: return (socket.descriptor, false)
        }
    }

    /// When thinking ends, if it is thinking.
    var wakesAt: MonotonicTime? {
        if case .thinking(let until) = state { until } else { nil }
    }

    /// True when the last read that ended had begun after this moment.
    func hasReadAfter(_ moment: MonotonicTime) -> Bool {
        guard case .thinking = state else { return false }
        return record.start > moment
    }

    /// Ends the connection; a read under way is given up.
    mutating func close() {
        socket?.close()
        socket = nil
    }

    /// Goes on as far as possible; returns a read that ended.
    ///
    /// - Parameter port: where the server listens now, 0 while it does not.
    mutating func step(port current: Int, scratch: UnsafeMutableRawBufferPointer) -> ReadRecord? {
        switch state {
        case .thinking(let until):
            guard until <= .now, current != 0 else { return nil }
            return begin(port: current)
        case .sending(let rest): return send(rest)
        case .receiving: return receive(scratch)
        case .held: return nil
        }
    }

    /// True while it leaves the rest of an answer where it is.
    var isHeld: Bool { if case .held = state { true } else { false } }

    /// Lets it read the rest of its answer, and all of the next ones.
    mutating func letGo() {
        guard holdAfter != nil else { return }
        holdAfter = nil
        since = .now
        if isHeld { state = .receiving }
    }

    private mutating func begin(port current: Int) -> ReadRecord? {
        if port != current { close() }
        port = current
        let next = plan.next(&random, cursor: cursor)
        record = ReadRecord(connection: number, kind: next.kind, start: .now, end: .now)
        record.wantedStamp = next.stamp
        record.path = next.path
        since = record.start
        if socket == nil { socket = ReaderSocket(port: current, buffer: holdAfter) }
        guard socket != nil else { return finish(.refused) }
        let option = keepsAlive ? "" : "Connection: close\r\n"
        let request =
            "GET \(next.path) HTTP/1.1\r\nHost: 127.0.0.1:\(current)\r\n\(option)\r\n"
        buffer.removeAll(keepingCapacity: true)
        head = nil
        return send(Array(request.utf8)[...])
    }

    private mutating func send(_ rest: ArraySlice<UInt8>) -> ReadRecord? {
        guard let socket else { return finish(.broken) }
        if socket.hasError { return finish(.refused) }
        switch socket.send(rest) {
        case .some(let count):
            let left = rest.dropFirst(count)
            state = left.isEmpty ? .receiving : .sending(left)
        case .later: state = .sending(rest)
        case .closed: return finish(errno == ENOTCONN ? .refused : .broken)
        }
        return expired()
    }

    private mutating func receive(_ scratch: UnsafeMutableRawBufferPointer) -> ReadRecord? {
        guard let socket else { return finish(.broken) }
        var room = scratch
        if let holdAfter { room = .init(rebasing: scratch[..<(holdAfter - buffer.count)]) }
        switch socket.receive(into: room) {
        case .some(let count): buffer.append(contentsOf: scratch[..<count])
        case .later: return expired()
        case .closed: return finish(.broken)
        }
        if let holdAfter, buffer.count >= holdAfter {
            state = .held
            return nil
        }
        guard buffer.count <= Limits.answer else { return finish(.malformed) }
        if head == nil { head = buffer.withUnsafeBytes { AnswerScan.head($0) } }
        guard let head else { return buffer.count > Limits.head ? finish(.malformed) : nil }
        if head.isChunked {
            guard let body = Self.unchunk(buffer[head.bodyStart...]) else { return nil }
            buffer.replaceSubrange(head.bodyStart..., with: body)
            return complete(head)
        }
        let length = head.contentLength ?? 0
        guard buffer.count >= head.bodyStart + length else { return nil }
        buffer.removeSubrange((head.bodyStart + length)...)
        return complete(head)
    }

    /// The buffer holds head and body, and nothing after them.
    private mutating func complete(_ head: AnswerScan.Head) -> ReadRecord {
        record.status = head.status
        record.commit = head.commit
        record.generation = head.generation
        buffer.append(0)
        buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            (base + head.bodyStart).withMemoryRebound(
                to: CChar.self, capacity: bytes.count - head.bodyStart
            ) { body in
                AnswerScan.body(body, into: &record)
                if record.kind == .page { cursor = AnswerScan.string("\"next\":\"", body) }
            }
        }
        if head.closes || !keepsAlive { close() }
        return finish(.none)
    }

    private func isLate() -> Bool { since.advanced(by: Limits.read) < .now }

    private mutating func expired() -> ReadRecord? { isLate() ? finish(.timeout) : nil }

    private mutating func finish(_ failure: ReadRecord.Failure) -> ReadRecord {
        record.failure = failure
        record.end = .now
        if failure != .none { close() }
        let pause = failure == .none ? think : max(think, .milliseconds(5))
        state = .thinking(until: record.end.advanced(by: pause))
        return record
    }

    /// The body of a chunked answer once its last chunk is there.
    private static func unchunk(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = bytes
        var body: [UInt8] = []
        while let newline = rest.firstIndex(of: 10) {
            let size = String(decoding: rest[rest.startIndex..<newline], as: UTF8.self)
                .prefix { $0.isHexDigit }
            guard let count = Int(size, radix: 16) else { return nil }
            rest = rest[(newline + 1)...]
            if count == 0 { return rest.starts(with: [13, 10]) ? body : nil }
            guard rest.count >= count + 2 else { return nil }
            body.append(contentsOf: rest.prefix(count))
            rest = rest.dropFirst(count + 2)
        }
        return nil
    }
}
