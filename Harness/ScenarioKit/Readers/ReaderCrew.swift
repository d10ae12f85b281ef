import Foundation
import Glibc
import Synchronization

/// A number of readers on one thread of their own, so that neither the harness's tasks nor its
/// waits disturb them.
package final class ReaderCrew: Sendable {
    private struct State {
        var records: [ReadRecord] = []
        /// When the readers were told to stop.
        var stopsAt: MonotonicTime?
        /// How many stand still in the middle of an answer.
        var held = 0
    }

    /// The name to stop and judge them by.
    package let name: String
    /// How many readers.
    package let count: Int
    /// Whether they stand still in the middle of their first answers.
    package let holds: Bool
    private let state = Mutex(State())
    private let ended = Pending<Bool>()

    /// Starts reading.
    ///
    /// - Parameter port: where the server listens now; 0 while it does not.
    package init(
        _ verb: ReadersVerb, plan: ReadPlan, seed: UInt64, port: @escaping @Sendable () -> Int
    ) {
        name = verb.name
        count = verb.count
        holds = verb.holdAfter != nil
        let connections = (0..<verb.count).map {
            ReaderConnection(
                number: $0, plan: plan, think: verb.think,
                keepsAlive: verb.connection == .keepAlive, seed: seed, holdAfter: verb.holdAfter)
        }
        let thread = Thread { self.run(connections, port: port) }
        thread.name = "readers \(verb.name)"
        thread.start()
    }

    /// Reads that ended so far, in the order they ended.
    package var records: [ReadRecord] { state.withLock { $0.records } }
    /// How many reads ended so far.
    package var total: Int { state.withLock { $0.records.count } }

    /// How many readers stand still in the middle of an answer.
    package var held: Int { state.withLock { $0.held } }

    /// When the readers were told to stop; nil while they read.
    package var stoppedAt: MonotonicTime? { state.withLock { $0.stopsAt } }

    /// How many reads that ended overlapped the time since `start`.
    package func overlapping(since start: MonotonicTime) -> Int {
        state.withLock { state in
            var count = 0
            for record in state.records.reversed() {
                guard record.end >= start else { break }
                if record.isGood { count += 1 }
            }
            return count
        }
    }

    /// Ends the readers: each ends the read under way and makes one more, so that what was
    /// acknowledged before the stop is always read by someone.
    package func stop() async {
        state.withLock { $0.stopsAt = $0.stopsAt ?? .now }
        _ = await ended.value()
    }

    private func run(_ readers: [ReaderConnection], port: @Sendable () -> Int) {
        var readers = readers
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        var finished: [ReadRecord] = []
        while true {
            let (stopsAt, isFull) = state.withLock { state in
                state.records.append(contentsOf: finished)
                state.held = readers.count { $0.isHeld }
                return (state.stopsAt, state.records.count >= Limits.records)
            }
            finished.removeAll(keepingCapacity: true)
            let current = port()
            if isFull || Self.isDone(readers, stopsAt: stopsAt, port: current) { break }
            Self.wait(readers)
            for index in readers.indices {
                if stopsAt != nil { readers[index].letGo() }
                if let stopsAt, readers[index].hasReadAfter(stopsAt) { continue }
                if let record = readers[index].step(port: current, scratch: scratch) {
                    finished.append(record)
                }
            }
        }
        for index in readers.indices { readers[index].close() }
        scratch.deallocate()
        ended.resolve(true)
    }

    /// True when each reader has made its last read, or cannot make it.
    private static func isDone(
        _ readers: [ReaderConnection], stopsAt: MonotonicTime?, port: Int
    ) -> Bool {
        guard let stopsAt else { return false }
        return port == 0 || stopsAt.advanced(by: Limits.lastRead) < .now
            || readers.allSatisfy { $0.hasReadAfter(stopsAt) }
    }

    /// Waits until a reader can go on, 5 ms at most.
    private static func wait(_ readers: [ReaderConnection]) {
        var descriptors: [pollfd] = []
        var pause: Int32 = 5
        let now = MonotonicTime.now
        for reader in readers {
            if let interest = reader.interest {
                let events = interest.writes ? POLLOUT : POLLIN
                descriptors.append(
                    pollfd(fd: interest.descriptor, events: Int16(events), revents: 0))
            } else if let wakes = reader.wakesAt {
                pause = min(pause, wakes <= now ? 0 : Int32(wakes.seconds(since: now) * 1000) + 1)
            }
        }
        if readers.allSatisfy({ $0.interest == nil }) { pause = max(pause, 1) }
        _ = Glibc.poll(&descriptors, nfds_t(descriptors.count), pause)
    }
}
