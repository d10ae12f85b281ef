import Foundation

/// How often and in what part the cases of a run are played.
package struct SuitePlan: Sendable {
    /// One of several machines that share a suite: `2/4`.
    package struct Shard: Sendable, Hashable {
        /// From 1.
        package let number: Int
        /// How many share.
        package let count: Int

        /// Reads `2/4`.
        package init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
                count > 0, count <= 1000, (1...count).contains(number)
            else { return nil }
            self.number = number
            self.count = count
        }

        /// This machine's part: every `count`th item.
        package func part<Item>(of items: [Item]) -> [Item] {
            items.enumerated().filter { $0.offset % count == number - 1 }.map(\.element)
        }
    }

    /// A case that was not green in an earlier run.
    package struct Failure: Sendable, Hashable {
        package let id: String
        /// Where its scenario is, from the root.
        package let file: String

        /// A path that is not seen from the root is seen from the current folder.
        package init(id: String, file: String) {
            self.id = id
            self.file = URL(fileURLWithPath: file).standardizedFileURL.path
        }
    }

    /// How often everything is played.
    package var times = 1
    /// Ends after the first time that is not green.
    package var endsAtFailure = false
    /// Plays each time with a seed of its own, one more than the time before.
    package var variesSeed = false
    /// How many times are played side by side, so that a case runs beside itself.
    package var sideBySide = 1
    /// The part that is played; nil is all.
    package var shard: Shard?
    /// How often a failed case is played again, to tell a flaky one from a broken one.
    package var retries = 0
    /// The only cases that are played; nil is all.
    package var only: [Failure]?

    package init() {}

    /// Everything so many times with as many seeds, until a case fails; as many times side by side
    /// as cases may be.
    package static func stress(limit: Int, jobs: Int) -> SuitePlan {
        var plan = SuitePlan()
        plan.times = limit
        plan.endsAtFailure = true
        plan.variesSeed = true
        plan.sideBySide = jobs
        return plan
    }

    /// The settings of one time, counted from 1.
    func settings(_ options: RunOptions, at time: Int) -> RunOptions {
        var options = options
        if times > 1 { options.output += "/\(time)" }
        if variesSeed { options.seed &+= UInt64(time - 1) }
        return options
    }

    /// The file in a run's folder that names the cases which were not green.
    static let failuresFile = "failed"

    /// The cases that were not green in the run of a folder.
    ///
    /// - Throws: `HarnessError.unsupported` when that run left no list.
    package static func failures(of folder: String) throws(HarnessError) -> [Failure] {
        guard
            let text = try? String(contentsOfFile: "\(folder)/\(failuresFile)", encoding: .utf8)
        else { throw .unsupported("\(folder) has no finished run") }
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return parts.count == 2 ? Failure(id: parts[0], file: parts[1]) : nil
        }
    }

    /// Between the id of a case and the version of the git it was played with.
    static let gitMark = "@git-"

    /// Writes that list: what was not green, and those of `left` that were not played.
    static func write(
        _ verdicts: [Verdict], left: [Failure] = [], to folder: String
    ) throws {
        func failure(_ verdict: Verdict) -> Failure {
            let mark = verdict.id.firstRange(of: gitMark)
            let id = mark.map { String(verdict.id[..<$0.lowerBound]) } ?? verdict.id
            return Failure(id: id, file: verdict.file)
        }
        let failed = Set(verdicts.filter { !$0.isGreen }.map(failure))
        let unplayed = Set(left).subtracting(verdicts.map(failure))
        try failed.union(unplayed).map { "\($0.id)\t\($0.file)\n" }.sorted().joined()
            .write(toFile: "\(folder)/\(failuresFile)", atomically: true, encoding: .utf8)
    }
}
