import NIOCore

/// How long one connection may keep us waiting: `IdleGuard`'s decision, with the time passed in.
struct ConnectionPace {
    /// What to do at a look.
    enum Verdict: Equatable {
        /// Nothing before then.
        case look(at: NIODeadline)
        /// Tell the client that its request came too slowly, then hang up.
        case refuse
        /// Hang up: no answer is possible any more, or none is wanted.
        case close
    }

    /// The client sends or takes something at least this often.
    private let limit: TimeAmount
    /// The client sends a head within this time from its first byte.
    private let headLimit: TimeAmount

    /// Since when the client keeps us waiting, but for what it sends of a body.
    private var last: NIODeadline
    /// The first bytes of a head that is not whole came then.
    private var headStart: NIODeadline?
    /// The head of the request being read came then.
    private var bodyStart: NIODeadline?
    private var bodyBytes = 0
    /// Requests whose answer has not ended, the one being read included.
    private var unanswered = 0
    /// Whether an answer has begun that has not ended.
    private var isAnswering = false
    /// Whether what was read since the last end of a burst made a part of a request.
    private var hasPart = false
    /// Bytes of answers handed to the connection so far.
    private var written = 0
    /// At the last look: how many bytes the client had taken, and how many it had still to take.
    private var taken = 0
    private var untaken = 0

    init(limit: TimeAmount, now: NIODeadline) {
        self.limit = limit
        headLimit = min(limit, Limits.headTime)
        last = now
    }

    /// Whether it is the client's turn: it has sent no request, or not all of one.
    var waitsForClient: Bool { unanswered == 0 || bodyStart != nil }

    mutating func headCame(at now: NIODeadline) {
        (last, headStart, bodyStart) = (now, nil, now)
        bodyBytes = 0
        unanswered += 1
        hasPart = true
    }

    mutating func bodyCame(_ count: Int, at now: NIODeadline) {
        last = now
        bodyBytes += count
        hasPart = true
    }

    mutating func endCame(at now: NIODeadline) {
        last = now
        bodyStart = nil
        hasPart = true
    }

    /// A burst of bytes was read. True when it was the first piece of a head: it made no part of a
    /// request.
    mutating func burstEnded(at now: NIODeadline) -> Bool {
        defer { hasPart = false }
        guard !hasPart, unanswered == 0, bodyStart == nil, headStart == nil else { return false }
        headStart = now
        return true
    }

    /// Requests of the burst were answered where nothing of them was seen here.
    mutating func wasAnswered(at now: NIODeadline) {
        (last, headStart) = (now, nil)
        hasPart = false
    }

    mutating func answerBegan() { isAnswering = true }

    mutating func wrote(_ count: Int) { written += count }

    mutating func answerEnded(at now: NIODeadline) {
        unanswered -= 1
        isAnswering = false
        last = now
    }

    /// `buffered`: bytes of answers that the connection holds and the client has not taken.
    mutating func look(at now: NIODeadline, buffered: Int) -> Verdict {
        if unanswered > 0, bodyStart == nil { return lookAtTaking(now, buffered) }
        // What was not taken before is no measure for the next answer.
        untaken = 0
        let deadline = deadline
        if now < deadline { return .look(at: deadline) }
        // A word about it only where none was said, and nothing else is about to be answered.
        let isFirst = bodyStart == nil ? unanswered == 0 : unanswered == 1
        let hasBegun = headStart != nil || bodyStart != nil
        return hasBegun && isFirst && !isAnswering ? .refuse : .close
    }

    /// When the client has kept us waiting for too long.
    private var deadline: NIODeadline {
        let idle = last + limit
        if let headStart { return min(idle, headStart + headLimit) }
        guard let bodyStart else { return idle }
        let paid = TimeAmount.seconds(Int64(bodyBytes / Limits.bytesPerSecond))
        return min(idle, bodyStart + limit + paid)
    }

    /// Whoever has something to take takes all of it between two looks, or as much as a slow line
    /// carries.
    private mutating func lookAtTaking(_ now: NIODeadline, _ buffered: Int) -> Verdict {
        let seconds = Int(limit.nanoseconds / 1_000_000_000)
        let due = min(untaken, max(1, Limits.bytesPerSecond * seconds))
        let before = taken
        (taken, untaken) = (written - buffered, buffered)
        return buffered > 0 && taken - before < due ? .close : .look(at: now + limit)
    }
}
