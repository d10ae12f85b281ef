import Commit
import GitModel
import Hummingbird
import JSONModel

/// `POST /api/transactions`: several changes, one commit, all or nothing (CONTRACT §4).
enum TransactionEndpoint {
    static func respond(
        to request: Request, _ state: APIState
    ) async throws(APIError) -> Response {
        let body = try await WriteBody.bytes(of: request, limit: Limits.writeBodyBytes, state)
        if let answer = try await ForwardedWrite.answer(request, body, state) { return answer }
        var write = try write(try BodyReader.json(body))
        if write.author == nil { write.author = try WriteBody.author(of: request) }
        write.size = body.count
        let report = try await WriteEndpoints.carryOut(write, state)
        var response = Answers.json(
            .object([
                "ok": true, "commit": .optional(report.commit?.hex),
                "swapped": .bool(report.swapped),
                "operations": .array(
                    report.operations.map {
                        .object([
                            "op": .string($0.action), "sheet": .string($0.sheet),
                            "path": .string($0.path), "created": .bool($0.isNew),
                        ])
                    }),
            ]))
        response.stamp(report.snapshot)
        return response
    }

    private static func write(_ json: JSON) throws(APIError) -> WriteRequest {
        let members = try members(of: json, known: ["message", "author", "operations"], "the body")
        guard case .array(let list)? = members["operations"] else {
            throw .badRequest("operations is missing or no list")
        }
        guard !list.isEmpty, list.count <= Commit.Limits.operations else {
            throw .badRequest("operations holds none, or over \(Commit.Limits.operations)")
        }
        var operations: [WriteOperation] = []
        for (index, item) in list.enumerated() {
            operations.append(try operation(item, "operations[\(index)]"))
        }
        let message = try text("message", in: members, "the body")
        guard (message?.utf8.count ?? 0) <= Commit.Limits.messageBytes else {
            throw .badRequest("message is over \(Commit.Limits.messageBytes) bytes")
        }
        var author: Identity?
        if let text = try text("author", in: members, "the body") {
            author = try WriteBody.author(text)
        }
        return WriteRequest(operations, message: message, author: author, isTransaction: true)
    }

    private static func operation(
        _ json: JSON, _ place: String
    ) throws(APIError) -> WriteOperation {
        let members = try members(of: json, known: ["op", "sheet", "path", "record"], place)
        guard let sheet = try text("sheet", in: members, place) else {
            throw .badRequest("\(place) has no sheet")
        }
        let path = try text("path", in: members, place)
        let record = members["record"]
        switch (try text("op", in: members, place), path, record) {
        case ("put", _, let record?):
            return WriteOperation(sheet: sheet, .put(path: path, record, onlyNew: false))
        case ("patch", let path?, let record?):
            return WriteOperation(sheet: sheet, .patch(path: path, record))
        case ("delete", let path?, nil): return WriteOperation(sheet: sheet, .delete(path: path))
        case ("put", _, _): throw .badRequest("\(place) has no record")
        case ("patch", _, _): throw .badRequest("\(place) has no path or no record")
        case ("delete", _, _): throw .badRequest("\(place) has no path, or a record")
        default: throw .badRequest("\(place): op is none of put, patch and delete")
        }
    }

    private static func members(
        of json: JSON, known: Set<String>, _ place: String
    ) throws(APIError) -> [String: JSON] {
        guard case .object(let list) = json else {
            throw .badRequest("\(place) is no JSON object")
        }
        var members: [String: JSON] = [:]
        for member in list {
            // A misspelt or doubled key would otherwise write something else than was meant.
            guard known.contains(member.key) else {
                throw .badRequest("\(place) has an unknown field \(member.key.prefix(40))")
            }
            guard members.updateValue(member.value, forKey: member.key) == nil else {
                throw .badRequest("\(place) has the field \(member.key) twice")
            }
        }
        return members
    }

    /// Nil when missing or null.
    private static func text(
        _ key: String, in members: [String: JSON], _ place: String
    ) throws(APIError) -> String? {
        switch members[key] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .badRequest("\(place): \(key) is no text")
        }
    }
}
