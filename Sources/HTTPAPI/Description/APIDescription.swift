import Hummingbird
import JSONModel

/// `GET /api/openapi.json`: the public endpoints, in OpenAPI 3.1. A test compares it with the
/// routes; the internal endpoints are not in it.
enum APIDescription {
    static func respond() -> Response { Answers.json(bytes) }

    static var operations: [DescribedOperation] { reads + writes + others }

    /// Written once; it says nothing that changes.
    private static let bytes = document.bytes

    static var document: JSON {
        .object([
            "openapi": "3.1.0", "info": info,
            "servers": .array([.object(["url": "/"])]),
            "tags": .array([
                tag("read", "Answered from memory, at once."),
                tag("write", "One request, one commit, durable and served before the answer."),
                tag("follow", "For caches, builds of static sites, and whoever keeps copies."),
                tag("health", "For those who run it."),
            ]),
            "paths": paths, "components": components,
        ])
    }

    private static let info = JSON.object([
        "title": "Livetree", "version": "0.1.0",
        "summary": "The records of a git branch, served from memory.",
        "description": """
        Each answer comes from one commit, named in `X-Data-Commit`. Every error has one shape. \
        `GET` endpoints answer `HEAD` too, but for the events.
        """,
        "license": .object(["name": "MIT", "identifier": "MIT"]),
    ])

    private static func tag(_ name: String, _ description: String) -> JSON {
        .object(["name": .string(name), "description": .string(description)])
    }

    /// By path, in the order of the operations.
    private static var paths: JSON {
        var order: [String] = []
        var methods: [String: [JSON.Member]] = [:]
        for operation in operations {
            if methods[operation.path] == nil { order.append(operation.path) }
            methods[operation.path, default: []].append(
                .init(operation.method.rawValue.lowercased(), operation.json))
        }
        return .object(order.map { JSON.Member($0, .object(methods[$0] ?? [])) })
    }

    private static var components: JSON {
        .object([
            "securitySchemes": .object([
                "writeToken": .object([
                    "type": "http", "scheme": "bearer",
                    "description": "A token of `CFP_WRITE_TOKEN`.",
                ])
            ]),
            "parameters": parsed(parameters), "headers": parsed(headers),
            "responses": parsed(responses), "schemas": parsed(schemas),
        ])
    }

    /// Text of ours that is JSON.
    private static func parsed(_ text: String) -> JSON {
        guard let json = try? JSON.parse(Array(text.utf8)) else {
            preconditionFailure("a part of the description is no JSON")
        }
        return json
    }
}
