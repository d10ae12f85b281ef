import Dispatch

/// Work that takes a processor for long: one piece at a time, on a thread of its own, off the
/// cooperative pool.
package final class SerialWork: Sendable {
    private let queue: DispatchQueue

    package init(_ label: String) { queue = DispatchQueue(label: "livetree.\(label)") }

    /// Runs `body` after whatever came before and returns what it returns; not cancellable.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
