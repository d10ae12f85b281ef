/// How long an HTTP server asked to be left alone, read from git's trace of the headers.
///
/// Git keeps no header of a failed answer, but its trace (`GIT_TRACE_CURL`) names them all.
enum RetryAfter {
    /// More than a day is read as a day, in seconds.
    private static let longest: Int64 = 86_400

    /// What makes git trace headers to its standard error, with credentials left out.
    static let environment = ["GIT_TRACE_CURL": "1", "GIT_TRACE_CURL_NO_DATA": "1"]

    /// A line of that trace: `10:20:30.123456 http.c:730   <= Recv header: …`.
    static func isTrace(_ line: some StringProtocol) -> Bool {
        guard let mark = line.firstRange(of: " http.c:") else { return false }
        let time = line[..<mark.lowerBound]
        return time.utf8.count >= 8 && time.allSatisfy { $0.isNumber || $0 == ":" || $0 == "." }
    }

    /// Splits git's standard error into its own words and the trace.
    static func separate(_ errors: String) -> (words: String, trace: [Substring]) {
        let lines = errors.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let words = lines.filter { !isTrace($0) }
        return (words.joined(separator: "\n"), lines.filter { isTrace($0) })
    }

    /// The wait of the last answer with status 429 or 503 that named one. Only seconds are read:
    /// a date needs a clock that agrees with the server's.
    static func read(_ trace: [Substring]) -> Duration? {
        var isBusy = false
        var wait: Duration?
        for line in trace {
            guard let mark = line.firstRange(of: "<= Recv header: ") else { continue }
            let header = line[mark.upperBound...].lowercased()
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
