import Synchronization

/// Makes events durable, many at a time: whoever waits first synchronises for all who wait.
///
/// Events are taken in the order of the calls to `add`, which never block. After a failure the
/// ledger is written anew, whole, from the book given next: the failed lines may be half there.
final class JobLedger: Sendable {
    /// Which lines a caller waits for.
    typealias Ticket = Int

    private struct State {
        /// Lines not yet written, after `replacement` if there is one.
        var lines: [UInt8] = []
        var replacement: [UInt8]?
        /// The last ticket given out.
        var given: Ticket = 0
        /// Everything up to this ticket was tried.
        var tried: Ticket = 0
        /// Tickets of batches that failed, with the reason; those who wait take note of it.
        var failures: [(upTo: Ticket, from: Ticket, error: LedgerError)] = []
        var isFlushing = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        var size: Int
        /// The size after the last time the ledger was written anew.
        var compactSize: Int
        /// The ledger may hold less, or other, than was added.
        var isBroken: Bool
    }

    private enum Turn {
        case over(LedgerError?)
        case wait
        case flush(lines: [UInt8], replacement: [UInt8]?, from: Ticket, upTo: Ticket)
    }

    private let store: any LedgerStore
    private let state: Mutex<State>

    /// `size` is that of all lines; `isBroken` asks for their replacement with the first event.
    init(_ store: any LedgerStore, size: Int, isBroken: Bool) {
        self.store = store
        state = Mutex(State(size: size, compactSize: size, isBroken: isBroken))
    }

    /// Takes an event. `book` already has it; its snapshot is written instead of the line when
    /// the file has become too long for what it says, or is not to be trusted.
    func add(_ event: JobEvent, book: JobBook) -> Ticket {
        state.withLock { state in
            state.given += 1
            let isLong =
                state.size + state.lines.count
                > max(Limits.ledgerSlackBytes, 2 * state.compactSize)
            if state.isBroken || (isLong && state.replacement == nil) {
                state.replacement = book.snapshot.flatMap(\.line)
                state.lines = []
                state.isBroken = false
            } else {
                state.lines += event.line
            }
            return state.given
        }
    }

    /// Returns when the event of that ticket, and all before it, are on disk.
    func wait(for ticket: Ticket) async throws(LedgerError) {
        while true {
            switch turn(ticket) {
            case .over(let error?): throw error
            case .over(nil): return
            case .wait: await waitForFlush(ticket)
            case .flush(let lines, let replacement, let from, let upTo):
                let result = await write(lines, replacement)
                settle(result, replaced: replacement?.count, from: from, upTo: upTo)
            }
        }
    }

    private func turn(_ ticket: Ticket) -> Turn {
        state.withLock { state in
            if ticket <= state.tried {
                let failure = state.failures.first { $0.from <= ticket && ticket <= $0.upTo }
                return .over(failure?.error)
            }
            if state.isFlushing { return .wait }
            state.isFlushing = true
            defer {
                state.lines = []
                state.replacement = nil
            }
            return .flush(
                lines: state.lines, replacement: state.replacement, from: state.tried + 1,
                upTo: state.given)
        }
    }

    private func waitForFlush(_ ticket: Ticket) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.isFlushing else { return true }
                state.waiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func write(
        _ lines: [UInt8], _ replacement: [UInt8]?
    ) async -> Result<Int, LedgerError> {
        do throws(LedgerError) {
            if let replacement {
                try await store.replace(with: replacement + lines)
                return .success(replacement.count + lines.count)
            }
            return .success(try await store.append(lines))
        } catch {
            return .failure(error)
        }
    }

    private func settle(
        _ result: Result<Int, LedgerError>, replaced: Int?, from: Ticket, upTo: Ticket
    ) {
        let waiters = state.withLock { state in
            state.isFlushing = false
            state.tried = upTo
            switch result {
            case .success(let size):
                state.size = size
                if let replaced { state.compactSize = replaced }
            case .failure(let error):
                state.isBroken = true
                state.failures.append((upTo, from, error))
                // Whoever waits for one of these is woken now; nobody asks for older ones.
                if state.failures.count > 16 { state.failures.removeFirst() }
            }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
