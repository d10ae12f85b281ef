import Synchronization

/// Finds git's progress lines in pieces of its standard error.
final class ProgressReader: Sendable {
    private let rest = Mutex("")
    private let report: @Sendable (TransportProgress) -> Void

    init(_ report: @escaping @Sendable (TransportProgress) -> Void) { self.report = report }

    /// A function that takes the pieces as they come.
    static func handler(
        _ report: @escaping @Sendable (TransportProgress) -> Void
    ) -> @Sendable (String) -> Void {
        let reader = ProgressReader(report)
        return { reader.read($0) }
    }

    private func read(_ piece: String) {
        let lines = rest.withLock { rest in
            var lines = (rest + piece).split(omittingEmptySubsequences: false) {
                $0 == "\r" || $0 == "\n" || $0 == "\r\n"
            }
            // A line without an end is kept for the next piece, within reason.
            rest = String(lines.removeLast().suffix(Limits.messageBytes))
            return lines.map(String.init)
        }
        for line in lines {
            if let progress = TransportProgress(line: line) { report(progress) }
        }
    }
}
