import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Long random stories of edits")
struct CommitStoryTests {
    /// What is in a tree, by path.
    private struct Model {
        var files: [String: String] = [:]

        /// False when a file has no place: nothing changes then.
        mutating func apply(_ edits: [(String, String?)]) -> Bool {
            var next = files
            let last = Dictionary(edits, uniquingKeysWith: { $1 })
            for (path, content) in last where content == nil { next[path] = nil }
            for case (let path, let content?) in last { next[path] = content }
            var folders: Set<String> = []
            for path in next.keys {
                let parts = path.split(separator: "/")
                for count in 1..<parts.count {
                    folders.insert(parts.prefix(count).joined(separator: "/"))
                }
            }
            guard folders.isDisjoint(with: next.keys) else { return false }
            files = next
            return true
        }
    }

    /// The tree that git makes of all these files.
    private func oracle(_ model: Model, _ world: WriterWorld) async throws -> TreeID {
        let commit = try await world.repository.commit(
            model.files.mapValues { .text($0) }, to: "oracle", parents: [])
        return try #require(try await world.repository.tree(of: commit))
    }

    @Test("Every tree is the one that git makes", arguments: [1, 2, 3])
    func smallFoldersOfOddNames(seed: UInt64) async throws {
        let world = try await WriterWorld()
        var random = SplitMix(seed: seed)
        let names = ["a", "a.b", "a0", "a-", "a b", "é", "A"]
        var model = Model()
        var tip: CommitID?
        var clashes = 0
        for _ in 0..<40 {
            var batch: [[(String, String?)]] = []
            var expected = model
            var clash: Int?
            for index in 0..<Int.random(in: 1...5, using: &random) {
                let edits = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                        names.randomElement(using: &random) ?? "a"
                    }
                    let isPut = Int.random(in: 0..<5, using: &random) < 3
                    let text = "\(Int.random(in: 0...3, using: &random))"
                    return (parts.joined(separator: "/"), isPut ? text : nil)
                }
                batch.append(edits)
                if clash == nil, !expected.apply(edits) { clash = index }
            }
            let result = try await world.writer.write(
                batch.map { WriterWorld.commit($0) }, onto: tip)
            switch result {
            case .clash(let index, _):
                #expect(index == clash)
                clashes += 1
            case .written(let commits):
                #expect(clash == nil)
                for (edits, commit) in zip(batch, commits) {
                    _ = model.apply(edits)
                    #expect(try await oracle(model, world) == commit.tree)
                }
                tip = commits.last?.id
            }
        }
        #expect(clashes > 3)
        #expect(try await world.complaints() == "")
    }

    @Test("Folders of many chunks grow, shrink and change", arguments: [4, 5])
    func largeFolder(seed: UInt64) async throws {
        let world = try await WriterWorld()
        var random = SplitMix(seed: seed)
        var model = Model()
        var tip: CommitID?
        for round in 0..<30 {
            // First it grows to some two thousand files, then it shrinks to a few.
            let edits = (0..<300).map { _ in
                let path = "f/\(String(Int.random(in: 0..<4000, using: &random), radix: 36))"
                let isPut = Int.random(in: 0..<30, using: &random) > round
                return (path, isPut ? "\(round)" : nil)
            }
            let parts = [edits[..<100], edits[100..<101], edits[101..<102], edits[102...]]
            var writer = world.writer
            // Now and then one that has nothing in its cache.
            if round % 7 == 3 { writer = try CommitWriter(at: world.repository.path) }
            let result = try await writer.write(
                parts.map { WriterWorld.commit(Array($0)) }, onto: tip)
            guard case .written(let commits) = result, commits.count == 4 else {
                Issue.record("\(result)")
                return
            }
            for part in parts { _ = model.apply(Array(part)) }
            tip = commits[3].id
            #expect(try await oracle(model, world) == commits[3].tree)
        }
        #expect(try await world.complaints() == "")
    }
}
