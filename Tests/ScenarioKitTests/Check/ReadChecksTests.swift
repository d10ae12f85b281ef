import Testing

@testable import ScenarioKit

@Suite("Judging what readers saw")
struct ReadChecksTests {
    private let a = String(repeating: "a", count: 40)
    private let b = String(repeating: "b", count: 40)

    private func time(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000 + milliseconds * 1_000_000)
    }

    /// A read of a list that took 2 ms.
    private func read(
        _ commit: String, generation: UInt64, gen: Int, at start: UInt64, by connection: Int = 0
    ) -> ReadRecord {
        var read = ReadRecord(
            connection: connection, kind: .list, start: time(start), end: time(start + 2))
        read.status = 200
        read.commit = commit
        read.bodyCommit = commit
        read.generation = generation
        read.leastStamp = gen
        read.greatestStamp = gen
        read.stamps = 100
        return read
    }

    private func checks(
        _ reads: [ReadRecord], acknowledgements: [ReadHistory.Acknowledgement] = [],
        downtimes: [ServerActor.Downtime] = []
    ) -> ReadChecks {
        ReadChecks(
            ReadHistory(
                reads: reads, acknowledgements: acknowledgements, stamps: [a: 1, b: 2],
                stampedRecords: 100, downtimes: downtimes))
    }

    private func reload(asked: UInt64, answered: UInt64) -> ReadHistory.Acknowledgement {
        .init(
            asked: time(asked), answered: time(answered), old: a, new: b, generation: nil,
            swapped: true)
    }

    @Test func aStartCountsGenerationsAnew() {
        let reads = [
            read(a, generation: 7, gen: 1, at: 0), read(b, generation: 1, gen: 2, at: 50),
            read(b, generation: 2, gen: 2, at: 60),
        ]
        var history = checks(reads).history
        #expect(!ReadChecks(history).backward().isEmpty)
        history.starts = [time(0), time(40)]
        #expect(ReadChecks(history).backward().isEmpty)
        history.reads.append(read(b, generation: 1, gen: 2, at: 70))
        #expect(ReadChecks(history).backward().count == 1)
    }

    private var clean: [ReadRecord] {
        [
            read(a, generation: 1, gen: 1, at: 0), read(a, generation: 1, gen: 1, at: 1, by: 1),
            read(b, generation: 2, gen: 2, at: 20), read(b, generation: 2, gen: 2, at: 21, by: 1),
        ]
    }

    @Test func findsNothingInACleanHistory() {
        let checks = checks(clean, acknowledgements: [reload(asked: 5, answered: 10)])
        #expect(checks.torn.isEmpty)
        #expect(checks.backward(.global).isEmpty)
        #expect(checks.stale.isEmpty)
        #expect(checks.errors.isEmpty)
        #expect(checks.observed == [a, b])
    }

    @Test func findsTwoGensInOneAnswer() {
        var mixed = read(b, generation: 2, gen: 2, at: 30)
        mixed.leastStamp = 1
        #expect(checks(clean + [mixed]).torn.count == 1)
    }

    @Test func findsAGenThatIsNotTheCommits() {
        #expect(checks(clean + [read(b, generation: 2, gen: 1, at: 30)]).torn.count == 1)
    }

    @Test func findsABodyThatNamesAnotherCommitThanTheHeader() {
        var wrong = read(b, generation: 2, gen: 2, at: 30)
        wrong.bodyCommit = a
        #expect(checks(clean + [wrong]).torn.count == 1)
    }

    @Test func findsAnAnswerWithoutACommit() {
        var nameless = read(b, generation: 2, gen: 2, at: 30)
        nameless.commit = nil
        #expect(checks(clean + [nameless]).torn.count == 1)
    }

    @Test(arguments: [(1, 100, true), (2, 1, true), (2, 100, false), (1, 11, false)])
    func findsASearchThatAgreesWithAnotherCommit(wanted: Int, matches: Int, isTorn: Bool) {
        var search = read(b, generation: 2, gen: 2, at: 30)
        search.kind = .search
        search.leastStamp = nil
        search.greatestStamp = nil
        search.wantedStamp = wanted
        search.matches = matches
        #expect(checks([search]).torn.isEmpty == !isTorn)
    }

    @Test func findsAGenerationThatGoesBackwardsOnAConnection() {
        let back = read(a, generation: 1, gen: 1, at: 30)
        #expect(checks(clean + [back]).backward().count == 1)
    }

    @Test func findsTwoCommitsUnderOneGeneration() {
        let twin = read(a, generation: 2, gen: 1, at: 30, by: 5)
        #expect(checks(clean + [twin]).backward().count == 1)
    }

    @Test func findsABackwardReadOnAnotherConnectionOnlyWhenAskedGlobally() {
        let other = read(a, generation: 1, gen: 1, at: 40, by: 7)
        #expect(checks(clean + [other]).backward().isEmpty)
        #expect(checks(clean + [other]).backward(.global).count == 1)
    }

    @Test func findsAReadBegunAfterTheAnswerThatSawTheOldState() {
        let stale = read(a, generation: 1, gen: 1, at: 11, by: 3)
        let all = (clean + [stale]).sorted { $0.end < $1.end }
        let found = checks(all, acknowledgements: [reload(asked: 5, answered: 10)]).stale
        #expect(found.count == 1)
    }

    @Test func allowsAReadBegunBeforeTheAnswerToSeeTheOldState() {
        let straddling = read(a, generation: 1, gen: 1, at: 9, by: 3)
        let all = (clean + [straddling]).sorted { $0.end < $1.end }
        #expect(checks(all, acknowledgements: [reload(asked: 5, answered: 10)]).stale.isEmpty)
    }

    @Test func countsABrokenReadOnlyWhileTheServerIsUp() {
        var broken = read(a, generation: 1, gen: 1, at: 50)
        broken.failure = .broken
        #expect(checks(clean + [broken]).errors.count == 1)
        let down = ServerActor.Downtime(from: time(45), until: time(60))
        #expect(checks(clean + [broken], downtimes: [down]).errors.isEmpty)
    }

    @Test func findsReadsOfWhatWasSaidToBeGone() {
        // The answer names the new commit, and nobody ever sees it.
        let reads = (0..<5).map { read(a, generation: 1, gen: 1, at: UInt64($0 * 10)) }
        let stale = checks(reads, acknowledgements: [reload(asked: 5, answered: 15)]).stale
        #expect(stale.count == 3)
        // It was taken back.
        var back = reload(asked: 16, answered: 18)
        (back.old, back.new) = (b, a)
        let both = [reload(asked: 5, answered: 15), back]
        #expect(checks(reads, acknowledgements: both).stale.isEmpty)
    }

    @Test func findsReadsOfTheOldStateBeforeALateSwap() {
        let reads = [
            read(a, generation: 1, gen: 1, at: 0), read(a, generation: 1, gen: 1, at: 20),
            read(b, generation: 2, gen: 2, at: 40),
        ]
        let stale = checks(reads, acknowledgements: [reload(asked: 5, answered: 15)]).stale
        #expect(stale.count == 1)
        #expect(stale.first?.reads.first?.start == time(20))
    }

    @Test func doubtsAReloadThatFewReadsOverlapped() {
        let history = ReadHistory(
            reads: clean, acknowledgements: [reload(asked: 0, answered: 10)])
        let overlaps = Overlap.count(in: history)
        #expect(overlaps.map(\.reads) == [2])
        #expect(Overlap.doubt(overlaps) { $0 ?? "" } != nil)
    }

    @Test func doubtsManyReadsOfWhichNoneStraddledTheReload() {
        let reads = (0..<60).map { read(a, generation: 1, gen: 1, at: UInt64($0), by: $0) }
        let history = ReadHistory(
            reads: reads, acknowledgements: [reload(asked: 0, answered: 100)])
        #expect(Overlap.doubt(Overlap.count(in: history)) { $0 ?? "" } != nil)
    }

    @Test func acceptsManyReadsThatSawBothStates() {
        var reads = (0..<60).map { read(a, generation: 1, gen: 1, at: UInt64($0), by: $0) }
        reads.append(read(b, generation: 2, gen: 2, at: 99))
        let history = ReadHistory(
            reads: reads, acknowledgements: [reload(asked: 0, answered: 100)])
        #expect(Overlap.doubt(Overlap.count(in: history)) { $0 ?? "" } == nil)
    }

    @Test func doubtsNothingWithoutAReload() {
        #expect(Overlap.doubt([]) { $0 ?? "" } == nil)
    }

    /// Every read is looked at for every reload: slow, and plainly right.
    private func plainly(_ history: ReadHistory) -> [Overlap] {
        history.acknowledgements.map { reload in
            let overlapping = history.reads.filter {
                $0.isGood && $0.start < reload.answered && $0.end > reload.asked
            }
            return Overlap(
                new: reload.new, reads: overlapping.count,
                sawOld: overlapping.count { $0.commit == reload.old },
                sawNew: overlapping.count { $0.commit == reload.new },
                acrossAnswer: overlapping.count { $0.end > reload.answered },
                sawNewAfter: history.reads.count {
                    $0.isGood && $0.start >= reload.answered && $0.commit == reload.new
                })
        }
    }

    @Test(arguments: UInt64(1)...30)
    func countsAsOneWhoLooksAtEveryRead(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let reads = (0..<200).map { number in
            var read = read(
                random.chance(0.5) ? a : b, generation: 1, gen: 1,
                at: UInt64.random(in: 0..<300, using: &random), by: number)
            let most: UInt64 = random.chance(0.1) ? 200 : 5
            let took = UInt64.random(in: 0..<most, using: &random)
            read.end = MonotonicTime(
                nanoseconds: read.start.nanoseconds + took * 1_000_000)
            if random.chance(0.1) { read.status = 503 }
            return read
        }
        let reloads = (0..<20).map { _ in
            let asked = UInt64.random(in: 0..<300, using: &random)
            return reload(asked: asked, answered: asked + .random(in: 0..<40, using: &random))
        }
        let history = ReadHistory(reads: reads, acknowledgements: reloads)
        let counted = Overlap.count(in: history)
        #expect(counted == plainly(history))
        #expect(counted.contains { $0.reads > 0 })
    }
}
