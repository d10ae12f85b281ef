/// Git's trace of an HTTP exchange (`GIT_TRACE_CURL`): git keeps no header of a failed answer, but
/// its trace names them all.
enum CurlTrace {
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

    /// The lines of the headers that came, status lines among them.
    static func received(_ trace: [Substring]) -> [Substring] {
        trace.compactMap { line in
            line.firstRange(of: "<= Recv header: ").map { line[$0.upperBound...] }
        }
    }
}
