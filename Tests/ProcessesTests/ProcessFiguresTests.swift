import Foundation
import Processes
import Testing

@Suite("The figures of a process") struct ProcessFiguresTests {
    @Test func areThoseTheKernelTells() async throws {
        let figures = try #require(await ProcessFigures.read())
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        let resident = try #require(Int(line.split(separator: " ").dropLast().last ?? "")) * 1024
        #expect(abs(figures.residentBytes - resident) < resident / 2)
        #expect(figures.virtualBytes > figures.residentBytes)
        #expect(figures.cpuSeconds > 0 && figures.cpuSeconds < 100_000)
        #expect(figures.threads > 0)
        #expect(try #require(figures.maximumDescriptors) >= figures.openDescriptors)
    }

    @Test func aProcessStartedBeforeNowAndAfterItsMachine() async throws {
        let figures = try #require(await ProcessFigures.read())
        let now = Date().timeIntervalSince1970
        #expect(figures.startedAt < now + 1 && figures.startedAt > now - 86_400)
        let later = try #require(await ProcessFigures.read())
        #expect(later.startedAt == figures.startedAt)
        #expect(later.cpuSeconds >= figures.cpuSeconds)
    }

    @Test func memoryThatNothingUsesIsGivenBack() async throws {
        // Blocks of 64 KiB, every hundredth of which stays.
        var blocks = (0..<2_000).map {
            [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 65_000)
        }
        let full = try #require(await ProcessFigures.read()).residentBytes
        blocks = blocks.enumerated().filter { $0.offset % 100 == 0 }.map(\.element)
        await ProcessMemory.giveBackUnused()
        let left = try #require(await ProcessFigures.read()).residentBytes
        // Of 130 MB; other tests take some meanwhile.
        #expect(left < full - 30_000_000, "\(full) before, \(left) behind it")
        #expect(blocks.count == 20)
    }

    @Test func openDescriptorsAreCounted() async throws {
        let before = try #require(await ProcessFigures.read()).openDescriptors
        let files = (0..<200).compactMap { _ in FileHandle(forReadingAtPath: "/dev/null") }
        try #require(files.count == 200)
        let after = try #require(await ProcessFigures.read()).openDescriptors
        // Other tests open and close files meanwhile.
        #expect(after > before + 100)
        for file in files { try file.close() }
    }
}
