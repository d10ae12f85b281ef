/// How far a push got that ended without a report: what the remote may still make of it.
package enum PushArrival: Hashable, Sendable {
    /// The remote was not told what to do, or refused to hear it.
    case never
    /// The remote's side is over: what it did can be looked up.
    case ended
    /// The remote may still be at it: its hooks go on when nobody listens.
    case open
}

extension PushArrival {
    /// Of a push to `url`, whose end was no report.
    static func make(_ exit: GitExit, url: String) -> PushArrival {
        if case .notStarted = exit.ending { return .never }
        let address = url.lowercased()
        if address.hasPrefix("http://") || address.hasPrefix("https://") {
            return overHTTP(exit.trace)
        }
        let words = FailureReport.own(exit.errors.lowercased())
        let firstContact = ["could not read from remote repository", "upon initial contact"]
        if firstContact.contains(where: { words.contains($0) }) { return .never }
        switch FailureReport.reason(words) {
        case .unreachable, .authentication: return .never
        case .transport, .timeout: break
        }
        // The other side is a child of git's own then, and git ends when that has.
        if case .exited = exit.ending, address.hasPrefix("/") || address.hasPrefix("file://") {
            return .ended
        }
        return .open
    }

    /// The order is the body of a POST; a status of 4xx says that nobody has read it, but for 408,
    /// with which a server in between gives up.
    private static func overHTTP(_ trace: [Substring]) -> PushArrival {
        guard let order = trace.lastIndex(where: { $0.contains("=> Send header: POST ") }) else {
            return .never
        }
        let status = CurlTrace.received(Array(trace[order...])).last { $0.hasPrefix("HTTP/") }
        let code = status?.split(separator: " ").dropFirst().first ?? ""
        return code.hasPrefix("4") && code != "408" ? .never : .open
    }
}
