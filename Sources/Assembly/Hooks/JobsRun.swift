import JSONModel
import NIOHTTP1

/// `livetree jobs`: asks the server that holds the folder.
struct JobsRun: Sendable {
    private let server: RunningServer

    /// What is asked for.
    enum Wish: Sendable {
        case list
        case run(repository: String)
    }

    private static let advice = "start it with livetree serve"

    init(_ configuration: Configuration) throws(StopReason) {
        server = try RunningServer(
            of: configuration, unasked: .badConfiguration, advice: Self.advice)
    }

    /// The server's answer. Throws when there is none, or when it refused.
    func ask(_ wish: Wish) async throws(StopReason) -> JSON {
        var body: JSON?
        if case .run(let repository) = wish {
            body = .object(["repository": .string(repository)])
        }
        let answer = try await server.ask(
            "/api/_internal/jobs", body: body, within: Limits.serverAnswer, advice: Self.advice)
        guard (200..<300).contains(answer.status.code) else {
            let isOurFault = answer.status == .unauthorized
            let message = answer.body["error"]?["message"]?.text ?? "\(answer.status)"
            let hint = answer.body["error"]?["hint"]?.text ?? "look at its log"
            throw StopReason(
                isOurFault ? .badConfiguration : .checkFailed,
                "the server refused: \(message); "
                    + (isOurFault
                        ? "set CFP_DATA_RELOAD_SECRET to the one it was started with" : hint))
        }
        return answer.body
    }

    /// One line a job, the newest first.
    static func text(of answer: JSON) -> String {
        guard case .array(let jobs)? = answer["jobs"] else { return "" }
        return jobs.map { job in
            let words = ["at", "state", "repository", "job"].map { job[$0]?.text ?? "" }
            var code = ""
            if case .integer(let number)? = job["exitCode"] { code = "exit \(number)" }
            return (words + [code]).filter { !$0.isEmpty }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
