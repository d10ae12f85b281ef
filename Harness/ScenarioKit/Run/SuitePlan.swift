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

    /// How often everything is played.
    package var times = 1
    /// Ends after the first time that is not green.
    package var endsAtFailure = false
    /// The part that is played; nil is all.
    package var shard: Shard?
    /// How often a failed case is played again, to tell a flaky one from a broken one.
    package var retries = 0
    /// Ids of the only cases that are played; nil is all.
    package var only: Set<String>?

    package init() {}

    /// The file in a run's folder that names the cases which were not green.
    static let failuresFile = "failed"

    /// Ids of the cases that were not green in the run of a folder.
    ///
    /// - Throws: `HarnessError.unsupported` when that run left no list.
    package static func failures(of folder: String) throws(HarnessError) -> Set<String> {
        guard
            let text = try? String(contentsOfFile: "\(folder)/\(failuresFile)", encoding: .utf8)
        else { throw .unsupported("\(folder) has no finished run") }
        return Set(text.split(separator: "\n").map(String.init))
    }

    /// Between the id of a case and the version of the git it was played with.
    static let gitMark = "@git-"

    /// Writes that list.
    static func write(_ verdicts: [Verdict], to folder: String) throws {
        let ids = verdicts.filter { !$0.isGreen }.map { verdict in
            verdict.id.firstRange(of: gitMark).map { String(verdict.id[..<$0.lowerBound]) }
                ?? verdict.id
        }
        try Set(ids).sorted().map { $0 + "\n" }.joined()
            .write(toFile: "\(folder)/\(failuresFile)", atomically: true, encoding: .utf8)
    }
}
