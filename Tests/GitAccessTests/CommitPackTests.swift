import Foundation
import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Packs that commits are written as")
struct CommitPackTests {
    /// A chain over a large folder, so that there are deltas, and files of every size.
    private func filled() async throws -> (WriterWorld, [CommitInfo]) {
        let world = try await WriterWorld()
        var first = (0..<2000).map { ("all/record-\($0).toml", Optional("id = \($0)\n")) }
        first += [
            ("empty", ""), ("large", String(repeating: "0123456789abcdef\n", count: 40_000)),
        ]
        let base = try await world.write(first, onto: nil)
        let chain = (0..<12).map { number in
            WriterWorld.commit([
                ("all/record-\(number * 150).toml", number % 4 == 3 ? nil : "new = \(number)\n"),
                ("all/added-\(number).toml", number % 3 == 0 ? "x" : nil),
            ])
        }
        guard case .written(let commits) = try await world.writer.write(chain, onto: base.id)
        else { throw WriterWorld.Unwritten(result: "a clash") }
        return (world, [base] + commits)
    }

    private func packs(_ world: WriterWorld) -> [String] {
        world.folder.listing(of: "origin.git/objects/pack").filter { $0.hasSuffix(".pack") }
            .map { world.folder.child("origin.git/objects/pack/\($0)") }
    }

    @Test func gitFindsNothingWrongWithThem() async throws {
        let (world, commits) = try await filled()
        #expect(packs(world).count == 2)
        #expect(try await world.repository.git("count-objects") == "0 objects, 0 kilobytes")
        for pack in packs(world) {
            let listed = try await world.repository.git("verify-pack", "-v", pack)
            #expect(listed.hasSuffix(": ok"))
        }
        let tip = try #require(commits.last)
        try await world.repository.git("update-ref", "refs/heads/main", tip.id.hex)
        #expect(try await world.complaints() == "")
        let all = try await world.repository.git(
            "cat-file", "--batch-check", "--batch-all-objects")
        #expect(!all.contains("missing"))
        // 2002 first contents, nine new ones and "x"; thirteen commits of two trees each.
        #expect(all.split(separator: "\n").count == 2051)
    }

    @Test func earlierVersionsOfAFolderAreSmallDeltas() async throws {
        let (world, commits) = try await filled()
        var deltas = 0
        for pack in packs(world) {
            let listed = try await world.repository.git("verify-pack", "-v", pack)
            for commit in commits.dropFirst().dropLast() {
                let folder = try await world.repository.git("rev-parse", "\(commit.tree):all")
                let line = listed.split(separator: "\n").first { $0.hasPrefix(folder) }
                let columns = line?.split(separator: " ") ?? []
                if columns.count == 7, let depth = Int(columns[5]), let size = Int(columns[3]) {
                    deltas += 1
                    #expect(depth <= 4)
                    #expect(size < 400)
                }
            }
        }
        #expect(deltas == commits.count - 2)
    }

    @Test func theIndexIsTheOneThatGitMakes() async throws {
        let (world, _) = try await filled()
        for pack in packs(world) {
            let copy = world.folder.child("copy.pack")
            try? removeFile(copy)
            try FileManager.default.copyItem(atPath: pack, toPath: copy)
            try await world.repository.git(
                "index-pack", "--strict", "-o", world.folder.child("copy.idx"), copy)
            let ours = try readFile(pack.dropLast(5) + ".idx")
            #expect(try readFile(world.folder.child("copy.idx")) == ours)
            for file in [pack, pack.dropLast(5) + ".idx"] {
                let mode = try FileManager.default.attributesOfItem(atPath: file)[
                    .posixPermissions]
                #expect(mode as? Int == 0o444)
            }
            try? removeFile(world.folder.child("copy.idx"))
        }
    }

    @Test func handlesThatWereOpenBeforeSeeTheObjectsAtOnce() async throws {
        let world = try await WriterWorld()
        let base = try await world.write([("a", "1")], onto: nil)
        let handle = try GitRepository(at: world.repository.path)
        let reader = BlobReader(path: world.repository.path)
        let other = try CommitWriter(at: world.repository.path)
        let first = try CommitWriter.blobID(of: Array("1".utf8))
        #expect(try await handle.info(of: base.id) == base)
        _ = try await reader.map([first], blob: { $0 }, transform: { $1.count })
        var tip = base
        for number in 2..<12 {
            tip = try await world.write([("a", "\(number)"), ("d/\(number)", "x")], onto: tip.id)
            #expect(try await handle.info(of: tip.id) == tip)
            let blob = try CommitWriter.blobID(of: Array("\(number)".utf8))
            let read = try await reader.map(
                [blob], blob: { $0 }, transform: { String(decoding: $1, as: UTF8.self) })
            #expect(read == ["\(number)"])
            #expect(try await world.repository.tree(of: tip.id) == tip.tree)
        }
        // A writer that knows none of it from its own work builds on it.
        let result = try await other.write([WriterWorld.commit([("b", "2")])], onto: tip.id)
        guard case .written(let more) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(try await world.paths(of: more[0].id).count == 12)
        #expect(try await world.complaints() == "")
    }

    @Test func theSameWriteTwiceIsTheSamePack() async throws {
        let world = try await WriterWorld()
        let one = try await world.write([("a", "1")], onto: nil)
        let before = packs(world)
        let two = try await world.write([("a", "1")], onto: nil)
        #expect(one == two)
        #expect(packs(world) == before)
        #expect(try await world.complaints() == "")
    }

    @Test func aFullAndAReadOnlyDiskAreToldApartAndLeaveNothing() async throws {
        guard geteuid() == 0 else { return }
        let folder = try TemporaryFolder()
        let mount = try folder.makeFolder("disk")
        guard try await Program.run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount)
        else { return }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await fillDisk(folder, mount))
        } catch {
            outcome = .failure(error)
        }
        _ = try await Program.run("umount", "-l", mount)
        try outcome.get()
    }

    private func fillDisk(_ folder: TemporaryFolder, _ mount: String) async throws {
        let repository = try await TestRepository.create(in: folder, named: "disk/data.git")
        let writer = try CommitWriter(at: repository.path)
        var random = SplitMix(seed: 1)
        let large = (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        func write(_ content: [UInt8]) async throws(GitError) -> ChainWrite {
            let edits = [FileEdit(path: "a", content: content)]
            let commit = NewCommit(
                author: WriterWorld.ada, committer: WriterWorld.carl, message: "m\n", edits: edits)
            return try await writer.write([commit], onto: nil)
        }
        let before = folder.listing(of: "disk/data.git/objects")
        var error: GitError?
        do { _ = try await write(large) } catch let refused { error = refused }
        #expect(error?.isStorageFull == true && error?.isReadOnly == false, "\(error as Any)")
        #expect(folder.listing(of: "disk/data.git/objects") == before)

        _ = try await Program.run("mount", "-o", "remount,ro", mount)
        error = nil
        do { _ = try await write([1]) } catch let refused { error = refused }
        #expect(error?.isReadOnly == true && error?.isStorageFull == false, "\(error as Any)")
        _ = try await Program.run("mount", "-o", "remount,rw", mount)
        guard case .written = try await write([1]) else {
            Issue.record("the next write does not succeed")
            return
        }
        #expect(try await repository.git("fsck", "--strict", "--full", "--no-dangling") == "")
    }
}
