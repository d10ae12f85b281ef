import Foundation

/// gitsheets in a Python process; it measures itself, so that Python's start does not count.
struct Gitsheets {
    private let python: String
    private let script: String

    init(_ bench: Bench) throws {
        script = bench.home + "/Harness/Benchmarks/Peer/gitsheets_peer.py"
        let own = bench.store.folder + "/venv/bin/python"
        let candidates = [own, "python3"]
        let found = candidates.first {
            (try? ChildProcess.run([$0, "-c", "import gitsheets"])) != nil
        }
        guard let found else { throw BenchmarkError.missing("gitsheets") }
        python = found
    }

    /// Milliseconds to list all records of all sheets.
    func list(_ repository: CorpusRepository) throws -> Double {
        let words = try words(["list", repository.path] + repository.corpus.sheets)
        guard Int(words[0]) == repository.corpus.records else {
            throw BenchmarkError.inconsistent("gitsheets lists \(words[0]) records")
        }
        return (Double(words[1]) ?? .nan) * 1_000
    }

    /// Transactions of one record a second, for so many seconds, in one process.
    func writes(_ repository: CorpusRepository, seconds: Int, seed: Int) throws -> Double {
        let words = try words([
            "write", repository.path, repository.corpus.layout.rawValue,
            "\(repository.corpus.records)", "\(seconds)", "\(seed)",
        ])
        return (Double(words[0]) ?? .nan) / (Double(words[1]) ?? .nan)
    }

    private func words(_ arguments: [String]) throws -> [String] {
        let text = try ChildProcess.output([python, script] + arguments)
        let words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
        guard words.count == 2 else { throw BenchmarkError.inconsistent(text) }
        return words
    }
}
