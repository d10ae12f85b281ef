import LiveData
import Testing

@Suite("The log of swaps") struct SwapLogTests {
    private func swap(_ generation: UInt64, changes: Int = 1) -> Swap {
        let records = (0..<changes).map { number in
            RecordChange(sheet: "people", path: "p\(number)", op: .changed)
        }
        return Swap(
            commit: nil, generation: generation,
            changes: ChangeSummary(sheets: ["people"], records: records))
    }

    private func log(
        _ generations: ClosedRange<UInt64>, swaps: Int = 100, changes: Int = 100
    ) -> SwapLog {
        var log = SwapLog(maximumSwaps: swaps, maximumChanges: changes)
        for generation in generations { log.append(swap(generation)) }
        return log
    }

    private func generations(_ missed: SwapLog.Missed) -> [UInt64]? {
        guard case .swaps(let swaps) = missed else { return nil }
        return swaps.map(\.generation)
    }

    @Test func tellsEverySwapAfterAGenerationInOrder() {
        let log = log(1...5)
        #expect(generations(log.swaps(after: 1)) == [2, 3, 4, 5])
        #expect(generations(log.swaps(after: 4)) == [5])
        #expect(generations(log.swaps(after: 5)) == [])
        #expect(generations(log.swaps(after: 1, limit: 2)) == [2, 3])
        #expect(log.newest == 5)
    }

    @Test func hasNothingBeforeTheFirstSwap() {
        let log = SwapLog()
        #expect(log.newest == nil)
        #expect(generations(log.swaps(after: 0)) == [])
    }

    @Test func keepsOnlyTheGenerationOfTheFirstSwap() {
        var log = SwapLog(maximumChanges: 100)
        log.append(swap(1, changes: 100_000))
        #expect(log.newest == 1)
        #expect(log.swaps(after: 0) == .forgotten)
        #expect(generations(log.swaps(after: 1)) == [])
    }

    @Test func hasNothingForWhoIsAheadOfIt() {
        #expect(generations(log(1...3).swaps(after: 4)) == [])
    }

    @Test func forgetsTheOldestSwapsWhenThereAreTooMany() {
        let log = log(1...10, swaps: 3)
        #expect(log.swaps(after: 6) == .forgotten)
        #expect(generations(log.swaps(after: 7)) == [8, 9, 10])
    }

    @Test func forgetsTheOldestSwapsWhenTheyTellTooMuch() {
        var log = log(1...4, changes: 5)
        log.append(swap(5, changes: 4))
        #expect(log.swaps(after: 2) == .forgotten)
        #expect(generations(log.swaps(after: 3)) == [4, 5])
        log.append(swap(6, changes: 6))
        #expect(log.swaps(after: 5) == .forgotten)
        #expect(generations(log.swaps(after: 6)) == [])
        #expect(log.newest == 6)
    }

    @Test func aSwapTellsTheFirstChangesAndHowManyThereAre() {
        let records = (0..<8).map { RecordChange(sheet: "s", path: "\($0)", op: .added) }
        let files = (0..<4).map {
            AttachmentChange(sheet: "s", path: "0", name: "\($0)", op: .removed)
        }
        let all = ChangeSummary(sheets: ["s"], records: records, attachments: files, limit: 12)
        #expect(all.records == records && all.attachments == files)
        #expect(all.count == 12 && !all.isCut)
        let some = ChangeSummary(sheets: ["s"], records: records, attachments: files, limit: 10)
        #expect(some.records == records && some.attachments == Array(files.prefix(2)))
        #expect(some.count == 12 && some.isCut)
        let few = ChangeSummary(sheets: ["s"], records: records, attachments: files, limit: 3)
        #expect(few.records == Array(records.prefix(3)) && few.attachments.isEmpty)
        #expect(few.count == 12 && few.isCut)
    }
}
