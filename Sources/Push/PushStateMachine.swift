import GitModel

/// When to push what, and when not: no effects, no clock; times are counted from any fixed start.
///
/// The state is a product. The *line* to the remote is free, or waits after it failed; nothing is
/// tried on any lane meanwhile. Each *lane* is ready, trying, paused, declined, halted, unseen or
/// held by what became of its own last attempt. One attempt is under way at a time.
package struct PushStateMachine: Sendable {
    /// The line to the remote.
    private enum Line: Hashable, Sendable {
        /// Waiting for nothing.
        case free
        /// Waiting until then; a new tip may end the wait at `newTip` (nil: it does not).
        case waiting(until: Duration, newTip: Duration?, PushReason, delay: Duration)
    }

    private let timing: PushTiming
    private var backoff: PushBackoff
    private var line = Line.free
    private var lineAttempt = 0
    /// What a human was told of.
    private var lineTold: Set<PushReason> = []
    private var lanes: [PushLane: PushLaneState] = [:]
    /// What the remote was last found to have, until the references say so too.
    private var confirmed: [PushLane: CommitID] = [:]
    /// Why the last look at the remote was refused; nil when it was not, or a push got through.
    private var refusal: PushReason?
    private var isQueueRead = false
    private var isStopping = false

    /// `seed` decides what is left to chance.
    package init(timing: PushTiming, seed: UInt64) {
        self.timing = timing
        backoff = PushBackoff(timing: timing, seed: seed)
    }

    // MARK: Events

    /// The queue was read from the references. A lane that is missing has nothing to push.
    package mutating func update(
        _ wants: [PushLane: PushWant], at now: Duration
    ) -> [PushNews] {
        var news: [PushNews] = []
        var isNewTip = false
        isQueueRead = true
        if wants.isEmpty { freeLine() }
        lanes = lanes.filter { wants[$0.key] != nil || $0.value.phase == .trying }
        for (lane, want) in wants.sorted(by: { $0.key < $1.key }) {
            guard var state = lanes[lane] else {
                isNewTip = true
                lanes[lane] = newState(lane, want, at: now)
                if case .held = want { news += hold(lane) }
                continue
            }
            let before = state.want
            state.want = want
            lanes[lane] = state
            guard before != want, state.phase != .trying else { continue }
            isNewTip = isNewTip || before.commit != want.commit
            news += change(lane, from: before)
        }
        confirmed = confirmed.filter { wants[$0.key]?.commit == $0.value }
        if isNewTip, case .waiting(let until, let newTip?, let reason, let delay) = line {
            line = .waiting(until: min(until, newTip), newTip: nil, reason, delay: delay)
        }
        return news
    }

    /// A look at the remote found nothing in the way: whatever was waited for, try at once.
    package mutating func reconciled() {
        line = .free
        lineAttempt = 0
        refusal = nil
        for (lane, state) in lanes where state.phase != .trying && state.phase != .held {
            lanes[lane]?.phase = .ready
            lanes[lane]?.attempt = 0
            lanes[lane]?.askAt = nil
            lanes[lane]?.delay = nil
            lanes[lane]?.reason = nil
            // Whether it helped is seen at the next attempt; a refusal after it is a new one.
            lanes[lane]?.told.subtract([.nonFastForward, .remoteBranchMissing])
        }
    }

    /// A look at the remote was refused: the branch is halted, whatever its own attempts came to.
    /// A new tip is tried all the same; the remote may be right again by then.
    package mutating func refused(_ reason: PushReason) -> [PushNews] {
        let isKnown = refusal == reason || lanes[.branch]?.told.contains(reason) == true
        refusal = reason
        return isKnown ? [] : [.refused(reason)]
    }

    /// The attempt on this lane ended.
    package mutating func finished(
        _ lane: PushLane, _ outcome: PushOutcome, at now: Duration
    ) -> [PushNews] {
        guard var state = lanes[lane], state.phase == .trying else {
            preconditionFailure("\(lanes[lane]?.phase as Any) received \(outcome)")
        }
        if case .lineFailed(let failure) = outcome {
            // The lane itself was not judged.
            state.phase = .ready
            lanes[lane] = state
            return lineFailed(lane, failure, at: now)
        }
        freeLine()
        let news: [PushNews]
        switch outcome {
        case .confirmed:
            confirmed[lane] = state.want.commit
            lanes[lane] = nil
            if lane == .branch { refusal = nil }
            return []
        case .advanced:
            if lane == .branch { refusal = nil }
            state = PushLaneState(want: state.want)
            news = []
        case .seen:
            news = halt(&state, lane, nil, "", at: now)
        case .diverged(let reason, let message):
            news = halt(&state, lane, reason, message, at: now)
        case .declined(let message):
            news = decline(&state, lane, message, at: now)
        case .raced(let message):
            state.attempt += 1
            let delay = backoff.delay(attempt: state.attempt)
            state.phase = .paused(until: now + delay)
            state.reason = .unknown
            state.delay = delay
            news = failure(state, lane, .unknown, message, retry: delay)
        case .lineFailed:
            preconditionFailure("handled above")
        }
        lanes[lane] = state
        return news
    }

    /// The queue could not be read from the repository: it is read again after the backoff.
    package mutating func queueFailed(_ message: String, at now: Duration) -> [PushNews] {
        isQueueRead = false
        if case .waiting(let until, _, _, _) = line, until > now { return [] }
        return lineFailed(.branch, LineFailure(reason: .unknown, message, isLocal: true), at: now)
    }

    /// The server stops: only what is due now is still tried.
    package mutating func shutdownRequested() { isStopping = true }

    // MARK: The next effect

    /// What to do now. An `attempt` is under way from here on.
    package mutating func next(at now: Duration) -> PushEffect {
        guard !lanes.values.contains(where: { $0.phase == .trying }) else {
            preconditionFailure("an attempt is under way")
        }
        if !isStopping,
            let lane = lanes.filter({ $0.value.askAt.map { $0 <= now } ?? false })
                .keys.min()
        {
            lanes[lane]?.askAt = nil
            lanes[lane]?.askedAt = now
            return .askReconcile
        }
        if case .waiting(let until, _, _, _) = line, until > now {
            let asks = lanes.values.compactMap(\.askAt)
            return isStopping ? .stop : .wait(until: asks.reduce(until, min))
        }
        if let lane = lanes.filter({ isDue($0.value, at: now) && canTry($0.key, $0.value) })
            .keys.min(), let want = lanes[lane]?.want
        {
            lanes[lane]?.phase = .trying
            lanes[lane]?.tried = want.commit
            return .attempt(lane, want)
        }
        if isStopping { return .stop }
        let times = lanes.filter { canTry($0.key, $0.value) }.values.compactMap { $0.due() }
        let asks = lanes.values.compactMap(\.askAt)
        return .wait(until: (times + asks).min())
    }

    // MARK: For status

    /// What the daemon does, why, how long it waits and how many failures there were in a row.
    package var summary: PushSummary {
        if lanes.values.contains(where: { $0.phase == .trying }) {
            return PushSummary(state: .pushing, attempt: maximalAttempt)
        }
        let ordered = lanes.sorted { $0.key < $1.key }.map(\.value)
        if let halted = ordered.first(where: \.isHalted) {
            return PushSummary(state: .halted, reason: halted.reason, attempt: halted.attempt)
        }
        if let refusal {
            return PushSummary(
                state: .halted, reason: refusal, attempt: lanes[.branch]?.attempt ?? 0)
        }
        if case .waiting(_, _, let reason, let delay) = line {
            return PushSummary(
                state: .backingOff, reason: reason, backoff: delay, attempt: lineAttempt)
        }
        if let waiting = ordered.first(where: { $0.delay != nil }) {
            return PushSummary(
                state: .backingOff, reason: waiting.reason, backoff: waiting.delay,
                attempt: waiting.attempt)
        }
        return PushSummary(state: .idle, attempt: 0)
    }

    /// What an operator is needed for now, in order; what is tried again still counts.
    package var concerns: [PushConcern] {
        let ofLine = lineTold.sorted { $0.rawValue < $1.rawValue }.map(PushConcern.line)
        return ofLine
            + lanes.sorted { $0.key < $1.key }.flatMap { lane, state -> [PushConcern] in
                if state.phase == .held { return [.held(lane)] }
                return state.told.sorted { $0.rawValue < $1.rawValue }.map {
                    .lane(lane, $0, halts: state.halts)
                }
            }
    }

    /// Whether the remote has everything that may be pushed. A branch that may not be pushed is
    /// not there either.
    package var isComplete: Bool {
        isQueueRead && lanes.allSatisfy { lane, state in state.phase == .held && lane != .branch }
    }
}

// MARK: - Transitions of one lane

extension PushStateMachine {
    private mutating func lineFailed(
        _ lane: PushLane, _ failure: LineFailure, at now: Duration
    ) -> [PushNews] {
        lineAttempt += 1
        let quick = backoff.delay(attempt: lineAttempt, retryAfter: failure.retryAfter)
        let reason = failure.reason
        let isSlow = reason == .authentication
        let delay = isSlow ? max(timing.slow, quick) : quick
        line = .waiting(
            until: now + delay, newTip: isSlow ? now + quick : nil, reason, delay: delay)
        var news: [PushNews] = [
            .failed(lane, reason, attempt: lineAttempt, message: failure.message),
            .retry(attempt: lineAttempt, delay: delay, reason),
        ]
        if isSlow || failure.isLocal, lineTold.insert(reason).inserted {
            news.append(.attention(lane, reason))
        }
        return news
    }

    private var maximalAttempt: Int {
        max(lineAttempt, lanes.values.filter { $0.phase == .trying }.map(\.attempt).max() ?? 0)
    }

    /// An unseen conflict branch waits for the branch, which is looked at first.
    private func canTry(_ lane: PushLane, _ state: PushLaneState) -> Bool {
        if case .unseen = state.want { return lane == .branch }
        return true
    }

    private func isDue(_ state: PushLaneState, at now: Duration) -> Bool {
        state.due().map { $0 <= now } ?? false
    }

    /// A lane that still wants what the remote was found to have could not be remembered as done:
    /// without a pause it would be pushed for ever.
    private mutating func newState(
        _ lane: PushLane, _ want: PushWant, at now: Duration
    ) -> PushLaneState {
        var state = PushLaneState(want: want)
        if refusal != nil, lane == .branch, case .unseen(let commit) = want {
            // Somebody has just looked.
            state.phase = .unseen(earliest: now)
            state.tried = commit
        }
        guard confirmed[lane] == want.commit else { return state }
        let delay = backoff.delay(attempt: 1)
        state.phase = .paused(until: now + delay)
        state.reason = .unknown
        state.delay = delay
        return state
    }

    private mutating func freeLine() {
        line = .free
        lineAttempt = 0
        lineTold = []
    }

    private mutating func hold(_ lane: PushLane) -> [PushNews] {
        lanes[lane]?.phase = .held
        return [.held(lane)]
    }

    /// The lane wants something else than before.
    private mutating func change(_ lane: PushLane, from before: PushWant) -> [PushNews] {
        guard let state = lanes[lane] else { return [] }
        switch (before, state.want) {
        case (.held, .held):
            return []
        case (_, .held):
            return hold(lane)
        case (.held, _), (.unseen, .push):
            lanes[lane] = PushLaneState(want: state.want)
        case (.push, .unseen):
            // What a halt waits for is a reconcile already.
            if !state.isHalted { lanes[lane] = PushLaneState(want: state.want) }
        case (.push, .push), (.unseen, .unseen):
            break
        }
        return []
    }

    private mutating func halt(
        _ state: inout PushLaneState, _ lane: PushLane, _ reason: PushReason?, _ message: String,
        at now: Duration
    ) -> [PushNews] {
        state.attempt += 1
        let earliest = now + backoff.delay(attempt: state.attempt)
        // A reconcile that did not help is not asked for again at once.
        let soonest = state.askedAt.map { $0 + backoff.delay(attempt: max(1, state.halts)) }
        state.askAt = max(now, soonest ?? now)
        state.halts += 1
        state.reason = reason
        state.delay = nil
        guard let reason else {
            state.phase = .unseen(earliest: earliest)
            return []
        }
        state.phase = .halted(earliest: earliest)
        return failure(state, lane, reason, message, retry: nil) + tell(&state, lane, reason)
    }

    private mutating func decline(
        _ state: inout PushLaneState, _ lane: PushLane, _ message: String, at now: Duration
    ) -> [PushNews] {
        state.attempt += 1
        let quick = min(backoff.delay(attempt: state.attempt), timing.slow)
        state.phase = .declined(until: now + timing.slow, earliest: now + quick)
        state.reason = .remoteRejected
        state.delay = timing.slow
        return failure(state, lane, .remoteRejected, message, retry: timing.slow)
            + tell(&state, lane, .remoteRejected)
    }

    private func tell(
        _ state: inout PushLaneState, _ lane: PushLane, _ reason: PushReason
    ) -> [PushNews] {
        let isNew = state.told.insert(reason).inserted
        return isNew && (lane != .branch || reason != refusal) ? [.attention(lane, reason)] : []
    }

    private func failure(
        _ state: PushLaneState, _ lane: PushLane, _ reason: PushReason, _ message: String,
        retry delay: Duration?
    ) -> [PushNews] {
        let news = [PushNews.failed(lane, reason, attempt: state.attempt, message: message)]
        return news + (delay.map { [.retry(attempt: state.attempt, delay: $0, reason)] } ?? [])
    }
}
