import Foundation
import GitAccess
import GitModel
import Logging
import TestSupport
import Testing

/// Not a test: what `UpkeepKillTests` starts as a process of its own, to kill it.
@Suite struct UpkeepVictim {
    static let variable = "LIVETREE_UPKEEP_VICTIM"
    static var path: String? { ProcessInfo.processInfo.environment[variable] }

    @Test(.enabled(if: path != nil)) func runsUpkeep() async throws {
        let path = try #require(Self.path)
        let upkeep = RepositoryUpkeep(path: path, transport: World.transport())
        _ = try await upkeep.run(exclusively: { await $0() })
    }
}

@Suite("Upkeep that is killed")
struct UpkeepKillTests {
    /// The instant of the kill, by what is in the folder of packs.
    private enum Instant {
        case packBegun, indexBegun, packPlaced
        case indexesGone(Int)
        case packsGone(Int)

        func hasCome(_ names: [String], packs: Int, indexes: Int) -> Bool {
            switch self {
            case .packBegun: names.contains { $0.hasPrefix("tmp_pack") }
            case .indexBegun: names.contains { $0.hasPrefix("tmp_idx") }
            case .packPlaced: names.count { $0.hasSuffix(".pack") } > packs
            case .indexesGone(let count):
                names.count { $0.hasSuffix(".idx") } <= indexes - count
            case .packsGone(let count): names.count { $0.hasSuffix(".pack") } <= packs - count
            }
        }
    }

    @Test func losesNothingAtAnyInstant() async throws {
        let world = try await WriterWorld()
        var tip: CommitID?
        var random = SplitMix(seed: 7)
        let instants: [Instant] = (0..<3).flatMap { _ in
            [
                .packBegun, .indexBegun, .packPlaced,
                .indexesGone(Int.random(in: 1...30, using: &random)),
                .packsGone(Int.random(in: 1...30, using: &random)),
            ]
        }
        var kills = 0
        for instant in instants {
            for number in 0..<34 {
                let edits = [("f/\(number)", "\(kills) \(number)"), ("g/\(kills)", "x")]
                tip = try await world.write(edits, onto: tip).id
            }
            try await world.repository.git(
                "update-ref", "refs/heads/main", try #require(tip).hex)
            let before = try await objects(world)
            if try killed(world, at: instant) { kills += 1 }
            #expect(try await objects(world) == before)
            #expect(try await world.complaints() == "")
        }
        // A run that is faster than the look at the folder ends unhurt.
        #expect(kills > 5)
        let care = RepositoryCare(path: world.repository.path, logger: Logger(label: "test"))
        _ = await care.sweep(startedAt: Date())
        let upkeep = RepositoryUpkeep(path: world.repository.path, transport: World.transport())
        _ = try await upkeep.run(exclusively: { await $0() })
        let names = world.folder.listing(of: "origin.git/objects/pack")
        #expect(!names.contains { $0.hasPrefix("tmp_") })
        #expect(try await world.complaints() == "")
    }

    private func objects(_ world: WriterWorld) async throws -> String {
        try await world.repository.git("cat-file", "--batch-check", "--batch-all-objects")
    }

    /// Starts upkeep as a process and kills it; false when it was over before.
    private func killed(_ world: WriterWorld, at instant: Instant) throws -> Bool {
        let folder = world.repository.path + "/objects/pack"
        func names() -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        }
        let (packs, indexes) = (
            names().count { $0.hasSuffix(".pack") }, names().count { $0.hasSuffix(".idx") }
        )
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "UpkeepVictim"]
        var environment = ProcessInfo.processInfo.environment
        environment[UpkeepVictim.variable] = world.repository.path
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            if instant.hasCome(names(), packs: packs, indexes: indexes) {
                kill(process.processIdentifier, SIGKILL)
                break
            }
        }
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }
}
