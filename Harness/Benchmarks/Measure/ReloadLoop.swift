import Foundation
import Synchronization

/// Reloads back to back, in a thread of its own, each about one changed record.
final class ReloadLoop: Sendable {
    private struct State {
        var count = 0
        var isOver = false
        var problem: String?
    }

    private let origin: String
    private let commits: [String]
    private let state = Mutex(State())

    /// `commits` follow one another; `origin` has all of them.
    init(origin: CorpusRepository, commits: [String]) {
        self.origin = origin.path
        self.commits = commits
    }

    /// `count` commits for a loop, not yet on `main`.
    static func prepare(_ count: Int, in origin: CorpusRepository) throws -> [String] {
        var random = SeededGenerator(seed: origin.corpus.seed)
        let files = (1...count).map { version in
            [origin.corpus.record(random.int(below: origin.corpus.records), version: version)]
        }
        return try origin.commit(files, ref: "refs/ahead")
    }

    /// Reloads done so far.
    var count: Int { state.withLock { $0.count } }

    /// Runs `body` beside the reloads, and returns their rate a second too.
    func beside<Result>(
        _ port: Int, _ body: () throws -> Result
    ) throws -> (result: Result, rate: Double) {
        state.withLock { $0.isOver = false }
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            self.loop(port, until: .max)
            done.signal()
        }
        let (before, start) = (count, ContinuousClock.now)
        let result = Swift.Result { try body() }
        let rate = Double(count - before) / (ContinuousClock.now - start).seconds
        state.withLock { $0.isOver = true }
        done.wait()
        if let problem = state.withLock({ $0.problem }) {
            throw BenchmarkError.inconsistent(problem)
        }
        return (try result.get(), rate)
    }

    /// Reloads until so many are done.
    func run(_ port: Int, to end: Int) throws {
        loop(port, until: end)
        if let problem = state.withLock({ $0.problem }) {
            throw BenchmarkError.inconsistent(problem)
        }
    }

    private func loop(_ port: Int, until end: Int) {
        do {
            let connection = try HTTPConnection(port: port)
            while true {
                let (number, isOver) = state.withLock { ($0.count, $0.isOver) }
                guard !isOver, number < end else { return }
                guard number < commits.count else {
                    throw BenchmarkError.inconsistent("out of commits to reload")
                }
                try CorpusRepository.move(origin, to: commits[number])
                try Livetree.reload(connection, commit: commits[number])
                state.withLock { $0.count += 1 }
            }
        } catch {
            state.withLock { $0.problem = "\(error)" }
        }
    }
}
