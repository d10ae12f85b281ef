import HTTPTypes
import Hooks
import Hummingbird
import JSONModel

/// The one table from what a delivery led to, to statuses (CONTRACT §5).
enum HookResponses {
    /// The answer to a delivery of one or more pushes. A sender sends again what failed as a whole,
    /// so a failure outweighs a success, and a success what was ignored.
    static func response(to decisions: [HookDecision]) throws(APIError) -> Response {
        for decision in decisions {
            switch decision {
            case .failed(let message):
                throw APIError(
                    status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
                    code: "storage-full", message: "the job could not be noted: \(message)",
                    hint: "see the disk of CFP_DATA_REPO_PATH, then send it again")
            case .busy: throw .rateLimited
            case .accepted, .duplicate, .ignored, .unauthorized: break
            }
        }
        var answer: (rank: Int, response: Response)?
        for decision in decisions {
            let next = response(to: decision)
            if next.rank > answer?.rank ?? 0 { answer = next }
        }
        guard let answer else { throw .unsigned }
        return answer.response
    }

    private static func response(to decision: HookDecision) -> (rank: Int, response: Response) {
        switch decision {
        case .accepted(let job, let state):
            let body = JSON.object([
                "ok": true, "job": .string(job), "state": .string(state.rawValue),
            ])
            return (3, Answers.json(body, status: .accepted))
        case .duplicate: return (2, Answers.json(.object(["ok": true, "duplicate": true])))
        case .ignored(let why):
            return (1, Answers.json(.object(["ok": true, "ignored": .string(why)])))
        case .unauthorized, .busy, .failed:
            return (0, Answers.error(.unsigned))
        }
    }
}
