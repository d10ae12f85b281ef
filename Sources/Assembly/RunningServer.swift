import AsyncHTTPClient
import Glibc
import JSONModel
import NIOCore
import NIOHTTP1
import NIOPosix

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

    /// Why there is no answer to work with.
    enum NoAnswer: Error {
        case silent(String)
        /// Somebody answered with a status, and no JSON.
        case notJSON
    }

    /// The server at `url`, which ends without a slash.
    init(url: String, secret: String) {
        self.url = url
        self.secret = secret
    }

    /// Throws 75 when no server left its address in the folder, and `unasked` when no secret is set
    /// to ask it with; `advice` ends the message.
    init(
        of configuration: Configuration, unasked: ExitCode = .tryAgainLater, advice: String
    ) throws(StopReason) {
        let path = configuration.repositoryPath
        guard let url = ServerNote.url(in: path) else {
            throw StopReason(.tryAgainLater, "\(path) is not served by a livetree: \(advice)")
        }
        let secrets = try configuration.settings.text("CFP_DATA_RELOAD_SECRET") ?? ""
        guard let secret = secrets.split(separator: ",").first else {
            throw StopReason(
                unasked,
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
        do throws(NoAnswer) {
            return try await ask(path, body: body, within: limit)
        } catch {
            let why = if case .silent(let why) = error { why } else { "not with JSON" }
            throw StopReason(
                .tryAgainLater, "the server at \(url) does not answer (\(why)): \(advice)")
        }
    }

    /// The same, for callers with words of their own.
    func ask(
        _ path: String, body: JSON? = nil, within limit: Duration
    ) async throws(NoAnswer) -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "Authorization", value: "Bearer \(secret)")
        if let body {
            request.method = .POST
            request.body = .bytes(body.bytes)
        }
        let status: HTTPResponseStatus
        let bytes: ByteBuffer
        do {
            let response = try await HTTPClient.shared.execute(
                request, timeout: TimeAmount(limit))
            status = response.status
            bytes = try await response.body.collect(upTo: Limits.answerBytes)
        } catch let error as HTTPClientError {
            throw .silent(error.shortDescription)
        } catch let error as NIOConnectionError {
            let first = error.connectionErrors.first?.error as? IOError
            throw .silent(first.map { String(cString: strerror($0.errnoCode)) } ?? "\(error)")
        } catch {
            throw .silent("\(error)")
        }
        guard let json = try? JSON.parse([UInt8](bytes.readableBytesView)) else { throw .notJSON }
        return Answer(status: status, body: json)
    }
}
