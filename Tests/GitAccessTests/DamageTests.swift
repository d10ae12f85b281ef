import Foundation
import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("A damaged repository")
struct DamageTests {
    /// What happens to an object's file.
    enum Damage: String, CaseIterable, Sendable {
        case gone, garbage, empty
        /// As after a power cut: the file ends in the middle of its stream.
        case cut
    }

    /// A clone whose objects are loose files, and the three objects of its newest commit.
    private struct Patient {
        let world: World
        let clone: TestRepository
        let commit: ObjectID
        let tree: ObjectID
        let blob: ObjectID

        init() async throws {
            world = try await World()
            // Loose as fast-import's packs are unpacked below.
            clone = try await world.clone()
            let packs = world.folder.listing(of: "clone.git/objects/pack")
            let files = FileManager.default
            for pack in packs where pack.hasSuffix(".pack") {
                let path = world.folder.child("clone.git/objects/pack/\(pack)")
                let bytes = [UInt8](try readFile(path))
                for name in packs where name.hasPrefix(pack.dropLast(5)) {
                    try files.removeItem(
                        atPath: world.folder.child("clone.git/objects/pack/\(name)"))
                }
                try await clone.git("unpack-objects", "-q", input: bytes)
            }
            commit = world.second.object
            tree = try #require(try await clone.tree(of: world.second)).object
            blob = try #require(
                ObjectID(hex: try await clone.git("rev-parse", "main:people/bob.toml")))
        }

        func file(_ id: ObjectID) -> String {
            world.folder.child("clone.git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
        }

        func hurt(_ id: ObjectID, _ damage: Damage) throws {
            let bytes = [UInt8](try readFile(file(id)))
            try FileManager.default.removeItem(atPath: file(id))
            switch damage {
            case .gone: break
            case .garbage: try writeFile(Data("no object".utf8), to: file(id))
            case .empty: try writeFile(Data(), to: file(id))
            case .cut: try writeFile(Data(bytes[..<(bytes.count / 2)]), to: file(id))
            }
        }
    }

    /// The error a call throws; nil when it answers.
    private func error(_ body: () async throws -> Void) async -> GitError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? GitError
        }
    }

    @Test("a damaged object is an error that names it", arguments: Damage.allCases)
    func damagedObjectsAreNamed(damage: Damage) async throws {
        let patient = try await Patient()
        for id in [patient.commit, patient.tree, patient.blob] { try patient.hurt(id, damage) }
        let repository = try GitRepository(at: patient.clone.path)
        let main = patient.world.main.ref
        let commit = patient.world.second
        let errors = [
            (patient.commit, await error { _ = try await repository.tip(of: main) }),
            (patient.commit, await error { _ = try await repository.info(of: commit) }),
            (patient.commit, await error { _ = try await repository.content(of: commit) }),
            (patient.commit, await error { _ = try await repository.refs(prefix: "refs/heads/") }),
            (
                patient.tree,
                await error { _ = try await repository.files(in: TreeID(patient.tree), below: nil) }
            ),
            (patient.blob, await error { _ = try await repository.blob(BlobID(patient.blob)) }),
            (patient.blob, await error { _ = try await repository.blobSize(BlobID(patient.blob)) }),
        ]
        // What only looks at the head of an object finds it at the beginning of a file that was cut.
        let heads: Set = [0, 3, 6]
        for (index, (id, error)) in errors.enumerated()
        where damage != .cut || !heads.contains(index) {
            let text = String(describing: error)
            #expect(error?.message.contains(id.hex) == true, "\(index): \(text)")
        }
    }

    @Test("a damaged commit between two tips is an error", arguments: Damage.allCases)
    func comparisonsStopAtADamagedCommit(damage: Damage) async throws {
        let patient = try await Patient()
        let (world, clone) = (patient.world, patient.clone)
        let ours = try await clone.commit(["a": "a"])
        let theirs = try await clone.commit(["b": "b"], to: "theirs", parents: [world.second])
        try patient.hurt(world.second.object, damage)
        let repository = try GitRepository(at: clone.path)
        let errors = [
            await error { _ = try await repository.relation(local: ours, remote: theirs) },
            await error { _ = try await repository.isAncestor(world.first, of: ours) },
            await error {
                _ = try await repository.commits(from: ours, excluding: [theirs], limit: 9)
            },
            await error { _ = try await repository.countCommits(from: ours, excluding: [theirs]) },
        ]
        for (index, error) in errors.enumerated() { #expect(error != nil, "\(index)") }
    }

    @Test func aMissingFolderOfATreeIsNoMissingFile() async throws {
        let patient = try await Patient()
        let hex = try await patient.clone.git("rev-parse", "main:people")
        let folder = try #require(ObjectID(hex: hex))
        try patient.hurt(folder, .gone)
        let repository = try GitRepository(at: patient.clone.path)
        let found = await error {
            _ = try await repository.entry(at: "people/bob.toml", in: TreeID(patient.tree))
        }
        #expect(found?.message.contains(hex) == true, "\(String(describing: found))")
    }

    @Test("an empty or garbled reference is an error", arguments: ["", "garbage\n", "0000\n"])
    func brokenReferencesAreErrors(content: String) async throws {
        let world = try await World()
        let remote = try await world.clone("other.git")
        try world.folder.write(content, to: "origin.git/refs/heads/main")
        let repository = try world.open()
        let errors = [
            await error { _ = try await repository.tip(of: world.main.ref) },
            await error {
                _ = try await repository.move(
                    world.main.ref, from: nil, to: world.second, reason: "x")
            },
        ]
        for error in errors { #expect(error?.isNotFound == false, "\(String(describing: error))") }
        let fetched = await World.transport().fetch(
            remote: remote.path, branch: world.main, into: world.origin.path,
            timeout: .seconds(30))
        guard case .failed(let failure) = fetched else {
            Issue.record("\(fetched)")
            return
        }
        #expect(failure.isLocal, "\(failure)")
    }

    @Test func lostAlternatesAreErrors() async throws {
        let world = try await World()
        let path = world.folder.child("shared.git")
        try await GitProgram.run([
            "clone", "--quiet", "--bare", "--shared", world.origin.path, path,
        ])
        try FileManager.default.removeItem(atPath: world.origin.path)
        let repository = try GitRepository(at: path)
        let found = await error { _ = try await repository.tip(of: world.main.ref) }
        #expect(found?.message.contains(world.second.hex) == true, "\(String(describing: found))")
        let relation = await error {
            _ = try await repository.relation(local: world.second, remote: world.first)
        }
        #expect(relation != nil)
    }

    @Test("the remote's objects heal the repository", arguments: Damage.allCases)
    func fetchingAgainHeals(damage: Damage) async throws {
        let patient = try await Patient()
        let world = patient.world
        for id in [patient.commit, patient.tree, patient.blob] { try patient.hurt(id, damage) }
        // Opened before, as the server's is.
        let repository = try GitRepository(at: patient.clone.path)
        _ = await error { _ = try await repository.tip(of: world.main.ref) }
        let result = await World.transport().refetch(
            remote: world.origin.path, branch: world.main, into: patient.clone.path,
            timeout: .seconds(30))
        #expect(result == .fetched(remoteTip: world.second))
        for opened in [repository, try GitRepository(at: patient.clone.path)] {
            #expect(try await opened.tip(of: world.main.ref) == world.second)
            #expect(try await opened.files(in: TreeID(patient.tree), below: nil).count == 2)
            #expect(try await opened.blob(BlobID(patient.blob)) == Array("name = \"Bob\"\n".utf8))
        }
        #expect(try await patient.clone.git("rev-list", "--objects", "main").count > 100)
        let left = world.folder.listing(of: "clone.git/objects").filter { $0.contains("tmp_") }
        #expect(left.isEmpty)
        #expect(try await patient.clone.tip(of: "refs/remotes/origin/main") == nil)
        // The git program too, but for corrupt files, which are left for a human to see.
        let verdict = try? await patient.clone.git("fsck", "--full")
        let isCorrupt = [.garbage, .cut].contains(damage)
        #expect((verdict == nil) == isCorrupt)
        let isThere = FileManager.default.fileExists(atPath: patient.file(patient.blob))
        #expect(isThere == isCorrupt)
    }

    @Test("what is on disk of an object is told apart", arguments: Damage.allCases)
    func healthIsWhatIsOnDisk(damage: Damage) async throws {
        let patient = try await Patient()
        let repository = try GitRepository(at: patient.clone.path)
        try patient.hurt(patient.blob, damage)
        let health = try await repository.health(of: [patient.blob, patient.tree])
        #expect(
            health == [
                patient.blob: [.garbage, .cut].contains(damage) ? .corrupt : .lost,
                patient.tree: .whole,
            ])
    }

    @Test func whatAFailureIsAboutIsReadFromItsWords() async throws {
        let patient = try await Patient()
        let (tree, blob) = (patient.tree.hex, patient.blob.hex)
        let words =
            "error: object file ./objects/\(blob.prefix(2))/\(blob.dropFirst(2)) is empty\n"
            + "fatal: unable to read \(tree), not \(tree.dropLast())"
        let repository = try GitRepository(at: patient.clone.path)
        let found = try await repository.suspects(in: words, and: [patient.world.main.ref])
        #expect(found == [patient.blob, patient.tree, patient.commit])
        // A delta's base is not named: it is looked for.
        try patient.hurt(patient.blob, .gone)
        let sought = try await repository.suspects(
            in: "fatal: pack has 1 unresolved delta", and: [patient.world.main.ref])
        #expect(sought == [patient.blob, patient.commit])
        let later = try await patient.clone.commit(["people/bob.toml": "x"])
        let behind = try await repository.suspects(
            in: "fatal: pack has 1 unresolved delta", and: [patient.world.main.ref])
        #expect(behind == [patient.blob, later.object])
    }

    @Test func aFetchThatBringsNothingOfUseLeavesNothingBehind() async throws {
        let patient = try await Patient()
        let ours = try await patient.clone.commit(["a": "a"])
        try patient.hurt(ours.object, .gone)
        let before = patient.world.folder.listing(of: "clone.git")
        let result = await World.transport().refetch(
            remote: patient.world.origin.path, branch: patient.world.main,
            into: patient.clone.path, seeking: [ours.object], timeout: .seconds(30))
        #expect(result == .fetched(remoteTip: patient.world.second))
        #expect(patient.world.folder.listing(of: "clone.git") == before)
    }

    @Test func aFetchBringsBackWhatIsMissingOnlyWhenItIsNew() async throws {
        let patient = try await Patient()
        try patient.hurt(patient.blob, .gone)
        let result = await World.transport().fetch(
            remote: patient.world.origin.path, branch: patient.world.main,
            into: patient.clone.path, timeout: .seconds(30))
        #expect(result == .fetched(remoteTip: patient.world.second))
        let repository = try GitRepository(at: patient.clone.path)
        #expect(await error { _ = try await repository.blob(BlobID(patient.blob)) } != nil)
    }

    @Test func fetchingAgainFromNowhereChangesNothing() async throws {
        let world = try await World()
        let before = world.folder.listing()
        let result = await World.transport().refetch(
            remote: world.folder.child("nowhere"), branch: world.main, into: world.origin.path,
            timeout: .seconds(30))
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .unreachable)
        #expect(world.folder.listing() == before)
    }
}
