import Foundation
import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("The log of replays") struct ReplayLogTests {
    private struct Book {
        let world: ReplayArena
        let log: ReplayLog
        let branch: BranchName

        init(_ files: ReplayArena.Files = ["base": "1"]) async throws {
            world = try await ReplayArena(files)
            branch = try #require(BranchName("main"))
            log = ReplayLog(repository: world.repository, branch: branch)
        }

        /// Replays and records; the branch moves too, unless the process "died" before.
        @discardableResult
        func replay(
            movingTheBranch moves: Bool = true, at date: Date = ReplayArena.date
        ) async throws -> CommitID {
            let tips = try await world.tips()
            let result = try await world.replayer.replay(
                tips.local, onto: tips.remote, published: [], at: date)
            guard case .clean(let history) = result else {
                Issue.record("\(result)")
                throw CancellationError()
            }
            let (previous, entry) = try await log.prepare(
                history, original: tips.local, committer: .livetree, at: date)
            let move = try await world.repository.move(
                branch.replayedRef, from: previous, to: entry, reason: "test")
            #expect(move == .moved)
            if moves {
                try await world.origin.git("update-ref", "refs/heads/main", history.tip.hex)
            }
            return history.tip
        }
    }

    @Test func knowsWhatEachCommitBecame() async throws {
        let book = try await Book()
        let one = try await book.world.local(["a": "1"])
        let two = try await book.world.local(["b": "1"])
        let remote = try await book.world.remote(["c": "1"])
        #expect(try await book.log.replayed(one) == nil)
        let tip = try await book.replay()
        let parent = try await book.world.origin.git("rev-parse", "\(tip)^")
        #expect(try await book.log.replayed(one)?.hex == parent)
        #expect(try await book.log.replayed(two) == tip)
        for other in [book.world.base, remote, tip] {
            #expect(try await book.log.replayed(other) == nil)
        }
    }

    @Test func preparingMovesNothing() async throws {
        let book = try await Book()
        let local = try await book.world.local(["a": "1"])
        try await book.world.remote(["c": "1"])
        let before = try await book.world.origin.allRefs()
        let history = try await book.world.replayed()
        let entry = try await book.log.prepare(
            history, original: local, committer: .livetree, at: ReplayArena.date)
        #expect(entry.previous == nil)
        #expect(try await book.world.origin.allRefs() == before)
        #expect(try await book.log.replayed(local) == nil)
    }

    @Test func anEntryIsReadWithGitLog() async throws {
        let book = try await Book()
        let twin = try await book.world.local(["a": "1"])
        let own = try await book.world.local(["b": "1"])
        try await book.world.remote(["a": "1"])
        let tip = try await book.replay()
        let entry = try await book.world.origin.git(
            "log", "-1", "--format=%P%n%T%n%b", book.branch.replayedRef.text)
        let empty = try await book.world.origin.git("mktree")
        #expect(
            entry.trimmingSuffix("\n")
                == "\(own) \(tip)\n\(empty)\n\(twin) dropped\n\(own) \(tip)")
        try await book.world.origin.git("fsck", "--strict", "--no-dangling")
    }

    @Test func followsSeveralReplaysToTheNewest() async throws {
        let book = try await Book()
        let first = try await book.world.local(["a": "1"])
        try await book.world.remote(["r": "1"])
        let once = try await book.replay()
        try await book.world.remote(["r": "2"])
        let twice = try await book.replay()
        let second = try await book.world.local(["b": "1"])
        try await book.world.remote(["r": "3"])
        let last = try await book.replay()
        let parent = try await book.world.origin.git("rev-parse", "\(last)^")
        for old in [first, once, twice] {
            #expect(try await book.log.replayed(old)?.hex == parent)
        }
        #expect(try await book.log.replayed(second) == last)
    }

    @Test func aReplayThatTheBranchNeverTookIsPassedOver() async throws {
        let book = try await Book()
        let local = try await book.world.local(["a": "1"])
        try await book.world.remote(["r": "1"])
        let lost = try await book.replay(movingTheBranch: false)
        let tip = try await book.replay(at: ReplayArena.date.addingTimeInterval(60))
        #expect(lost != tip)
        #expect(try await book.log.replayed(local) == tip)
    }

    @Test func aDroppedCommitIsInTheTip() async throws {
        let book = try await Book()
        let twin = try await book.world.local(["a": "1"])
        let own = try await book.world.local(["b": "1"])
        try await book.world.remote(["a": "1"])
        let tip = try await book.replay()
        #expect(try await book.log.replayed(twin) == tip)
        #expect(try await book.log.replayed(own) == tip)
    }

    @Test func aMergeIsWhatItBroughtTogether() async throws {
        let book = try await Book()
        let left = try await book.world.local(["l": "1"])
        let right = try await book.world.origin.commit(
            ["r": "1"], to: "side", parents: [book.world.base])
        let merge = try await book.world.origin.commit(["r": "1"], parents: [left, right])
        try await book.world.remote(["c": "1"])
        let tip = try await book.replay()
        #expect(try await book.log.replayed(merge) == tip)
    }

    @Test func replacedCommitsSurviveGarbageCollection() async throws {
        let book = try await Book()
        var originals: [CommitID] = []
        for number in 1...3 {
            originals.append(try await book.world.local(["a\(number)": "1"]))
            try await book.world.remote(["r": .text("\(number)")])
            try await book.replay()
        }
        try await book.world.origin.git("reflog", "expire", "--expire=now", "--all")
        try await book.world.origin.git("gc", "--quiet", "--prune=now")
        for original in originals {
            let type = try await book.world.origin.git("cat-file", "-t", original.hex)
            #expect(type == "commit")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ end: Character) -> String {
        var text = self
        while text.last == end { text.removeLast() }
        return text
    }
}
