import GitAccess
import GitModel
import Synchronization
import TestSupport
import Testing

@Suite("Reading many blobs")
struct BlobReaderTests {
    private func filled(
        _ count: Int
    ) async throws -> (TemporaryFolder, TestRepository, [TreeFile]) {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let files = (0..<count).map { ("f\($0)", TestFile.text("content \($0)")) }
        let commit = try await origin.commit(Dictionary(uniqueKeysWithValues: files))
        let tree = try #require(try await origin.tree(of: commit))
        let listed = try await GitRepository(at: origin.path).files(in: tree, below: nil)
        return (folder, origin, listed)
    }

    @Test func resultsComeInTheOrderOfTheItems() async throws {
        let (_, origin, files) = try await filled(3_000)
        let shuffled = files.shuffled()
        let texts = try await BlobReader(path: origin.path).map(
            shuffled, blob: { $0.id },
            transform: { "\($0.path): \(String(decoding: $1, as: UTF8.self))" })
        #expect(texts == shuffled.map { "\($0.path): content \($0.path.dropFirst())" })
    }

    @Test func nothingToReadNeedsNoRepository() async throws {
        let reader = BlobReader(path: "/nonexistent")
        let nothing = try await reader.map([BlobID](), blob: { $0 }, transform: { $1.count })
        #expect(nothing.isEmpty)
        await #expect(throws: GitError.self) {
            try await reader.map([BlobID(.zero)], blob: { $0 }, transform: { $1.count })
        }
    }

    @Test func aMissingBlobStopsTheRest() async throws {
        let (_, origin, files) = try await filled(3_000)
        let reader = BlobReader(path: origin.path)
        let calls = Atomic<Int>(0)
        let many = [BlobID(ObjectID.zero)] + (0..<100).flatMap { _ in files.map(\.id) }
        let error = await #expect(throws: GitError.self) {
            try await reader.map(
                many, blob: { $0 },
                transform: { _, bytes in
                    calls.add(1, ordering: .relaxed)
                    return bytes.count
                })
        }
        #expect(error?.isNotFound == true)
        #expect(calls.load(ordering: .relaxed) < many.count / 2)
    }

    @Test func anObjectThatIsNoBlobIsAnError() async throws {
        let world = try await World()
        await #expect(throws: GitError.self) {
            try await BlobReader(path: world.origin.path)
                .map([BlobID(world.first.object)], blob: { $0 }, transform: { $1.count })
        }
    }

    @Test func aCorruptBlobIsAnError() async throws {
        let (folder, origin, files) = try await filled(3)
        let id = files[0].id.hex
        let name = "origin.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        let other = files[1].id.hex
        // Another blob's bytes under this name: they can be read but are not what they should be.
        let bytes = try readFile(
            folder.child("origin.git/objects/\(other.prefix(2))/\(other.dropFirst(2))"))
        try removeFile(folder.child(name))
        try writeFile(bytes, to: folder.child(name))
        let error = await #expect(throws: GitError.self) {
            try await GitRepository(at: origin.path).blob(files[0].id)
        }
        #expect(error?.code == .mismatch)
    }

    @Test func callsAtTheSameTimeShareTheThreads() async throws {
        let (_, origin, files) = try await filled(2_000)
        let reader = BlobReader(path: origin.path)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await reader.map(files, blob: { $0.id }, transform: { $1.count }).reduce(
                        0, +)
                }
            }
            let sums = try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            #expect(sums.count == 1)
        }
    }

    @Test func openHandlesSeeWhatGitFetchedLater() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let repository = try GitRepository(at: clone.path)
        let reader = BlobReader(path: clone.path)
        #expect(try await repository.tip(of: world.main.ref) == world.second)
        let known = try await repository.files(
            in: repository.info(of: world.second).tree, below: nil)
        _ = try await reader.map(known, blob: { $0.id }, transform: { $1.count })

        // More objects than git unpacks: they come as a pack.
        let files = (0..<300).map { ("new/f\($0)", TestFile.text("new \($0)")) }
        let commit = try await world.origin.commit(Dictionary(uniqueKeysWithValues: files))
        #expect(!(try await repository.hasObject(commit.object)))
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path,
            timeout: .seconds(20))
        #expect(result == .fetched(remoteTip: commit))

        #expect(try await repository.hasObject(commit.object))
        #expect(
            try await repository.resolve(abbreviated: String(commit.hex.prefix(10))) == commit)
        #expect(try await repository.tip(of: world.main.trackingRef) == commit)
        let added = try await repository.changes(
            from: repository.info(of: world.second).tree, to: repository.info(of: commit).tree)
        let sizes = try await reader.map(
            added.compactMap(\.new), blob: { $0.id }, transform: { $1.count })
        #expect(sizes.count == 300)
    }

    @Test func openHandlesSurviveARepack() async throws {
        let (_, origin, files) = try await filled(500)
        let reader = BlobReader(path: origin.path)
        let before = try await reader.map(files, blob: { $0.id }, transform: { $1.count })
        try await origin.git("repack", "-a", "-d", "-q")
        try await origin.git("prune-packed", "-q")
        let after = try await reader.map(files, blob: { $0.id }, transform: { $1.count })
        #expect(before == after)
    }
}
