import Foundation
import GitAccess
import GitModel
import Logging
import TestSupport
import Testing

@Suite("Leftovers of killed transfers")
struct LeftoverTests {
    private func sweep(_ path: String, _ log: LogCapture = LogCapture()) async -> CareReport {
        await RepositoryCare(path: path, logger: log.logger).sweep(startedAt: Date())
    }

    @Test(
        "a temporary file goes",
        arguments: [
            "objects/pack/tmp_pack_x1", "objects/pack/tmp_idx_x1",
            "objects/pack/.tmp-1-pack-a.pack", "objects/aa/tmp_obj_x1", "objects/tmp_obj_x1",
            "objects/tmp_object_git2_x1",
        ])
    func temporaryFilesGo(name: String) async throws {
        let world = try await World()
        try world.plant("origin.git/\(name)", "12345")
        let log = LogCapture()
        let report = await sweep(world.origin.path, log)
        #expect(report.leftovers == 1 && report.leftoverBytes == 5)
        #expect(!world.exists("origin.git/\(name)"))
        let line = try #require(log.lines("leftovers-removed").first)
        #expect(line.level == .info && line["count"] == "1" && line["bytes"] == "5")
    }

    @Test("a quarantine goes as a whole", arguments: ["tmp_objdir-incoming-x", "incoming-x"])
    func quarantinesGo(name: String) async throws {
        let world = try await World()
        try world.plant("origin.git/objects/\(name)/pack/pack-1.pack", "123")
        try world.plant("origin.git/objects/\(name)/aa/bb", "12")
        try world.plant("outside/kept", "x")
        try FileManager.default.createSymbolicLink(
            atPath: world.folder.child("origin.git/objects/\(name)/link"),
            withDestinationPath: world.folder.child("outside"))
        for folder in ["", "/pack", "/aa"] {
            try world.age("origin.git/objects/\(name)\(folder)", 60)
        }
        let report = await sweep(world.origin.path)
        #expect(report.leftovers == 1 && report.leftoverBytes == 5)
        #expect(!world.exists("origin.git/objects/\(name)"))
        #expect(world.exists("outside/kept"))
    }

    @Test func whatIsYoungOrInUseStays() async throws {
        let world = try await World()
        let old = "origin.git/objects/pack/tmp_pack_old"
        try world.plant(old)
        try world.plant("origin.git/objects/pack/tmp_pack_young", age: 5)
        try world.plant("origin.git/objects/tmp_objdir-incoming-x/young", age: 5)
        try world.age("origin.git/objects/tmp_objdir-incoming-x", 60)
        let start = Date(timeIntervalSinceNow: -10)
        let care = RepositoryCare(path: world.origin.path, logger: LogCapture().logger)

        let git = try Companion.git(in: world.origin.path)
        #expect(await care.sweepLeftovers(before: start).leftovers == 0)
        git.end()
        let holder = try Companion.holding(world.folder.child(old))
        #expect(await care.sweepLeftovers(before: start).leftovers == 0)
        holder.end()
        #expect(await care.sweepLeftovers(before: start).leftovers == 1)
        #expect(!world.exists(old))
        #expect(world.exists("origin.git/objects/pack/tmp_pack_young"))
        #expect(world.exists("origin.git/objects/tmp_objdir-incoming-x/young"))
    }

    @Test func onlyTheKeepFilesOfDeadFetchesGo() async throws {
        let world = try await World()
        let folder = "origin.git/objects/pack"
        let git = try Companion.git(in: try await world.clone().path)
        try world.plant("\(folder)/pack-1.keep", "fetch-pack 999999999 on host\n")
        try world.plant("\(folder)/pack-2.keep", "keep this\n")
        try world.plant("\(folder)/pack-3.keep", "fetch-pack \(git.number) on host\n")
        try world.plant("\(folder)/pack-4.keep", "")
        #expect(await sweep(world.origin.path).leftovers == 1)
        #expect(!world.exists("\(folder)/pack-1.keep"))
        for number in 2...4 { #expect(world.exists("\(folder)/pack-\(number).keep")) }
        git.end()
    }

    @Test func aHealthyRepositoryKeepsEveryFile() async throws {
        let world = try await World()
        try await world.origin.git("repack", "-adq")
        let before = world.folder.listing()
        let later = Date(timeIntervalSinceNow: 3600)
        let report = await RepositoryCare(path: world.origin.path, logger: LogCapture().logger)
            .sweep(startedAt: later)
        #expect(report == CareReport())
        #expect(world.folder.listing() == before)
    }
}
