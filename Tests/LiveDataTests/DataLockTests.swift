import Synchronization
import Testing

@testable import LiveData

@Suite struct DataLockTests {
    private final class Journal: Sendable {
        private let lines = Mutex<[String]>([])
        func write(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    /// Suspends until `count` callers wait; the test's time limit bounds it.
    private static func untilWaiting(_ count: Int, on lock: DataLock) async throws {
        while lock.waiting != count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Takes the lock and keeps it until `stream` finishes; returns once it is taken.
    private static func hold(
        _ lock: DataLock, until stream: AsyncStream<Void>,
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) async {
        let (taken, signal) = AsyncStream.makeStream(of: Void.self)
        group.addTask {
            try await lock.withLock {
                signal.finish()
                for await _ in stream {}
            }
        }
        for await _ in taken {}
    }

    @Test(.timeLimit(.minutes(5)))
    func letsCallersInInTheOrderOfAsking() async throws {
        let lock = DataLock()
        let journal = Journal()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (stream, release) = AsyncStream.makeStream(of: Void.self)
            await Self.hold(lock, until: stream, in: &group)
            for number in 0..<20 {
                group.addTask { try await lock.withLock { journal.write("\(number)") } }
                try await Self.untilWaiting(number + 1, on: lock)
            }
            journal.write("holder")
            release.finish()
            try await group.waitForAll()
        }
        #expect(journal.all == ["holder"] + (0..<20).map(String.init))
    }

    @Test(.timeLimit(.minutes(5)))
    func holdsOneAtATimeAcrossSuspensions() async throws {
        let lock = DataLock()
        let journal = Journal()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await lock.withLock {
                        journal.write("in")
                        await Task.yield()
                        journal.write("out")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(journal.all == (0..<50).flatMap { _ in ["in", "out"] })
    }

    @Test(.timeLimit(.minutes(5)))
    func aCancelledWaiterLeavesTheQueueAndTheNextGetsIn() async throws {
        let lock = DataLock()
        let journal = Journal()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (stream, release) = AsyncStream.makeStream(of: Void.self)
            await Self.hold(lock, until: stream, in: &group)
            let cancelled = Task { try await lock.withLock { journal.write("cancelled") } }
            try await Self.untilWaiting(1, on: lock)
            group.addTask { try await lock.withLock { journal.write("next") } }
            try await Self.untilWaiting(2, on: lock)
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            #expect(lock.waiting == 1)
            release.finish()
            try await group.waitForAll()
        }
        #expect(journal.all == ["next"])
    }

    @Test(.timeLimit(.minutes(5)))
    func isFreeAgainAfterItsHolderThrew() async throws {
        struct Failure: Error {}
        let lock = DataLock()
        await #expect(throws: Failure.self) { try await lock.withLock { throw Failure() } }
        #expect(try await lock.withLock { 7 } == 7)
    }

    @Test(.timeLimit(.minutes(5)))
    func aTaskCancelledBeforeItAsksNeverGetsIn() async throws {
        let lock = DataLock()
        let journal = Journal()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await lock.withLock { journal.write("in") }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(journal.all.isEmpty)
        #expect(try await lock.withLock { true })
    }
}
