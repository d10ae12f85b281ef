import Foundation
import Synchronization

/// Whoever ends a benchmark ends what it started, and leaves nothing behind.
enum EarlyEnd {
    private static let running = Mutex<Set<pid_t>>([])

    static func started(_ pid: pid_t) { running.withLock { _ = $0.insert(pid) } }
    static func ended(_ pid: pid_t) { running.withLock { _ = $0.remove(pid) } }

    /// As long as the result is held, SIGINT and SIGTERM end all children and remove `folder`.
    static func prepare(removing folder: String) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                for pid in running.withLock({ $0 }) { kill(pid, SIGKILL) }
                try? FileManager.default.removeItem(atPath: folder)
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }
}
