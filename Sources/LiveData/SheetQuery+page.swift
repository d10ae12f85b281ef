import Sheets

extension SheetQuery {
    /// The records of a page that were found so far.
    private struct Found {
        var total = 0
        /// The first `limit` + 1 after the cursor, in order once the scan is over.
        var items: [(position: SheetPosition, record: Record)] = []
    }

    /// Answers the question in one snapshot, off the caller's actor.
    ///
    /// Sorted by path and without filters it costs what the page holds; otherwise all records of
    /// the sheet (with `search`: all that are found) are looked at once.
    @concurrent
    package func page(
        of sheetName: String, in snapshot: Snapshot, index: SearchIndex
    ) async throws(SheetQueryError) -> SheetPage {
        guard let search else { return try page(of: sheetName, in: snapshot) }
        guard snapshot.sheets[sheetName] != nil else { throw .noSuchSheet }
        let after = try checkedCursor(sheet: sheetName)
        let records: [Record]
        do {
            records = try await index.records(matching: search, sheet: sheetName, in: snapshot)
        } catch {
            throw .search(error)
        }
        return page(scan(records, after: after, order: SheetOrder(sort)), of: sheetName)
    }

    /// The same where nothing is searched for: at once, on the caller's thread.
    package func page(
        of sheetName: String, in snapshot: Snapshot
    ) throws(SheetQueryError) -> SheetPage {
        precondition(search == nil, "a search has to ask the index")
        guard let sheet = snapshot.sheets[sheetName] else { throw .noSuchSheet }
        let after = try checkedCursor(sheet: sheetName)
        let order = SheetOrder(sort)
        let found =
            filters.isEmpty && order.field == nil
            ? walk(sheet.records, after: after, order: order)
            : scan(sheet.records.lazy.map(\.value), after: after, order: order)
        return page(found, of: sheetName)
    }

    private func page(_ found: Found, of sheet: String) -> SheetPage {
        let items = found.items.prefix(limit)
        let next = found.items.count > limit ? items.last : nil
        return SheetPage(
            total: found.total, items: items.map(\.record),
            next: next.map { SheetCursor(position: $0.position).text(sheet: sheet, sort: sort) })
    }

    private func checkedCursor(sheet: String) throws(SheetQueryError) -> SheetPosition? {
        guard (1...Limits.pageRecords).contains(limit) else {
            throw .badRequest("limit must be from 1 to \(Limits.pageRecords)")
        }
        guard filters.count <= Limits.filters else {
            throw .badRequest("more than \(Limits.filters) field filters")
        }
        guard sort != "", sort != "-" else { throw .badRequest("sort must name a field") }
        guard let cursor else { return nil }
        guard let known = SheetCursor(cursor, sheet: sheet, sort: sort) else { throw .badCursor }
        return known.position
    }

    /// By path, everything matches: goes straight to the place.
    private func walk(
        _ records: SortedEntries<Record>, after: SheetPosition?, order: SheetOrder
    ) -> Found {
        var found = Found(total: records.count)
        let start = after.map { records.firstIndex(after: $0.path) } ?? records.startIndex
        for entry in records[start...].prefix(limit + 1) {
            found.items.append((order.position(of: entry.value), entry.value))
        }
        return found
    }

    /// Looks at every record and keeps the first `limit` + 1 after the cursor.
    private func scan(
        _ records: some Sequence<Record>, after: SheetPosition?, order: SheetOrder
    ) -> Found {
        var found = Found()
        // Pending items are cut whenever twice as many as needed have come together.
        let room = 2 * (limit + 1)
        var last: SheetPosition?
        for record in records {
            guard filters.allSatisfy({ $0.matches(record.json) }) else {
                continue
            }
            found.total += 1
            let position = order.position(of: record)
            if let after, !order.precedes(after, position) { continue }
            if let last, order.precedes(last, position) { continue }
            found.items.append((position, record))
            if found.items.count >= room {
                found.items.sort { order.precedes($0.position, $1.position) }
                found.items.removeLast(found.items.count - limit - 1)
                last = found.items.last?.position
            }
        }
        found.items.sort { order.precedes($0.position, $1.position) }
        if found.items.count > limit + 1 {
            found.items.removeLast(found.items.count - limit - 1)
        }
        return found
    }
}
