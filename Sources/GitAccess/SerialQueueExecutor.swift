import Dispatch
import Synchronization

/// Runs an actor on a queue of its own, so that its blocking calls never hold a thread of the
/// cooperative pool.
final class SerialQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue
    private let count = Atomic<Int>(0)

    /// How many jobs have begun: within one job it stays the same.
    var jobs: Int { count.load(ordering: .relaxed) }

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            self.count.add(1, ordering: .relaxed)
            job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
