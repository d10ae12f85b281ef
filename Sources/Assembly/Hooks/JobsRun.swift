import AsyncHTTPClient
import Foundation
import JSONModel
import NIOCore
import NIOHTTP1

/// `livetree jobs`: asks the server that holds the folder.
struct JobsRun: Sendable {
    private let configuration: Configuration

    /// What is asked for.
    enum Wish: Sendable {
        case list
        case run(repository: String)
    }

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// The server's answer. Throws when there is none, or when it refused.
    func ask(_ wish: Wish) async throws -> JSON {
        let path = configuration.repositoryPath
        guard let url = ServerNote.url(in: path) else {
            throw StopReason(
                .tryAgainLater, "no server runs on \(path): start it with livetree serve")
        }
        let secrets = try configuration.settings.text("CFP_DATA_RELOAD_SECRET") ?? ""
        guard let secret = secrets.split(separator: ",").first else {
            throw StopReason(
                .badConfiguration, "CFP_DATA_RELOAD_SECRET is not set: the server wants to see it")
        }
        var request = HTTPClientRequest(url: url + "/api/_internal/jobs")
        request.headers.add(name: "Authorization", value: "Bearer \(secret)")
        if case .run(let repository) = wish {
            request.method = .POST
            request.body = .bytes(JSON.object(["repository": .string(repository)]).bytes)
        }
        let answer: JSON
        let status: HTTPResponseStatus
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            status = response.status
            let bytes = try await response.body.collect(upTo: 64 << 20)
            answer = try JSON.parse([UInt8](bytes.readableBytesView))
        } catch {
            throw StopReason(
                .tryAgainLater, "the server at \(url) does not answer (\(error)): is it stopping?")
        }
        guard (200..<300).contains(status.code) else {
            let message = answer["error"]?["message"]?.text ?? "\(status)"
            let hint = answer["error"]?["hint"]?.text ?? "look at its log"
            throw StopReason(.checkFailed, "the server refused: \(message); \(hint)")
        }
        return answer
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
