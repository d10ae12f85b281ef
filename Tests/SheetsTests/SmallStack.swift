import Foundation

/// Runs work on a thread with a stack of a given size.
enum SmallStack {
    static func run<Value: Sendable>(
        bytes: Int, _ body: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = bytes
            thread.start()
        }
    }
}
