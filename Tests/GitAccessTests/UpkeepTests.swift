import Foundation
import GitAccess
import GitModel
import Logging
import TestSupport
import Testing

@Suite("Upkeep of a repository that takes writes")
struct UpkeepTests {
    private func upkeep(_ world: WriterWorld) -> RepositoryUpkeep {
        RepositoryUpkeep(path: world.repository.path, transport: World.transport())
    }

    /// Writes `count` commits, each by itself, into a folder of a few hundred files.
    private func fill(
        _ world: WriterWorld, _ count: Int, onto base: CommitID? = nil
    ) async throws -> CommitID {
        let first = (0..<300).map { ("all/record-\($0).toml", Optional("id = \($0)\n")) }
        var tip = base
        // Another call makes other contents.
        let salt = base?.hex ?? ""
        if tip == nil { tip = try await world.write(first, onto: nil).id }
        for number in 0..<count {
            let edits: [(String, String?)] = [
                (
                    "all/record-\(number * 7 % 300).toml",
                    number % 5 == 4 ? nil : "new = \(number)\nof = \"\(salt)\"\n"
                )
            ]
            tip = try await world.write(edits, onto: tip).id
        }
        let last = try #require(tip)
        try await world.repository.git("update-ref", "refs/heads/main", last.hex)
        return last
    }

    private func everything(_ world: WriterWorld) async throws -> String {
        try await world.repository.git("cat-file", "--batch-check", "--batch-all-objects")
    }

    private func packs(_ world: WriterWorld) -> [String] {
        world.folder.listing(of: "origin.git/objects/pack").filter { $0.hasSuffix(".pack") }
    }

    private func age(_ path: String, days: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)], ofItemAtPath: path)
    }

    @Test func manyPacksBecomeFewAndKeepEveryObject() async throws {
        let world = try await WriterWorld()
        let upkeep = upkeep(world)
        var tip: CommitID?
        for _ in 0..<4 {
            tip = try await fill(world, 45, onto: tip)
            let before = try await everything(world)
            let bytes = try #require(await upkeep.measure()).bytes
            let report = try #require(await upkeep.run(exclusively: { await $0() }))
            #expect(report.before.packs > report.after.packs)
            #expect(report.joinedPacks > 31)
            #expect(report.after.packs < 10)
            #expect(report.before.bytes == bytes)
            #expect(report.after.bytes < bytes)
            #expect(report.after.packs == packs(world).count)
            #expect(try await everything(world) == before)
        }
        #expect(try await upkeep.run(exclusively: { await $0() }) == nil)
        #expect(try await world.complaints() == "")
        // One whole tree of the folder or so a pack, and no chain longer than git's own.
        var whole = 0
        for pack in packs(world) {
            let text = try await world.repository.git(
                "verify-pack", "-v", world.folder.child("origin.git/objects/pack/\(pack)"))
            for line in text.split(separator: "\n") {
                let columns = line.split(separator: " ")
                if columns.count == 7 {
                    #expect((Int(columns[5]) ?? 99) <= 50)
                } else if columns.count == 5, columns[1] == "tree", Int(columns[2]) ?? 0 > 2000 {
                    whole += 1
                }
            }
        }
        #expect(whole <= packs(world).count)
    }

    @Test func theOldPacksGoWhileTheCallerHoldsTheLock() async throws {
        struct Refused: Error {}
        let world = try await WriterWorld()
        _ = try await fill(world, 40)
        let before = packs(world)
        await #expect(throws: GitError.self) {
            try await upkeep(world).run(exclusively: { _ in throw Refused() })
        }
        let after = packs(world)
        #expect(Set(before).isSubset(of: after))
        #expect(after.count == before.count + 1)
        // Nothing is lost, and the next run does it.
        #expect(try await world.complaints() == "")
        let report = try await upkeep(world).run(exclusively: { await $0() })
        #expect((report?.after.packs ?? 99) < 5)
        #expect(try await world.complaints() == "")
    }

    @Test func packsOfGitWithDeltasOfTheirOwnAreJoinedToo() async throws {
        let world = try await WriterWorld()
        var text = (0..<400).map { "line \($0)\n" }
        for number in 0..<36 {
            text[number * 10] = "changed \(number)\n"
            var files: [String: TestFile] = ["long": .text(text.joined())]
            for index in 0..<40 { files["d/\(number)-\(index)"] = "x" }
            try await world.repository.commit(files)
            try await world.repository.git("repack", "-q", "-d", "--window=50")
        }
        #expect(packs(world).count == 36)
        // One large pack with chains of deltas, and small ones again.
        try await world.repository.git("repack", "-q", "-a", "-d", "-f", "--depth=50")
        _ = try await fill(world, 40, onto: try await world.repository.tip())
        let before = try await everything(world)
        let report = try #require(
            await upkeep(world).run(exclusively: { await $0() }))
        #expect(report.after.packs < 5)
        #expect(try await everything(world) == before)
        #expect(try await world.complaints() == "")
    }

    @Test func aPackThatSomebodyKeepsAndOneThatIsDamagedStay() async throws {
        let world = try await WriterWorld()
        _ = try await fill(world, 40)
        let names = packs(world).map { "origin.git/objects/pack/\($0)" }
        try world.folder.write("mine\n", to: names[0].dropLast(4) + "keep")
        let hurt = world.folder.child(names[1])
        var bytes = try readFile(hurt)
        bytes[bytes.count / 2] ^= 0xFF
        try removeFile(hurt)
        try writeFile(bytes, to: hurt)
        let report = try #require(await upkeep(world).run(exclusively: { await $0() }))
        let name = String(names[1].split(separator: "/").last?.dropLast(5) ?? "")
        #expect(report.damagedPacks == [name])
        #expect(FileManager.default.fileExists(atPath: hurt))
        #expect(FileManager.default.fileExists(atPath: world.folder.child(names[0])))
        #expect(report.after.packs == 3)
    }

    @Test func whatNothingReachesGoesAfterTwoWeeksAndNotBefore() async throws {
        let world = try await WriterWorld()
        let upkeep = upkeep(world)
        let tip = try await fill(world, 2)
        let old = try await world.write([("old", "nobody's")], onto: tip)
        for name in world.folder.listing(of: "origin.git/objects/pack") {
            try age(world.folder.child("origin.git/objects/pack/\(name)"), days: 15)
        }
        let kept = try await world.write([("conflict", "theirs")], onto: tip)
        let names = ["refs/heads/conflicts/2026-01-01T00-00-00Z", "refs/livetree/accepted/main"]
        for name in names { try await world.repository.git("update-ref", name, kept.id.hex) }
        let young = try await world.write([("young", "in flight")], onto: tip)
        #expect(try await upkeep.tidy() == nil)

        let mark = world.folder.child("origin.git/objects/info/livetree-pruned")
        try age(mark, days: 13)
        #expect(try await upkeep.tidy() == nil)
        try age(mark, days: 15)
        let report = try #require(await upkeep.tidy())
        #expect(report.pruned)
        let all = try await everything(world)
        for commit in [tip, kept.id, young.id] { #expect(all.contains(commit.hex)) }
        #expect(!all.contains(old.id.hex))
        #expect(try await world.complaints() == "")
        #expect(try await upkeep.tidy() == nil)
    }

    @Test func gitThatFailsIsNotAskedAgainAtOnce() async throws {
        let world = try await WriterWorld()
        _ = try await fill(world, 1)
        let git = try world.folder.write(
            "#!/bin/sh\necho called >> '\(world.folder.child("calls"))'\nexit 3\n", to: "git",
            executable: true)
        let repository = try GitRepository(at: world.repository.path)
        for number in 0..<600 { _ = try await repository.writeBlob(Array("b\(number)".utf8)) }
        let upkeep = RepositoryUpkeep(
            path: world.repository.path, transport: World.transport(git: git))
        await #expect(throws: GitError.self) { try await upkeep.tidy() }
        #expect(try await upkeep.tidy() == nil)
        #expect(try readFile(world.folder.child("calls")).count == 7)
    }

    @Test func manyLooseObjectsArePacked() async throws {
        let world = try await WriterWorld()
        _ = try await fill(world, 1)
        let repository = try GitRepository(at: world.repository.path)
        for number in 0..<600 { _ = try await repository.writeBlob(Array("b\(number)".utf8)) }
        let upkeep = upkeep(world)
        let report = try #require(await upkeep.tidy())
        // Nothing reaches them: git leaves them, and is not asked again for their sake.
        #expect(report.packedLoose && report.after.looseObjects == 600)
        #expect(try await upkeep.tidy() == nil)
    }

    @Test func readsDuringUpkeepNeverFail() async throws {
        let world = try await WriterWorld()
        let upkeep = upkeep(world)
        let start = try await fill(world, 40)
        let path = world.repository.path
        let reader = BlobReader(path: path)
        let handle = try GitRepository(at: path)
        let reads = try await withThrowingTaskGroup(of: Int.self, returning: Int.self) { group in
            group.addTask {
                var count = 0
                while !Task.isCancelled {
                    let tree = try await handle.info(of: start).tree
                    let files = try await handle.files(in: tree, below: nil)
                    let sizes = try await reader.map(
                        files, blob: { $0.id }, transform: { $1.count })
                    count += sizes.count
                }
                return count
            }
            group.addTask {
                var count = 0
                while !Task.isCancelled {
                    do {
                        try await GitProgram.run(["--git-dir=\(path)", "archive", start.hex])
                        count += 1
                    } catch {
                        // The end of the test ends git.
                        if !Task.isCancelled { throw error }
                    }
                }
                return count
            }
            var tip = start
            for _ in 0..<8 {
                tip = try await fill(world, 33, onto: tip)
                _ = try #require(await upkeep.run(exclusively: { await $0() }))
                #expect(try await handle.info(of: tip).id == tip)
            }
            group.cancelAll()
            return try await group.reduce(0, +)
        }
        #expect(reads > 300)
        #expect(try await world.complaints() == "")
    }

    @Test func handlesLetGoOfThePacksThatAreGone() async throws {
        let world = try await WriterWorld()
        let handle = try GitRepository(at: world.repository.path)
        var tip = try await fill(world, 40)
        for _ in 0..<3 {
            _ = try await handle.files(in: try await handle.info(of: tip).tree, below: nil)
            _ = try #require(await upkeep(world).run(exclusively: { await $0() }))
            tip = try await fill(world, 40, onto: tip)
        }
        _ = try #require(await upkeep(world).run(exclusively: { await $0() }))
        _ = try await handle.info(of: tip)
        _ = try await world.writer.write([WriterWorld.commit([])], onto: nil)
        let files = FileManager.default
        let open = try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        let gone = open.filter { $0.hasPrefix(world.repository.path) && $0.hasSuffix("(deleted)") }
        #expect(gone == [])
    }
}
