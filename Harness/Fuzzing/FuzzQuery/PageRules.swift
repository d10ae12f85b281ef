import FuzzKit
import JSONModel
import Sheets

@testable import HTTPAPI
@testable import LiveData

/// What holds for the pages that a target asks for.
enum PageRules {
    private static let reserved = ["limit", "cursor", "sort", "q", "minCommit", "wait"]

    /// All pages together are the records that a slow and obvious filter finds, each once and in
    /// order; the page behind the target's own cursor is one of them, or refused.
    static func check(_ target: RequestTarget) {
        let filters = target.query.filter { !reserved.contains($0.name) }
        let sort = target.first("sort")
        let limit = target.first("limit").flatMap { Int($0) }.flatMap { 1...1_000 ~= $0 ? $0 : nil }
        let asked = SheetQuery(
            limit: limit ?? 7, cursor: target.first("cursor"), sort: sort,
            filters: filters.map { JSONFieldFilter(field: $0.name, text: $0.value) })
        let wanted = zip(SampleData.records, SampleData.values).filter { _, value in
            filters.allSatisfy { PlainFilter.matches(value, $0.name, $0.value) }
        }.map(\.0)
        if let page = page(of: asked) {
            claim(page.total == wanted.count, "\(page.total) records, not \(wanted.count)")
            claim(page.items.count <= asked.limit, "\(page.items.count) records on one page")
        }
        walk(asked, wanted, SheetOrder(sort))
    }

    private static func walk(_ asked: SheetQuery, _ wanted: [Record], _ order: SheetOrder) {
        var found: [Record] = []
        var cursor: String?
        repeat {
            let query = SheetQuery(
                limit: asked.limit, cursor: cursor, sort: asked.sort, filters: asked.filters)
            guard let page = page(of: query) else {
                claim(found.isEmpty, "a cursor of ours is refused")
                return
            }
            found += page.items
            cursor = page.next
            claim(found.count <= wanted.count, "there is no end of pages")
        } while cursor != nil
        claim(
            Set(found.map { Array($0.path.utf8) }) == Set(wanted.map { Array($0.path.utf8) })
                && found.count == wanted.count,
            "the pages hold \(found.map(\.path)), not \(wanted.map(\.path))")
        for (one, next) in zip(found, found.dropFirst()) {
            claim(
                order.precedes(order.position(of: one), order.position(of: next)),
                "\(next.path) stands behind \(one.path)")
        }
    }

    private static func page(of query: SheetQuery) -> SheetPage? {
        do throws(SheetQueryError) {
            return try query.page(of: SampleData.sheet, in: SampleData.snapshot)
        } catch {
            switch error {
            case .badCursor: return nil
            case .badRequest(let message):
                claim(!message.isEmpty, "a question is refused without a reason")
                return nil
            case .noSuchSheet, .search: finding("there is no answer: \(error)")
            }
        }
    }
}

/// The filters of a listing once more, on values.
enum PlainFilter {
    static func matches(_ record: JSON, _ name: String, _ text: String) -> Bool {
        var value = record
        let keys = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for key in keys {
            guard case .object(let members) = value,
                let next = members.first(where: { $0.key.utf8.elementsEqual(key) })
            else { return false }
            value = next.value
        }
        if isSame(value, text) { return true }
        guard case .array(let items) = value else { return false }
        return items.contains { isSame($0, text) }
    }

    private static func isSame(_ value: JSON, _ text: String) -> Bool {
        if case .string(let content) = value { return content.utf8.elementsEqual(text.utf8) }
        return value.bytes == Array(text.utf8)
    }
}
