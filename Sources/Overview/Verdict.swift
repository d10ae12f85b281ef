/// How a server is, in one word.
package enum Verdict: String, CaseIterable, Sendable {
    /// Everything is where it belongs.
    case good
    /// Something is being fetched, pushed or built, and ends by itself.
    case moving
    /// Somebody has to do something.
    case needed
    /// Nothing is served yet.
    case down

    package init(_ report: StatusReport, _ findings: [Finding]) {
        if !report.isServing {
            self = .down
        } else if !findings.isEmpty {
            self = .needed
        } else {
            self = report.isMoving ? .moving : .good
        }
    }
}

extension StatusReport {
    /// Not all is where it belongs yet, and nobody has to do anything.
    fileprivate var isMoving: Bool {
        remoteIsServed == false || (localLag ?? 0) > 0
            || (push.map { $0.state != "idle" || $0.pending > 0 } ?? false) || isBuildingSearch
    }
}
