/// The writes that wait, in the order they came, within bounds. Pure.
struct WriteQueue<Waiter> {
    private var waiting: ArraySlice<(waiter: Waiter, request: WriteRequest)> = []
    private var bytes = 0

    var isEmpty: Bool { waiting.isEmpty }
    var count: Int { waiting.count }

    /// False: too much waits already.
    mutating func add(_ waiter: Waiter, _ request: WriteRequest) -> Bool {
        guard waiting.count < Limits.waitingRequests,
            bytes == 0 || bytes + request.size <= Limits.waitingBytes
        else { return false }
        waiting.append((waiter, request))
        bytes += request.size
        return true
    }

    /// The next ones to be committed together: the oldest, and those behind it that fit.
    mutating func takeBatch() -> [(waiter: Waiter, request: WriteRequest)] {
        var batch: [(waiter: Waiter, request: WriteRequest)] = []
        var size = 0
        while let next = waiting.first, batch.count < Limits.batchRequests {
            let fits = batch.isEmpty || size + next.request.size <= Limits.batchBytes
            let isApart = next.request.isAlone && !batch.isEmpty
            guard fits, !isApart else { break }
            waiting.removeFirst()
            bytes -= next.request.size
            size += next.request.size
            batch.append(next)
            if next.request.isAlone { break }
        }
        return batch
    }

    /// Takes everything out.
    mutating func close() -> [Waiter] {
        defer {
            waiting = []
            bytes = 0
        }
        return waiting.map(\.waiter)
    }
}
