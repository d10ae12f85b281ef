package import GitModel
package import LiveData
package import Logging
import ServiceLifecycle

/// Carries out writes in the order they came: waiting ones together, under the data lock, each a
/// commit of its own.
///
/// A write is answered when its commit is durable, is in the branch and is served (CONTRACT §4).
package actor Committer {
    private typealias Waiter = CheckedContinuation<WriteResult, Never>

    private let publisher: BatchPublisher
    private let tell: @Sendable (CommitID?) -> Void
    private let signals: WriteSignals?
    private let logger: Logger
    private var queue = WriteQueue<Waiter>()
    private var isClosed = false
    /// How many wrote at the same time when last looked at.
    private var writers = 1
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// `tell` hears every new tip, outside the data lock: the push daemon.
    package init(
        builder: BatchBuilder, lock: DataLock,
        swap: @escaping @Sendable (LiveSnapshot, Snapshot) -> Void,
        delivery: DeliveryLink? = nil, tell: @escaping @Sendable (CommitID?) -> Void,
        signals: WriteSignals? = nil, logger: Logger
    ) {
        publisher = BatchPublisher(builder: builder, lock: lock, swap: swap, delivery: delivery)
        self.tell = tell
        self.signals = signals
        self.logger = logger
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Writes that wait for their batch.
    package var waiting: Int { queue.count }

    /// Carries out one request; returns when it is served, or refused with nothing changed.
    package func write(_ request: WriteRequest) async -> WriteResult {
        let begun = ContinuousClock.now
        let result = await answer(to: request)
        signals?.record(result, took: ContinuousClock.now - begun)
        return result
    }

    private func answer(to request: WriteRequest) async -> WriteResult {
        guard !isClosed else { return .refused(WriteRefusal(.shuttingDown)) }
        return await withCheckedContinuation { waiter in
            guard queue.add(waiter, request) else {
                return waiter.resume(returning: .refused(WriteRefusal(.tooManyWaiting)))
            }
            wake.yield()
        }
    }

    /// Works until graceful shutdown; the batch under way is finished, later ones are refused.
    package func run() async {
        await cancelWhenGracefulShutdown { await self.work() }
        isClosed = true
        wake.finish()
        for waiter in queue.close() {
            waiter.resume(returning: .refused(WriteRefusal(.shuttingDown)))
        }
    }

    private func work() async {
        for await _ in wakes {
            while !queue.isEmpty, !Task.isCancelled {
                // Writers that were just answered send their next one in a moment.
                if queue.count < writers { try? await Task.sleep(for: Limits.gathering) }
                let batch = queue.takeBatch()
                let begun = ContinuousClock.now
                let (results, tip) = await publisher.publish(batch.map(\.request))
                writers = batch.count + queue.count
                for (item, result) in zip(batch, results) { item.waiter.resume(returning: result) }
                guard let tip else { continue }
                tell(tip)
                log(results, tip, took: ContinuousClock.now - begun)
            }
        }
    }

    private func log(_ results: [WriteResult], _ tip: CommitID, took duration: Duration) {
        let written = results.count {
            if case .done(let report) = $0 { report.swapped } else { false }
        }
        logger.debug(
            "written",
            metadata: [
                "event": "written", "commit": "\(tip)", "writes": .stringConvertible(written),
                "durationMs": .stringConvertible(duration.milliseconds),
            ])
    }
}
