import Foundation
import Glibc
import TestSupport
import Testing

@testable import Hooks

@Suite struct JobLedgerTests {
    let folder: TemporaryFolder
    let file: LedgerFile

    init() throws {
        folder = try TemporaryFolder()
        file = LedgerFile(folder: folder.child("deep/hooks"))
    }

    static func accepted(_ job: String) -> JobEvent {
        .accepted(
            job: job, HookLane(.gitops, "acme/site"),
            HookWork(branch: "main", commit: "c0ffee", delivery: job), at: 5)
    }

    /// Adds events as the dispatcher does, and waits for the last.
    func write(_ events: [JobEvent], _ ledger: JobLedger, _ book: inout JobBook) async throws {
        var ticket: JobLedger.Ticket?
        for event in events {
            book.apply(event)
            ticket = ledger.add(event, book: book)
        }
        if let ticket { try await ledger.wait(for: ticket) }
    }

    func look() async -> LedgerReading { await LedgerReading(LedgerFolder(file.folder)) }

    func opened() async -> (JobLedger, JobBook) {
        let reading = await look()
        let ledger = JobLedger(
            LedgerFolder(file.folder), size: reading.size, isBroken: reading.isBroken)
        return (ledger, reading.book)
    }

    @Test func keepsEveryEventOverAReopening() async throws {
        var (ledger, book) = await opened()
        try await write((1...300).map { Self.accepted("\($0)") }, ledger, &book)
        #expect(await look().book.openJobs == book.openJobs)
        #expect(await look().errors.isEmpty)
    }

    @Test func aThousandWaitersAreServedTogether() async throws {
        let (ledger, empty) = await opened()
        var book = empty
        var tickets: [JobLedger.Ticket] = []
        for number in 1...1000 {
            book.apply(Self.accepted("\(number)"))
            tickets.append(ledger.add(Self.accepted("\(number)"), book: book))
        }
        let begun = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for ticket in tickets { group.addTask { try await ledger.wait(for: ticket) } }
            try await group.waitForAll()
        }
        print("1000 durable events took \(ContinuousClock.now - begun)")
        #expect(await look().book.openJobs.count == 1000)
    }

    /// Whatever the instant of the death, the file is read and no whole line is lost.
    @Test func aTornLastLineIsIgnoredAtEveryLength() async throws {
        var (ledger, book) = await opened()
        try await write((1...3).map { Self.accepted("\($0)") }, ledger, &book)
        let whole = try file.read()
        let lineLength = whole.count / 3
        for length in 0...whole.count {
            try file.replace(with: Array(whole.prefix(length)))
            let reading = await look()
            #expect(reading.errors.isEmpty)
            #expect(reading.book.openJobs.count == length / lineLength)
            #expect(reading.isBroken == (length % lineLength != 0))
        }
    }

    @Test func afterATornLineTheNextEventIsReadable() async throws {
        try file.replace(with: Self.accepted("a").line + Self.accepted("b").line.dropLast(9))
        var (ledger, book) = await opened()
        try await write([Self.accepted("c")], ledger, &book)
        let reading = await look()
        #expect(reading.book.openJobs.map(\.id) == ["a", "c"])
        #expect(reading.errors.isEmpty)
    }

    @Test func aDamagedFileIsSetAsideAndWhatIsReadableIsKept() async throws {
        let damaged = Self.accepted("a").line + Array("}garbage\0\n".utf8) + Self.accepted("b").line
        try file.replace(with: damaged)
        let reading = await look()
        #expect(reading.errors.count == 1)
        #expect(reading.book.openJobs.map(\.id) == ["a", "b"])
        let kept = try Data(contentsOf: URL(fileURLWithPath: file.path + ".damaged-1"))
        #expect(Array(kept) == damaged)
        var book = reading.book
        let ledger = JobLedger(
            LedgerFolder(file.folder), size: reading.size, isBroken: reading.isBroken)
        try await write([Self.accepted("c")], ledger, &book)
        #expect(
            await look().book.openJobs.map(\.id) == [
                "a", "b", "c",
            ])
        try file.replace(with: damaged)
        #expect(
            await look().errors.first?.hasSuffix("damaged-2")
                == true)
    }

    @Test func isRewrittenWhenItIsLong() async throws {
        var (ledger, book) = await opened()
        let output = String(repeating: "x", count: 2000)
        for round in 0..<100 {
            var events: [JobEvent] = []
            for number in 0..<50 {
                let job = "\(round)-\(number)"
                events += [
                    Self.accepted(job), .started(job: job, at: 6),
                    .ended(job: job, JobEnd(.failed, output: output), at: 7),
                ]
            }
            try await write(events, ledger, &book)
            // The bound, and what was added since the last look at it.
            #expect(try file.read().count < (1 << 20) + 200_000)
        }
        #expect(await look().book.reports == book.reports)
    }

    @Test func aFailureIsToldAndHealed() async throws {
        var (ledger, book) = await opened()
        try await write([Self.accepted("a")], ledger, &book)
        // A folder in the file's place: it can neither be appended to nor replaced.
        #expect(unlink(file.path) == 0)
        #expect(mkdir(file.path, 0o700) == 0)
        for job in ["b", "c"] {
            await #expect(throws: LedgerError.self) {
                try await write([Self.accepted(job)], ledger, &book)
            }
        }
        #expect(rmdir(file.path) == 0)
        try await write([Self.accepted("d")], ledger, &book)
        #expect(
            await look().book.openJobs.map(\.id) == [
                "a", "b", "c", "d",
            ])
    }

    @Test func brokenLinesAreNoEvents() {
        var chance = Chance(3)
        let line = JobEvent.ended(
            job: "j", JobEnd(.failed, exitCode: 3, durationMs: 1.5, output: "é\n"), at: 1
        ).line.dropLast()
        #expect(JobEvent(line: Array(line)) != nil)
        for _ in 0..<5000 {
            var broken = Array(line)
            broken[chance.number(0...broken.count - 1)] = UInt8(chance.number(0...255))
            if chance.number(0...1) == 0 { broken.removeLast(chance.number(1...20)) }
            // It may still be a line; it must not be the end of the program.
            _ = JobEvent(line: broken)
        }
        for text in ["", "{}", "[]", "{\"event\":\"accepted\"}", "{\"event\":\"new\",\"at\":1}"] {
            #expect(JobEvent(line: Array(text.utf8)) == nil)
        }
    }
}
