import Foundation
import Synchronization

/// Stops a server half of the time, to show that the guard sees a server of half the speed.
final class Handicap: Sendable {
    private static let slice: UInt32 = 2_000
    private let pid: pid_t
    private let isOver = Mutex(false)

    init(_ pid: pid_t) {
        self.pid = pid
    }

    /// Runs `body` while the server is slow.
    func beside<Result>(_ body: () throws -> Result) rethrows -> Result {
        isOver.withLock { $0 = false }
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while !self.isOver.withLock({ $0 }) {
                kill(self.pid, SIGSTOP)
                usleep(Self.slice)
                kill(self.pid, SIGCONT)
                usleep(Self.slice)
            }
            done.signal()
        }
        defer {
            isOver.withLock { $0 = true }
            done.wait()
        }
        return try body()
    }
}

extension Handicap? {
    /// Runs `body`, slowly if there is a handicap.
    func beside<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let handicap = self else { return try body() }
        return try handicap.beside(body)
    }
}
