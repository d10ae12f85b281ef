import Hummingbird
import JSONModel
import LiveData
import Push
import Reload

/// `GET /api/health/live` and `GET /api/health/ready`.
enum HealthEndpoints {
    static func live() -> Response {
        Answers.json(.object(["ok": true, "live": true]))
    }

    /// Ready means a snapshot is served; staleness degrades the body, never the status.
    static func ready(_ state: APIState) -> Response {
        guard let snapshot = state.live.current else { return Answers.error(.noSnapshot) }
        let last = state.data.site?.journal.newest
        var problem = JSON.null
        if case .refused(let refusal) = last?.result {
            problem = .string(refusal.code)
        } else if let push = state.data.site?.push?.status,
            push.state == .halted || push.state == .backingOff
        {
            problem = .string("push-\(push.reason?.rawValue ?? "unknown")")
        }
        var response = Answers.json(
            .object([
                "ok": true, "ready": true, "degraded": .bool(problem != .null),
                "reason": problem, "commit": snapshot.commitJSON,
                "generation": .count(snapshot.generation),
                "search": .string(
                    state.data.site?.search.isBuilding == false ? "ready" : "building"),
            ]))
        response.stamp(snapshot)
        return response
    }
}
