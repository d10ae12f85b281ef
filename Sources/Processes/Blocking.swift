import Dispatch
import Glibc

/// Work that blocks a thread, kept off the cooperative pool.
package enum Blocking {
    /// Runs `body` on a thread that may block and returns what it returns; not cancellable.
    package static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value
    {
        await withCheckedContinuation { continuation in
            // A queue of its own: the threads of the shared ones are few.
            DispatchQueue(label: "livetree.blocking").async {
                continuation.resume(returning: body())
            }
        }
    }

    /// Stops the calling thread; only for threads that may block.
    package static func pause(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}
