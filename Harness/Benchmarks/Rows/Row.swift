/// One row of docs/performance.md.
protocol Row {
    static var name: String { get }
    static var title: String { get }

    /// Adds figures to the report as it gets them: what was measured before an error is kept.
    static func measure(_ bench: Bench, _ report: inout RowReport) async throws
}

/// All of them.
enum Rows {
    static var all: [any Row.Type] {
        [
            P1Reload.self, P2Build.self, P3Boot.self, P4Reads.self, P5ReadsDuringReloads.self,
            P6Search.self, P7Writes.self, P8Webhooks.self, P9Memory.self, P10Reconcile.self,
        ]
    }

    /// Those named, in the order of the table; all without a name.
    static func named(_ names: [String]) throws -> [any Row.Type] {
        let wanted = names.map { $0.uppercased() }
        for name in wanted where !all.contains(where: { $0.name == name }) {
            throw BenchmarkError.usage("no row \(name): P1 to P10")
        }
        return wanted.isEmpty ? all : all.filter { wanted.contains($0.name) }
    }
}
