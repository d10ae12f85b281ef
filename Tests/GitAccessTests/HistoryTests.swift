import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("History")
struct HistoryTests {
    @Test func countsBothSidesOfADivergence() async throws {
        let world = try await World()
        let ours = try await world.origin.commit(["a": "1"], to: "ours", parents: [world.first])
        let more = try await world.origin.commit(["a": "2"], to: "ours")
        let repository = try world.open()
        #expect(
            try await repository.relation(local: more, remote: world.second)
                == BranchRelation(ahead: 2, behind: 1, mergeBase: world.first))
        #expect(
            try await repository.relation(local: ours, remote: more)
                == BranchRelation(ahead: 0, behind: 1, mergeBase: ours))
        #expect(
            try await repository.relation(local: more, remote: more)
                == BranchRelation(ahead: 0, behind: 0, mergeBase: more))
    }

    @Test func unrelatedHistoriesHaveNoBase() async throws {
        let world = try await World()
        let other = try await world.origin.commit(["b": "1"], to: "other", parents: [])
        let relation = try await world.open().relation(local: other, remote: world.second)
        #expect(relation == BranchRelation(ahead: 1, behind: 2, mergeBase: nil))
    }

    @Test func aMissingCommitIsAnErrorNotAnUnrelatedHistory() async throws {
        let world = try await World()
        let repository = try world.open()
        let missing = CommitID(ObjectID.zero)
        await #expect(throws: GitError.self) {
            try await repository.relation(local: world.first, remote: missing)
        }
        await #expect(throws: GitError.self) {
            try await repository.isAncestor(missing, of: world.second)
        }
    }

    @Test func knowsAncestors() async throws {
        let world = try await World()
        let repository = try world.open()
        #expect(try await repository.isAncestor(world.first, of: world.second))
        #expect(try await repository.isAncestor(world.second, of: world.second))
        #expect(try await !repository.isAncestor(world.second, of: world.first))
    }

    @Test func readsACommit() async throws {
        let world = try await World()
        let info = try await world.open().info(of: world.second)
        #expect(info.parents == [world.first])
        #expect(info.tree == (try await world.origin.tree(of: world.second)))
        let time = try await world.origin.git("log", "-1", "--format=%ct", world.second.hex)
        #expect(String(info.committedAt) == time)
    }

    @Test func findsACommitByItsFirstDigits() async throws {
        let world = try await World()
        let repository = try world.open()
        for length in [7, 12, 40] {
            let hex = String(world.first.hex.prefix(length))
            #expect(try await repository.resolve(abbreviated: hex) == world.first)
            #expect(try await repository.resolve(abbreviated: hex.uppercased()) == world.first)
        }
    }

    @Test func findsNothingBehindOtherWords() async throws {
        let world = try await World()
        try await world.origin.git("branch", "beef", world.first.hex)
        try await world.origin.git("tag", "--annotate", "-m", "x", "v1", world.first.hex)
        let tag = try await world.origin.git("rev-parse", "refs/tags/v1")
        let tree = try #require(try await world.origin.tree(of: world.first))
        let repository = try world.open()
        let words = [
            "beef", "main", "HEAD", "HEAD~1", "refs/heads/main", "", "abc", "--all", tag, tree.hex,
            world.first.hex + "0", String(repeating: "0", count: 40), "\(world.first.hex)^",
        ]
        for word in words {
            #expect(try await repository.resolve(abbreviated: word) == nil, "\(word)")
        }
    }

    @Test func digitsNameTheOnlyCommitAmongOtherObjectsThatShareThem() async throws {
        let folder = try TemporaryFolder()
        let repository = try await TestRepository.create(in: folder)
        // 4 digits name one of 65 536: among 4 500 objects some share theirs.
        var stream = ""
        for number in 0..<3_000 {
            let text = "content \(number)"
            stream += "blob\ndata \(text.utf8.count)\n\(text)\n"
        }
        for number in 0..<1_500 {
            stream += "commit refs/heads/main\ncommitter A <a@example.org> \(number) +0000\n"
            stream += "data 0\n"
        }
        try await repository.git("fast-import", "--quiet", input: Array(stream.utf8))
        let listing = try await repository.git(
            "cat-file", "--batch-check=%(objectname) %(objecttype)", "--batch-all-objects")
        let groups = Dictionary(grouping: listing.split(separator: "\n")) { String($0.prefix(4)) }
        let opened = try GitRepository(at: repository.path)
        var sizes: [Int: Int] = [:]
        for (digits, lines) in groups where lines.count > 1 {
            let commits = lines.filter { $0.hasSuffix(" commit") }
            let only = commits.count == 1 ? CommitID(hex: String(commits[0].prefix(40))) : nil
            #expect(try await opened.resolve(abbreviated: digits) == only, "\(lines)")
            sizes[min(commits.count, 2), default: 0] += 1
        }
        #expect(sizes.count == 3, "no group of a kind: \(sizes)")
    }
}
