package import Foundation
package import JSONModel

/// The answer of `GET /api/_internal/status`, or its public part, as far as a person wants to know
/// it. What an older server does not tell is left out.
package struct StatusReport {
    private let json: JSON
    /// The newest first; empty where they are not told.
    package let jobs: [Job]

    /// `jobs` is the answer of `GET /api/_internal/jobs`.
    package init(_ json: JSON, jobs: JSON) {
        self.json = json
        self.jobs = (jobs["jobs"]?.list ?? []).map(Job.init)
    }

    package var branch: String { json["branch"]?.text ?? "" }
    package var served: String? { json["servedCommit"]?.text }
    /// When the served commit became that.
    package var servedSince: Date? { json["servedSince"]?.date }
    package var local: String? { json["localCommit"]?.text }
    package var remote: String? { json["remoteCommit"]?.text }
    /// Whether the served commit contains the remote's; nil without a remote.
    package var remoteIsServed: Bool? {
        json["remoteIsServed"]?.flag ?? remote.map { $0 == served }
    }
    package var generation: Int64 { json["generation"]?.whole ?? 0 }
    package var isServing: Bool { generation > 0 }
    package var records: Int64 { json["records"]?.whole ?? 0 }
    /// Whether the first search index is being made.
    package var isBuildingSearch: Bool { json["search"]?.text == "building" }
    /// Since the tip that is not served was committed; nil where there is none.
    package var localLag: Int64? { json["lag"]?["localSeconds"]?.whole }
    package var remoteLag: Int64? { json["lag"]?["remoteSeconds"]?.whole }
    package var lockWaiters: Int64 { json["lock"]?["waiting"]?.whole ?? 0 }
    package var problemCount: Int64 { json["problemCount"]?.whole ?? 0 }
    package var problems: [Problem] { (json["problems"]?.list ?? []).map(Problem.init) }
    /// Nil: the server is alone, or it is not told.
    package var cluster: Cluster? { json["cluster"].flatMap(Cluster.init) }
    package var lastReload: Run? { json["lastReload"].flatMap(Run.init) }
    package var lastReconcile: Run? { json["lastReconcile"].flatMap(Run.init) }
    /// Reloads and reconciles, the newest first.
    package var recent: [Run] { (json["recent"]?.list ?? []).compactMap(Run.init) }
    /// Nil without a remote.
    package var push: Push? { json["pushDaemon"].flatMap(Push.init) }
    package var jobCounts: [(state: String, count: Int64)] {
        guard case .object(let states)? = json["hooks"]?["jobs"] else { return [] }
        return states.map { ($0.key, $0.value.whole ?? 0) }
    }
    package var attention: [Attention] { (json["attention"]?.list ?? []).map(Attention.init) }
    package var conflicts: [Conflict] { (json["conflicts"]?.list ?? []).map(Conflict.init) }
    /// Also where their names are not told.
    package var conflictCount: Int64 {
        json["conflictCount"]?.whole ?? Int64(conflicts.count)
    }
    /// By name, where they are told.
    package var sheets: [Sheet] { (json["sheets"]?.list ?? []).map(Sheet.init) }

    /// Of each repository whose last job failed, that job.
    package var failedJobs: [Job] {
        var seen: Set<String> = []
        return jobs.filter { job in
            job.hasEnded && seen.insert(job.repository).inserted && job.hasFailed
        }
    }

    /// The newer of the last reload and the last reconcile; of two in one second, the one that
    /// `recent` begins with.
    package var lastRun: Run? {
        guard let lastReload, let lastReconcile else { return lastReload ?? lastReconcile }
        let (reload, reconcile) = (
            lastReload.at ?? .distantPast, lastReconcile.at ?? .distantPast
        )
        guard reload == reconcile else { return reload > reconcile ? lastReload : lastReconcile }
        return recent.first?.kind == "reconcile" ? lastReconcile : lastReload
    }

    /// One sheet of what is served.
    package struct Sheet {
        package let name: String
        package let records: Int64

        init(_ json: JSON) {
            name = json["name"]?.text ?? ""
            records = json["records"]?.whole ?? 0
        }
    }

    /// A record that cannot be served.
    package struct Problem: Equatable {
        /// `path:line`
        package let place: String
        package let reason: String

        init(_ json: JSON) {
            let line = json["line"]?.whole.map { ":\($0)" } ?? ""
            place = (json["path"]?.text ?? "") + line
            reason = json["reason"]?.text ?? ""
        }
    }

    /// One run of a hook command.
    package struct Job {
        package let id: String
        package let repository: String
        package let state: String
        package let at: Date?
        package let durationMs: Double?
        package let exitCode: Int64?
        package let output: String

        init(_ json: JSON) {
            id = json["job"]?.text ?? ""
            repository = json["repository"]?.text ?? ""
            state = json["state"]?.text ?? ""
            at = json["at"]?.date
            durationMs = json["durationMs"]?.double
            exitCode = json["exitCode"]?.whole
            output = json["output"]?.text ?? ""
        }

        package var hasEnded: Bool { !["queued", "running", "retrying"].contains(state) }
        package var hasFailed: Bool { ["failed", "timed-out", "not-started"].contains(state) }
    }

    /// How a reload or reconcile ended.
    package struct Run {
        /// `reload` or `reconcile`, where both are told together.
        package let kind: String
        package let at: Date?
        package let outcome: String
        package let isRefused: Bool
        package let durationMs: Double
        package let changedRecords: Int64
        package let timings: [(name: String, ms: Double)]
        /// Of one that was refused, where that is told.
        package let message: String?
        package let hint: String?
        /// The files that kept it from being served, where they are told.
        package let problems: [Problem]

        init?(_ json: JSON) {
            guard let outcome = json["outcome"]?.text else { return nil }
            self.outcome = outcome
            kind = json["kind"]?.text ?? ""
            at = json["at"]?.date
            isRefused = json["ok"]?.flag == false || json["error"] != nil
            durationMs = json["durationMs"]?.double ?? 0
            changedRecords = json["changedRecords"]?.whole ?? 0
            let names = [
                ("fetch", "fetchMs"), ("decide", "decideMs"), ("build", "buildMs"),
                ("swap", "swapMs"),
            ]
            timings = names.compactMap { name, key in
                json["timings"]?[key]?.double.map { (name, $0) }
            }
            message = json["error"]?["message"]?.text
            hint = json["error"]?["hint"]?.text
            problems = (json["problems"]?.list ?? []).map(Problem.init)
        }
    }

    /// The push daemon.
    package struct Push {
        package let state: String
        package let reason: String?
        package let pending: Int64
        package let lastPushAt: Date?
        package let backoffMs: Double?
        package let attempt: Int64
        package let errorMessage: String?

        init?(_ json: JSON) {
            guard let state = json["state"]?.text else { return nil }
            self.state = state
            reason = json["reason"]?.text
            pending = json["pendingCommits"]?.whole ?? 0
            lastPushAt = json["lastPushAt"]?.date
            backoffMs = json["currentBackoffMs"]?.double
            attempt = json["currentAttempt"]?.whole ?? 0
            errorMessage = json["lastError"]?["message"]?.text
        }
    }

    /// Something that an operator is needed for.
    package struct Attention {
        package let event: String
        package let subject: String
        package let message: String
        package let hint: String
        package let since: Date?

        init(_ json: JSON) {
            event = json["event"]?.text ?? ""
            subject = json["subject"]?.text ?? ""
            message = json["message"]?.text ?? ""
            hint = json["hint"]?.text ?? ""
            since = json["since"]?.date
        }
    }

    /// A conflict branch that is kept here.
    package struct Conflict {
        package let branch: String
        package let commit: String

        init(_ json: JSON) {
            branch = json["branch"]?.text ?? ""
            commit = json["commit"]?.text ?? ""
        }
    }
}
