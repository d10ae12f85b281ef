import Foundation
import LiveData

/// Swaps that do not happen when they should. The first snapshot is always shown at once: without it
/// there is no server to judge.
enum MissedSwap {
    /// Long enough for a read that begins after the answer.
    private static let lateSeconds = 3.0

    /// After everybody was told.
    @Sendable static func late(_ live: LiveSnapshot, _ next: Snapshot) {
        guard live.current != nil else {
            live.swap(to: next)
            return
        }
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: lateSeconds)
            live.swap(to: next)
        }
    }

    @Sendable static func never(_ live: LiveSnapshot, _ next: Snapshot) {
        if live.current == nil { live.swap(to: next) }
    }
}
