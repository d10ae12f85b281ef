/// How long an HTTP server asked to be left alone, read from git's trace of the headers.
enum RetryAfter {
    /// More than a day is read as a day, in seconds.
    private static let longest: Int64 = 86_400

    /// The wait of the last answer with status 429 or 503 that named one. Only seconds are read:
    /// a date needs a clock that agrees with the server's.
    static func read(_ trace: [Substring]) -> Duration? {
        var isBusy = false
        var wait: Duration?
        for line in CurlTrace.received(trace) {
            let header = line.lowercased()
            if header.hasPrefix("http/") {
                isBusy = header.contains(" 429") || header.contains(" 503")
                wait = nil
            } else if isBusy, header.hasPrefix("retry-after:") {
                let value = header.dropFirst("retry-after:".count)
                    .filter { !$0.isWhitespace }
                wait = Int64(value).flatMap { $0 >= 0 ? .seconds(min($0, longest)) : nil }
            }
        }
        return wait
    }
}
