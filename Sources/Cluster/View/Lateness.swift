/// Since when each node stands still at a commit that is not the newest.
///
/// The age of the newest would not do: while somebody writes it never grows old.
struct Lateness {
    private var stands: [String: (commit: String?, since: Duration)] = [:]

    /// To be told of each change.
    mutating func note(_ view: ClusterView, at now: Duration) {
        var kept: [String: (commit: String?, since: Duration)] = [:]
        for (name, report) in view.nodes where view.tip != nil && report.commit != view.tip?.commit
        {
            let known = stands[name].flatMap { $0.commit == report.commit ? $0.since : nil }
            kept[name] = (report.commit, known ?? now)
        }
        stands = kept
    }

    /// Nil: it serves the newest, or nothing is known of it.
    func age(of name: String, at now: Duration) -> Duration? {
        stands[name].map { now - $0.since }
    }
}
