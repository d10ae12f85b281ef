import Hooks
import JSONModel

extension HookDispatcher {
    /// `hooks` of `GET /api/_internal/status`: how many jobs are in each state, and the newest.
    var summary: JSON {
        let reports = jobs
        var counts: [String: Int] = [:]
        for job in reports { counts[job.state.rawValue, default: 0] += 1 }
        let members = counts.sorted { $0.key < $1.key }.map {
            JSON.Member($0.key, .count($0.value))
        }
        var last = JSON.null
        if let job = reports.first {
            last = .object([
                "job": .string(job.job), "repository": .string(job.repository),
                "state": .string(job.state.rawValue),
            ])
        }
        return .object(["jobs": .object(members), "last": last])
    }
}
