import Synchronization
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("Watching refs from outside")
struct RefWatchTests {
    @Test func seesCreationMoveAndDeletionEvenOfARepositoryThatComesLater() async throws {
        let folder = try TemporaryFolder()
        let path = folder.child("late.git")
        let seen = Box()
        let watch = try #require(
            RefWatch(["late": path], refs: [:]) { move in seen.moves.withLock { $0.append(move) } })
        let git = { (arguments: [String]) in
            try await TestSupport.GitProgram.run(["-C", path] + arguments)
        }
        _ = try await TestSupport.GitProgram.run(["init", "-q", "--bare", path])
        let tree = try await git(["mktree", "--missing"])
        let first = try await git(["commit-tree", "-m", "1", tree])
        let second = try await git(["commit-tree", "-m", "2", "-p", first, tree])
        _ = try await git(["update-ref", "refs/heads/conflicts/x", first])
        _ = try await git(["update-ref", "refs/heads/conflicts/x", second])
        _ = try await git(["pack-refs", "--all"])
        _ = try await git(["update-ref", "-d", "refs/heads/conflicts/x"])
        await watch.stop()
        let found = seen.moves.withLock { $0 }.filter { $0.ref == "refs/heads/conflicts/x" }
        #expect(found.last?.new == nil)
        #expect(found.contains { $0.new == second })
        #expect(found.allSatisfy { $0.actor == "late" && $0.old != $0.new })
    }

    private final class Box: Sendable {
        let moves = Mutex<[RefWatch.Move]>([])
    }
}
