/// Who waits for which run: a request is satisfied only by a run that starts after it arrived.
///
/// All requests that arrive while one run is under way share the next.
struct RunQueue<Waiter> {
    private enum State {
        /// No run is under way.
        case idle
        /// A run is under way; these wait for the next.
        case running(next: [Waiter])
    }

    /// What the driver does about a request.
    enum Arrival {
        /// Start a run for these now.
        case start([Waiter])
        /// Nothing: the request waits for the next run.
        case wait
        /// Tell the requester that too many wait already.
        case refuse(Waiter)
    }

    private var state = State.idle
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Requests that wait for the next run.
    var waiting: Int {
        guard case .running(let next) = state else { return 0 }
        return next.count
    }

    mutating func arrived(_ waiter: Waiter) -> Arrival {
        switch state {
        case .idle:
            state = .running(next: [])
            return .start([waiter])
        case .running(let next) where next.count >= limit:
            return .refuse(waiter)
        case .running(var next):
            state = .idle
            next.append(waiter)
            state = .running(next: next)
            return .wait
        }
    }

    /// No run will come any more; returns everyone who waited for one.
    mutating func close() -> [Waiter] {
        guard case .running(let next) = state else { return [] }
        state = .running(next: [])
        return next
    }

    /// The run ended. Non-nil: start the next run at once for these.
    mutating func finished() -> [Waiter]? {
        guard case .running(let next) = state else {
            preconditionFailure("idle received finished")
        }
        guard !next.isEmpty else {
            state = .idle
            return nil
        }
        state = .running(next: [])
        return next
    }
}
