import Hummingbird
import JSONModel
import LiveData

/// `GET /api/search?q=…&sheet=…&limit=`
enum SearchEndpoint {
    static func respond(
        _ target: RequestTarget, in snapshot: Snapshot, _ state: APIState
    ) async throws(APIError) -> Response {
        guard let query = target.first("q") else {
            throw .badRequest("q is missing", hint: "GET /api/search?q=WORDS")
        }
        let sheet = target.first("sheet")
        if let sheet, snapshot.sheets[sheet] == nil {
            throw .notFound("no sheet \(sheet)", hint: "GET /api/sheets lists them")
        }
        let limit = try QueryNumbers.limit(
            target, default: Limits.searchDefault, maximum: Limits.searchMaximum)
        guard let search = state.data.site?.search else { throw .searchBuilding }
        let answer: SearchAnswer
        do throws(SearchError) {
            answer = try await search.search(query, sheet: sheet, limit: limit, in: snapshot)
        } catch {
            throw APIError(error)
        }
        let hits = answer.hits.map { hit in
            JSON.object([
                "sheet": .string(hit.sheet), "path": .string(hit.path),
                "score": .number(hit.score), "snippet": .string(hit.snippet),
            ])
        }
        return Answers.json(
            .object([
                "commit": snapshot.commitJSON, "hits": .array(hits),
                "truncated": .bool(answer.truncated),
            ]))
    }
}

/// Numbers in a query string.
enum QueryNumbers {
    /// `limit`, 1 to `maximum`.
    static func limit(
        _ target: RequestTarget, default standard: Int, maximum: Int
    ) throws(APIError) -> Int {
        guard let text = target.first("limit") else { return standard }
        guard let limit = Int(text), (1...maximum).contains(limit) else {
            throw .badRequest("limit is a whole number from 1 to \(maximum)")
        }
        return limit
    }
}
