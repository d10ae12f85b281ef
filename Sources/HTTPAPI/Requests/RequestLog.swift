import HTTPTypes
import Logging
import NIOCore
import Synchronization

/// Tells in the log of requests that steer the server, and of those that failed here: at most so
/// many lines a second, since anybody may ask. Nothing of the request itself is in a line but its
/// method and name.
final class RequestLog: Sendable {
    private struct Second {
        var number: Int64 = 0
        var lines = 0
        /// Not told in the last second that had too many.
        var untold = 0
    }

    /// Lines in one second.
    static let linesPerSecond = 20

    private let logger: Logger
    private let second = Mutex(Second())

    init(_ logger: Logger) { self.logger = logger }

    /// `code` is that of a refusal.
    func tell(
        _ kind: RequestKind, _ method: HTTPRequest.Method, _ id: RequestID,
        status: HTTPResponse.Status, code: String?, since begun: NIODeadline
    ) {
        // Whether it is ready is asked all the time, and told by other lines.
        let failed = status.code >= 500 && code != "not-yet" && kind != .health
        guard failed || kind.steers && status.code < 400, let untold = take() else { return }
        var metadata: Logger.Metadata = [
            "event": "request", "requestId": "\(id.text)", "kind": "\(kind.word)",
            "method": "\(method.rawValue)", "status": .stringConvertible(status.code),
            "durationMs": .stringConvertible(
                Double((NIODeadline.now() - begun).nanoseconds) / 1e6),
        ]
        if let code { metadata["code"] = "\(code)" }
        if untold > 0 { metadata["untold"] = .stringConvertible(untold) }
        logger.log(
            level: failed ? .warning : .info, failed ? "request failed" : "request answered",
            metadata: metadata)
    }

    /// Nil: this second has had its lines. Else how many were not told before.
    private func take() -> Int? {
        let now = Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000_000)
        return second.withLock { second in
            if second.number != now { (second.number, second.lines) = (now, 0) }
            guard second.lines < Self.linesPerSecond else {
                second.untold += 1
                return nil
            }
            second.lines += 1
            defer { second.untold = 0 }
            return second.untold
        }
    }
}

extension RequestKind {
    /// Whether it makes the server do something besides answering and writing.
    fileprivate var steers: Bool {
        switch self {
        case .reload, .reconcile, .webhook: true
        default: false
        }
    }
}
