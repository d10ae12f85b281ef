import GitModel

/// Turns the end of a `git push` into a `PushResult`.
enum PushReport {
    static func make(
        _ exit: GitExit, orders: [PushOrder], url: String, timeout: Duration
    ) -> PushResult {
        let words = exit.errors
        let told = PorcelainReport.read(exit.output)
        let isComplete = orders.allSatisfy { told[$0.destination] != nil }
        guard isComplete, !isLocalTrouble(words, told) else {
            var failure = FailureReport.make(exit, url: url, timeout: timeout)
            if isLocalTrouble(words, told) { failure = failure.onThisSide }
            failure.arrival = PushArrival.make(exit, url: url)
            return .failed(
                failure,
                retryAfter: RetryAfter.read(exit.trace))
        }
        return .answered(told.mapValues { explained($0, words: words, url: url) })
    }

    /// Git could not read its own objects: it breaks the pack off, and the remote reports that as
    /// a refusal of its own.
    private static func isLocalTrouble(
        _ words: String, _ told: [RefName: PushVerdict]
    ) -> Bool {
        let isBrokenOff =
            !told.isEmpty
            && told.values.allSatisfy {
                guard case .rejected(_, let message) = $0 else { return false }
                return message.contains("unpacker error")
            }
        return isBrokenOff
            && words.split(separator: "\n").contains {
                $0.hasPrefix("fatal: ") && !$0.contains("hung up unexpectedly")
            }
    }

    /// Adds what the remote said to a refusal: its hook knows best what is wrong.
    private static func explained(
        _ verdict: PushVerdict, words: String, url: String
    ) -> PushVerdict {
        guard case .rejected(let rejection, let summary) = verdict else { return verdict }
        let remote = words.split { $0 == "\n" || $0 == "\r\n" }.filter {
            $0.hasPrefix("remote:") || $0.hasPrefix("error: remote unpack failed")
        }
        let text = ([summary[...]] + remote).joined(separator: "\n")
        return .rejected(rejection, message: FailureReport.message(text, url: url))
    }
}

extension TransportFailure {
    /// The same failure, known to be this machine's.
    fileprivate var onThisSide: TransportFailure {
        TransportFailure(
            reason: .transport, side: isStorageFull ? .storageFull : .local, message: message)
    }
}
