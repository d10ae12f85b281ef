import GitModel
import HTTPTypes
import Hummingbird
import JSONModel
import LiveData
import Sheets

/// `GET /api/sheets`, `GET /api/sheets/{sheet}` and `GET /api/sheets/{sheet}/{path}`.
enum SheetEndpoints {
    /// Query names that are not field filters.
    private static let reserved: Set<String> = [
        "limit", "cursor", "sort", "q", "minCommit", "wait",
    ]

    static func all(in snapshot: Snapshot) -> Response {
        let sheets = snapshot.sheets.sorted { $0.key < $1.key }.map { name, sheet in
            JSON.object([
                "name": .string(name), "root": .string(sheet.declaration.root),
                "records": .count(sheet.count),
                "writable": .bool(sheet.declaration.readOnlyReasons.isEmpty),
                "readOnlyReasons": .array(sheet.declaration.readOnlyReasons.map(JSON.string)),
            ])
        }
        return Answers.json(.object(["commit": snapshot.commitJSON, "sheets": .array(sheets)]))
    }

    static func record(
        _ sheet: String, _ path: String, in snapshot: Snapshot
    ) throws(APIError) -> MemoryAnswer {
        guard snapshot.sheets[sheet] != nil else { throw noSheet(sheet) }
        guard let record = snapshot.record(sheet: sheet, path: path) else {
            throw .notFound(
                "no record \(path.prefix(200)) in \(sheet)",
                hint: "GET /api/sheets/\(sheet) lists the records")
        }
        return MemoryAnswer(json: record.json, etag: "\"\(record.blob.hex)\"")
    }

    /// A page in the order of paths: what it costs depends on the page only.
    static func page(
        _ sheet: String, _ target: RequestTarget, in snapshot: Snapshot
    ) throws(APIError) -> MemoryAnswer {
        let query = try query(target)
        do throws(SheetQueryError) {
            return MemoryAnswer(
                json: body(of: try query.page(of: sheet, in: snapshot), in: snapshot))
        } catch {
            throw refusal(of: error, sheet)
        }
    }

    private static func query(_ target: RequestTarget) throws(APIError) -> SheetQuery {
        SheetQuery(
            limit: try QueryNumbers.limit(
                target, default: Limits.listDefault, maximum: Limits.listMaximum),
            cursor: target.first("cursor"), sort: target.first("sort"),
            filters: target.query.filter { !reserved.contains($0.name) }.map {
                JSONFieldFilter(field: $0.name, text: $0.value)
            },
            search: target.first("q"))
    }

    static func list(
        _ sheet: String, _ target: RequestTarget, in snapshot: Snapshot, _ state: APIState
    ) async throws(APIError) -> Response {
        guard snapshot.sheets[sheet] != nil else { throw noSheet(sheet) }
        guard let site = state.data.site else { throw .noSnapshot }
        let query = try query(target)
        do throws(SheetQueryError) {
            let page = try await query.page(of: sheet, in: snapshot, index: site.search)
            return Answers.json(body(of: page, in: snapshot))
        } catch {
            throw refusal(of: error, sheet)
        }
    }

    private static func refusal(of error: SheetQueryError, _ sheet: String) -> APIError {
        switch error {
        case .noSuchSheet: noSheet(sheet)
        case .badCursor:
            .badRequest(
                "the cursor was not issued for this list", hint: "start again without a cursor")
        case .badRequest(let message): .badRequest(message)
        case .search(let error): APIError(error)
        }
    }

    /// `{commit, total, items, next}`, with the records' ready bytes copied in.
    private static func body(of page: SheetPage, in snapshot: Snapshot) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(page.items.reduce(128) { $0 + $1.json.count + 1 })
        out.append(contentsOf: "{\"commit\":".utf8)
        snapshot.commitJSON.write(to: &out)
        out.append(contentsOf: ",\"total\":\(page.total),\"items\":[".utf8)
        for (index, record) in page.items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out.append(contentsOf: record.json)
        }
        out.append(contentsOf: "],\"next\":".utf8)
        JSON.optional(page.next).write(to: &out)
        out.append(UInt8(ascii: "}"))
        return out
    }

    private static func noSheet(_ name: String) -> APIError {
        .notFound("no sheet \(name.prefix(200))", hint: "GET /api/sheets lists them")
    }
}
