import HTTPTypes
import JSONModel

/// One method of one endpoint, as the description tells it.
struct DescribedOperation {
    /// What it is for.
    enum Tag: String {
        case read, write, follow, health
    }

    /// What has to be sent.
    struct Body {
        let text: String
        /// A schema of the components; nil: a file, byte by byte.
        let schema: String?
    }

    let method: HTTPRequest.Method
    let path: String
    let id: String
    let tag: Tag
    let summary: String
    var description: String?
    /// Names of parameters of the components.
    var parameters: [String] = []
    var body: Body?
    let answers: [DescribedAnswer]
    /// Statuses of errors; see `errors`.
    let failures: [Int]

    /// What each status of an error is called among the components.
    static let errors: [Int: String] = [
        400: "BadRequest", 401: "Unauthorized", 404: "NotFound", 408: "TooSlow", 409: "Conflict",
        410: "CommitEscaped", 412: "PreconditionFailed", 413: "PayloadTooLarge",
        414: "URITooLong", 416: "RangeNotSatisfiable", 422: "Unprocessable", 429: "RateLimited",
        431: "HeadersTooLarge", 500: "Internal", 503: "Unavailable", 504: "OutcomeUnknown",
        507: "StorageFull",
    ]

    var json: JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(id)), .init("tags", .array([.string(tag.rawValue)])),
            .init("summary", .string(summary)),
        ]
        if let description { members.append(.init("description", .string(description))) }
        if tag == .write {
            members.append(
                .init("security", .array([.object(["writeToken": .array([])])])))
        }
        if !parameters.isEmpty {
            members.append(
                .init("parameters", .array(parameters.map { .component("parameters", $0) })))
        }
        if let body { members.append(.init("requestBody", body.json)) }
        members.append(.init("responses", .object(responses)))
        return .object(members)
    }

    private var responses: [JSON.Member] {
        let good = answers.map { ($0.status, $0.json) }
        let bad = failures.compactMap { status in
            Self.errors[status].map { (status, JSON.component("responses", $0)) }
        }
        return (good + bad).sorted { $0.0 < $1.0 }.map { JSON.Member("\($0.0)", $0.1) }
    }
}

extension DescribedOperation.Body {
    fileprivate var json: JSON {
        let media = schema == nil ? "application/octet-stream" : "application/json"
        let type = schema.map { JSON.component("schemas", $0) } ?? .file
        return .object([
            "description": .string(text), "required": true,
            "content": .object([JSON.Member(media, .object(["schema": type]))]),
        ])
    }
}
