/// What readers ask for: paths by kind, drawn with a seed.
package struct ReadPlan: Sendable {
    /// The sheet that is listed.
    package let sheet: String
    /// Paths of records that are read one by one, without the sheet.
    package let records: [String]
    /// Stamps of the drawn history, for searches and filters.
    package let stamps: [Int]
    /// How many records a list asks for.
    private let listed: Int
    private let kinds: [ReadRecord.Kind]

    /// Makes a plan; `mix` gives each kind its weight, empty for the usual one.
    ///
    /// - Throws: `HarnessError.unsupported` for an unknown kind of read.
    package init(
        sheet: String, records: [String], stamps: [Int], mix: [String: Int], listed: Int = 200
    ) throws(HarnessError) {
        self.sheet = sheet
        self.listed = listed
        self.records = records
        self.stamps = stamps
        var kinds: [ReadRecord.Kind] = []
        let usual = ["list": 3, "get": 4, "search": 2, "list-filtered": 1]
        for (word, weight) in (mix.isEmpty ? usual : mix).sorted(by: { $0.key < $1.key }) {
            guard let kind = ReadRecord.Kind.allCases.first(where: { $0.word == word }) else {
                throw .unsupported("readers have no kind of read named \(word)")
            }
            if kind == .get, records.isEmpty { continue }
            if [.search, .listFiltered].contains(kind), stamps.isEmpty { continue }
            kinds.append(contentsOf: Array(repeating: kind, count: min(weight, 1000)))
        }
        self.kinds = kinds.isEmpty ? [.list] : kinds
    }

    /// The next read: its kind, its path, and the stamp it asks for.
    func next(
        _ random: inout SplitMix, cursor: String?
    ) -> (kind: ReadRecord.Kind, path: String, stamp: Int?) {
        let kind = kinds[Int(random.next() % UInt64(kinds.count))]
        switch kind {
        case .list: return (kind, "/api/sheets/\(sheet)?limit=\(listed)", nil)
        case .get:
            let record = records[Int(random.next() % UInt64(records.count))]
            return (kind, "/api/sheets/\(sheet)/\(record)", nil)
        case .search:
            let stamp = stamps[Int(random.next() % UInt64(stamps.count))]
            return (kind, "/api/search?q=\(stamp)&sheet=\(sheet)&limit=100", stamp)
        case .listFiltered:
            let stamp = stamps[Int(random.next() % UInt64(stamps.count))]
            return (kind, "/api/sheets/\(sheet)?gen=\(stamp)&limit=200", stamp)
        case .page:
            let tail = cursor.map { "&cursor=\($0)" } ?? ""
            return (kind, "/api/sheets/\(sheet)?limit=20\(tail)", nil)
        }
    }
}
