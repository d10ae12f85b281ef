import NIOHTTP1

/// One request as `git http-backend` wants to be told about it.
struct CGIRequest: Sendable {
    /// `upload-pack`, `receive-pack`, or nil for any other file.
    let service: String?
    /// Whether the harness itself asks, on behalf of a `git` step.
    let isFromScenario: Bool
    private let head: HTTPRequestHead
    private let path: String
    private let query: String

    /// The header with which commands of the harness make themselves known.
    static let scenarioHeader = "X-Scenario-Step"

    init(_ head: HTTPRequestHead) {
        self.head = head
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? "/"
        query = parts.count > 1 ? String(parts[1]) : ""
        isFromScenario = head.headers.contains(name: Self.scenarioHeader)
        if path.hasSuffix("/git-upload-pack") || query.contains("service=git-upload-pack") {
            service = "upload-pack"
        } else if path.hasSuffix("/git-receive-pack") || query.contains("service=git-receive-pack")
        {
            service = "receive-pack"
        } else {
            service = nil
        }
    }

    /// Whether somebody is told that an operator is needed; no matter of git's, nor of faults.
    var isAlert: Bool { path.hasSuffix("/scenario-alerts") }

    /// What the request names behind the repository: `/info/refs?service=git-upload-pack`.
    var behindRepository: String {
        guard let end = head.uri.firstRange(of: ".git/") else { return "" }
        return "/" + head.uri[end.upperBound...]
    }

    /// Whether the request asks for the repository that a redirect named, on this very remote.
    func followed(_ location: String?) -> Bool {
        location.map { $0.hasPrefix("/") && path.hasPrefix($0 + "/") } ?? false
    }

    /// True for a path that could leave the project folder.
    var isOutside: Bool { path.split(separator: "/").contains("..") || path.contains("%") }

    /// The CGI environment on top of `base`.
    func environment(root: String, base: [String: String]) -> [String: String] {
        var environment = base
        environment["GIT_PROJECT_ROOT"] = root
        environment["GIT_HTTP_EXPORT_ALL"] = "1"
        environment["REQUEST_METHOD"] = head.method.rawValue
        environment["PATH_INFO"] = path
        environment["QUERY_STRING"] = query
        environment["REMOTE_ADDR"] = "127.0.0.1"
        environment["REMOTE_USER"] = isFromScenario ? "step" : "server"
        environment["SCENARIO_PUSHER"] = isFromScenario ? "step" : "server"
        environment["SERVER_PROTOCOL"] = "HTTP/1.1"
        environment["CONTENT_TYPE"] = head.headers.first(name: "Content-Type")
        environment["CONTENT_LENGTH"] = head.headers.first(name: "Content-Length")
        environment["HTTP_CONTENT_ENCODING"] = head.headers.first(name: "Content-Encoding")
        environment["HTTP_GIT_PROTOCOL"] = head.headers.first(name: "Git-Protocol")
        environment["GIT_PROTOCOL"] = head.headers.first(name: "Git-Protocol")
        return environment
    }
}
