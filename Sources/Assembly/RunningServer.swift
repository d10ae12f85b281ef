import AsyncHTTPClient
import JSONModel
import NIOCore
import NIOHTTP1

/// The server that holds the data's folder, as another command of this program asks it.
struct RunningServer: Sendable {
    /// The first configured secret is shown to it.
    let url: String
    private let secret: String

    /// A status with the body it came with.
    struct Answer: Sendable {
        let status: HTTPResponseStatus
        let body: JSON
    }

    /// Throws 75 when no server left its address in the folder, or no secret is set to ask it
    /// with; `advice` ends the message.
    init(of configuration: Configuration, advice: String) throws(StopReason) {
        let path = configuration.repositoryPath
        guard let url = ServerNote.url(in: path) else {
            throw StopReason(.tryAgainLater, "\(path) is not served by a livetree: \(advice)")
        }
        let secrets = try configuration.settings.text("CFP_DATA_RELOAD_SECRET") ?? ""
        guard let secret = secrets.split(separator: ",").first else {
            throw StopReason(
                .tryAgainLater,
                "\(path) is served at \(url), and CFP_DATA_RELOAD_SECRET is not set: set it, or "
                    + advice)
        }
        self.url = url
        self.secret = String(secret)
    }

    /// Asks and returns whatever the answer is; throws 75 when there is none. With a `body` it is
    /// a POST.
    func ask(
        _ path: String, body: JSON? = nil, within limit: Duration, advice: String
    ) async throws(StopReason) -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "Authorization", value: "Bearer \(secret)")
        if let body {
            request.method = .POST
            request.body = .bytes(body.bytes)
        }
        do {
            let response = try await HTTPClient.shared.execute(
                request, timeout: TimeAmount(limit))
            let bytes = try await response.body.collect(upTo: Limits.answerBytes)
            return Answer(
                status: response.status, body: try JSON.parse([UInt8](bytes.readableBytesView)))
        } catch {
            throw StopReason(
                .tryAgainLater, "the server at \(url) does not answer (\(error)): \(advice)")
        }
    }
}
