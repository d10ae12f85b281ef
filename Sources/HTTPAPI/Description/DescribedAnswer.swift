import JSONModel

/// One good answer of an endpoint, as the description tells it.
struct DescribedAnswer {
    /// What the answer's body is.
    enum Content {
        case none
        /// JSON, of a schema of the components.
        case json(String)
        case text(String)
        /// Any file.
        case file
    }

    let status: Int
    let text: String
    let content: Content
    /// Names of headers of the components, beside `X-Data-Commit` and `X-Data-Generation`.
    var headers: [String] = []
    /// Whether those two are always there; before anything is served they are not.
    var isStamped = true

    static let notModified = DescribedAnswer(
        status: 304, text: "The client has it already.", content: .none, headers: ["ETag"])

    var json: JSON {
        var members = [JSON.Member("description", .string(text))]
        let names = (isStamped ? ["X-Data-Commit", "X-Data-Generation"] : []) + headers
        if !names.isEmpty {
            members.append(
                .init(
                    "headers",
                    .object(names.map { JSON.Member($0, .component("headers", $0)) })))
        }
        if let (media, schema) = body {
            let content = JSON.object([JSON.Member(media, .object(["schema": schema]))])
            members.append(.init("content", content))
        }
        return .object(members)
    }

    private var body: (media: String, schema: JSON)? {
        switch content {
        case .none: nil
        case .json(let name): ("application/json", .component("schemas", name))
        case .text(let media): (media, .object(["type": "string"]))
        case .file: ("*/*", .file)
        }
    }
}

extension JSON {
    /// A reference to a part of the document's components.
    static func component(_ kind: String, _ name: String) -> JSON {
        .object(["$ref": .string("#/components/\(kind)/\(name)")])
    }

    /// The schema of bytes.
    static let file = JSON.object(["type": "string", "format": "binary"])
}
