import JSONModel
import NIOHTTP1

/// `livetree status`: finds the server and asks it.
struct StatusRun: Sendable {
    private let server: RunningServer
    var url: String { server.url }

    private static let standardURL = "http://127.0.0.1:8080"

    /// Throws when it is not clear whom to ask, or with which secret.
    init(_ settings: Settings, url: String?) throws(StopReason) {
        let address: String
        if let url { address = try Self.checked(url) } else { address = try Self.address(settings) }
        let secrets = try settings.text("CFP_DATA_RELOAD_SECRET") ?? ""
        guard let secret = secrets.split(separator: ",").first else {
            throw StopReason(
                .badConfiguration,
                "CFP_DATA_RELOAD_SECRET is not set: set it (or CFP_DATA_RELOAD_SECRET_FILE) to the "
                    + "secret of the server at \(address)")
        }
        server = RunningServer(url: address, secret: String(secret))
    }

    private static func checked(_ url: String) throws(StopReason) -> String {
        let isHTTP = url.hasPrefix("http://") || url.hasPrefix("https://")
        guard isHTTP, let host = url.split(separator: "/").dropFirst().first, !host.isEmpty else {
            throw StopReason(.usage, "\(url) is no address: write it like http://127.0.0.1:8080")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    private static func address(_ settings: Settings) throws(StopReason) -> String {
        guard let folder = try settings.text("CFP_DATA_REPO_PATH") else {
            guard let inner = try InternalAddress(settings) else { return standardURL }
            return
                "http://\(inner.host.contains(":") ? "[\(inner.host)]" : inner.host):\(inner.port)"
        }
        guard let url = ServerNote.url(in: folder) else {
            throw StopReason(
                .tryAgainLater,
                "\(folder) is not served by a livetree: start it with livetree serve, or name "
                    + "another server with --url")
        }
        return url
    }

    /// The body of `GET /api/_internal/jobs`; null when there is none yet.
    func jobs() async -> JSON {
        let answer = try? await server.ask("/api/_internal/jobs", within: Limits.statusAnswer)
        return answer?.body ?? .null
    }

    /// The body of `GET /api/_internal/status`.
    func status() async throws(StopReason) -> JSON {
        let answer: RunningServer.Answer
        do throws(RunningServer.NoAnswer) {
            answer = try await server.ask("/api/_internal/status", within: Limits.statusAnswer)
        } catch {
            switch error {
            case .silent(let why):
                throw StopReason(
                    .tryAgainLater,
                    "no server answers at \(url) (\(why)): start it with livetree serve, or name "
                        + "another with --url")
            case .notJSON: throw stranger
            }
        }
        if answer.status == .ok, answer.body["servedCommit"] != nil { return answer.body }
        switch answer.body["error"]?["code"]?.text {
        case "unauthorized":
            throw StopReason(
                .badConfiguration,
                "the server at \(url) has another secret: set CFP_DATA_RELOAD_SECRET to the one it "
                    + "was started with")
        case "not-configured":
            throw StopReason(
                .badConfiguration,
                "the server at \(url) was started without CFP_DATA_RELOAD_SECRET: start it with one"
            )
        default: throw stranger
        }
    }

    private var stranger: StopReason {
        StopReason(
            .checkFailed,
            "who answers at \(url) is no Livetree, or its internal endpoints are elsewhere "
                + "(CFP_INTERNAL_PORT): name them with --url, and check what stands before them")
    }
}
