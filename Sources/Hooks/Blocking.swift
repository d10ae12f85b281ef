import Dispatch
import Glibc

/// Work that blocks a thread, kept off the cooperative pool.
enum Blocking {
    /// Runs `body` on a thread that may block and returns what it returns; not cancellable.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            // A queue of its own: the threads of the shared ones are few.
            DispatchQueue(label: "livetree.hooks.blocking").async {
                continuation.resume(returning: body())
            }
        }
    }
}
