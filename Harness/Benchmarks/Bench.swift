import Foundation

/// What every row works with.
final class Bench {
    let options: BenchOptions
    let store: CorpusStore
    let quick: Bool
    /// The measured server.
    let server: String
    /// This program.
    let ownProgram: String
    var home: String { options.home }
    private let earlyEnd: [any DispatchSourceSignal]
    private(set) var progress = Progress("")

    init(_ options: BenchOptions, quick: Bool) throws {
        self.options = options
        self.quick = quick
        store = try CorpusStore(folder: options.work)
        earlyEnd = store.prepareForEarlyEnd()
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        ownProgram = own
        let folder = own.split(separator: "/").dropLast().joined(separator: "/")
        let program = options.server ?? "/\(folder)/livetree"
        guard access(program, X_OK) == 0 else { throw BenchmarkError.missing(program) }
        server = program
    }

    func corpus(
        _ records: Int, _ layout: Corpus.Layout = .folders, _ content: Corpus.Content = .mixed
    ) -> Corpus {
        Corpus(records: records, layout: layout, seed: options.seed, content: content)
    }

    /// The records of a row's main corpus.
    func records(_ full: Int, quick few: Int) -> Int {
        options.records ?? (quick ? few : full)
    }

    func rounds(_ full: Int, quick few: Int) -> Int { quick ? few : full }

    /// What slows the server down on purpose; nil unless that was asked for.
    func handicap(_ server: Livetree) -> Handicap? {
        options.sabotage ? Handicap(server.process.pid) : nil
    }

    var turns: Turns { Turns(progress: progress) }

    /// Measures one row. What goes wrong becomes a note of the report.
    func measure(_ row: any Row.Type) async -> RowReport {
        progress = Progress(row.name)
        defer { progress.clear() }
        var report = RowReport(row.name, row.title)
        do {
            try await row.measure(self, &report)
        } catch let error as BenchmarkError {
            report.fail(error.description)
        } catch {
            report.fail("not measured: \(error)")
        }
        return report
    }
}
