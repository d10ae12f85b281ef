import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Listing commits") struct CommitWalkTests {
    /// Raw commits with any date, so that clocks that are wrong are covered too.
    private struct Graph {
        let folder: TemporaryFolder
        let origin: TestRepository
        let repository: GitRepository
        let tree: TreeID
        private(set) var commits: [CommitID] = []

        init() async throws {
            folder = try TemporaryFolder()
            origin = try await TestRepository.create(in: folder)
            repository = try GitRepository(at: origin.path)
            tree = try await repository.emptyTree()
        }

        @discardableResult
        mutating func add(_ parents: [CommitID], time: Int) async throws -> CommitID {
            let line = Array("A <a@example.org> \(time) +0000".utf8)
            let commit = try await repository.writeCommit(
                tree: tree, parents: parents, author: line, committer: line, encoding: nil,
                message: Array("\(commits.count)\n".utf8))
            commits.append(commit)
            return commit
        }

        func listed(_ tip: CommitID, _ hidden: [CommitID]) async throws -> [String] {
            var lines = ["\(tip)"] + hidden.map { "^\($0)" }
            lines.append("")
            let text = try await origin.git(
                "rev-list", "--reverse", "--topo-order", "--stdin",
                input: Array(lines.joined(separator: "\n").utf8))
            return text.split(separator: "\n").map(String.init)
        }
    }

    @Test(arguments: [UInt64(1), 2, 3]) func agreesWithGitOnRandomGraphs(
        seed: UInt64
    ) async throws {
        var random = SplitMix(seed: seed)
        var graph = try await Graph()
        for number in 0..<60 {
            var parents: [CommitID] = []
            if number > 0, Int.random(in: 0..<20, using: &random) > 0 {
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    let recent = graph.commits.suffix(6)
                    guard let parent = recent.randomElement(using: &random) else { continue }
                    if !parents.contains(parent) { parents.append(parent) }
                }
            }
            let skew = seed == 3 ? Int.random(in: -50...50, using: &random) : 0
            try await graph.add(parents, time: 1_700_000_000 + number + skew)
        }
        for round in 0..<40 {
            let tip = try #require(graph.commits.suffix(20).randomElement(using: &random))
            let hidden = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
                graph.commits.randomElement(using: &random)
            }
            let expected = try await graph.listed(tip, hidden)
            let commits = try await graph.repository.commits(
                from: tip, excluding: hidden, limit: 1_000)
            #expect(commits.map(\.hex) == expected, "seed \(seed) round \(round)")
            let count = try await graph.repository.countCommits(from: tip, excluding: hidden)
            #expect(count == expected.count, "seed \(seed) round \(round)")
        }
    }

    @Test func aLongHistoryWithAWrongClockHidesWhatIsHidden() async throws {
        var graph = try await Graph()
        let root = try await graph.add([], time: 1_700_000_000)
        var shared = root
        for number in 1...30 {
            shared = try await graph.add([shared], time: 1_600_000_000 + number)
        }
        let upstream = try await graph.add([shared], time: 1_500_000_000)
        var local = shared
        for number in 1...3 { local = try await graph.add([local], time: 1_800_000_000 + number) }
        let repository = graph.repository
        let commits = try await repository.commits(from: local, excluding: [upstream], limit: 10)
        #expect(commits == Array(graph.commits.suffix(3)))
        // What is behind only one old commit of the hidden side, too.
        let early = try await repository.commits(from: local, excluding: [root], limit: 100)
        #expect(early.map(\.hex) == (try await graph.listed(local, [root])))
    }

    @Test func nothingIsListedOfAContainedTip() async throws {
        let world = try await World()
        let repository = try world.open()
        #expect(
            try await repository.commits(from: world.first, excluding: [world.second], limit: 0)
                == [])
        #expect(
            try await repository.countCommits(from: world.first, excluding: [world.second]) == 0)
        #expect(
            try await repository.commits(from: world.second, excluding: [], limit: 2)
                == [world.first, world.second])
    }

    @Test func moreThanTheLimitIsAnError() async throws {
        let world = try await World()
        let error = await #expect(throws: GitError.self) {
            try await world.open().commits(from: world.second, excluding: [], limit: 1)
        }
        #expect(error?.code == .limitExceeded)
        #expect(error?.message.contains("more than 1 commit") == true)
    }

    @Test func aMissingCommitIsAnError() async throws {
        let world = try await World()
        let hex = world.first.hex
        try removeFile("\(world.origin.path)/objects/\(hex.prefix(2))/\(hex.dropFirst(2))")
        let repository = try world.open()
        await #expect(throws: GitError.self) {
            try await repository.commits(from: world.second, excluding: [], limit: 10)
        }
        await #expect(throws: GitError.self) {
            try await repository.countCommits(from: world.second, excluding: [])
        }
        let absent = try #require(CommitID(hex: String(repeating: "a", count: 40)))
        await #expect(throws: GitError.self) {
            try await repository.commits(from: world.second, excluding: [absent], limit: 10)
        }
    }
}
