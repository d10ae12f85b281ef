import GitModel
import Testing

@testable import Hooks

@Suite struct JobBookTests {
    static let lane = HookLane(.gitops, "acme/site")

    static func work(_ delivery: String?) -> HookWork {
        HookWork(branch: "main", commit: "c0ffee", delivery: delivery)
    }

    static func key(_ delivery: String) throws -> DeliveryKey {
        try #require(DeliveryKey(lane, work(delivery)))
    }

    @Test func onlySuccessesAreRemembered() throws {
        var book = JobBook()
        for (job, state) in [
            ("a", JobReport.State.succeeded), ("b", .failed), ("c", .timedOut), ("d", .notStarted),
        ] {
            book.apply(.accepted(job: job, Self.lane, Self.work(job), at: 1))
            #expect(!book.isSuccess(try Self.key(job)))
            book.apply(.started(job: job, at: 2))
            book.apply(.ended(job: job, JobEnd(state), at: 3))
            #expect(book.isSuccess(try Self.key(job)) == (state == .succeeded))
        }
        #expect(book.openJobs.isEmpty)
        #expect(book.reports.map(\.job) == ["d", "c", "b", "a"])
    }

    @Test func aRunSpeaksForEveryPushThatJoinedIt() throws {
        var book = JobBook()
        book.apply(.accepted(job: "a", Self.lane, Self.work("1"), at: 1))
        book.apply(.coalesced(job: "a", Self.work("2"), at: 1))
        book.apply(.coalesced(job: "a", Self.work("3"), at: 1))
        book.apply(.ended(job: "a", JobEnd(.retrying), at: 2))
        #expect(book.openJobs.map(\.work.delivery) == ["3"])
        #expect(!book.isSuccess(try Self.key("2")))
        book.apply(.ended(job: "a", JobEnd(.succeeded), at: 3))
        for delivery in ["1", "2", "3"] { #expect(book.isSuccess(try Self.key(delivery))) }
    }

    @Test func anotherRepositoryOrBranchIsAnotherDelivery() throws {
        var book = JobBook()
        book.apply(.accepted(job: "a", Self.lane, Self.work("1"), at: 1))
        book.apply(.ended(job: "a", JobEnd(.succeeded), at: 3))
        let other = HookLane(.gitops, "acme/other")
        #expect(!book.isSuccess(try #require(DeliveryKey(other, Self.work("1")))))
        let branch = DeliveryKey(lane: Self.lane, branch: "dev", delivery: "1")
        #expect(!book.isSuccess(branch))
    }

    @Test func deliveriesAreBounded() throws {
        var book = JobBook()
        for number in 1...10_001 { book.apply(.delivered(try Self.key("\(number)"))) }
        #expect(!book.isSuccess(try Self.key("1")))
        #expect(book.isSuccess(try Self.key("2")))
        #expect(book.isSuccess(try Self.key("10001")))
        #expect(book.snapshot.count == 10_000)
        #expect(book.snapshot.first == .delivered(try Self.key("2")))
    }

    @Test func reportsAndOutputsAreBounded() {
        var book = JobBook()
        let output = String(repeating: "x", count: 60_000)
        book.apply(.accepted(job: "open", Self.lane, Self.work(nil), at: 0))
        for number in 1...500 {
            book.apply(.accepted(job: "\(number)", Self.lane, Self.work(nil), at: 1))
            book.apply(.ended(job: "\(number)", JobEnd(.failed, output: output), at: 2))
        }
        let reports = book.reports
        #expect(reports.count == 201)
        #expect(reports.last?.job == "open", "a job without an end is never forgotten")
        #expect(reports.reduce(0) { $0 + $1.output.utf8.count } <= 50 * 60_000 + 151 * 2048)
        #expect(reports.first?.output == output)
    }

    @Test func repositoriesSeenAreBounded() {
        var book = JobBook()
        for number in 1...4097 {
            book.apply(.seen(repository: "r\(number)", at: Int64(number)))
        }
        #expect(book.seen.count == 4096)
        #expect(book.seen["r1"] == nil)
    }

    @Test(arguments: 1...200)
    func aBookIsTheSameAfterItsSnapshot(seed: UInt64) throws {
        var chance = Chance(seed)
        var book = JobBook()
        let states: [JobReport.State] = [
            .succeeded, .failed, .timedOut, .retrying, .interrupted, .finishedByRestart, .dropped,
        ]
        for number in 1...60 {
            let job = "\(chance.number(1...20))"
            let lane = HookLane(
                chance.number(0...3) == 0 ? .deploy : .gitops, "r\(chance.number(1...5))")
            let work = HookWork(
                branch: ["main", "dev"][chance.number(0...1)], commit: "\(number)",
                delivery: chance.number(0...2) == 0 ? nil : "d\(number)")
            let at = Int64(number)
            switch chance.number(0...3) {
            case 0: book.apply(.accepted(job: job, lane, work, at: at))
            case 1: book.apply(.coalesced(job: job, work, at: at))
            case 2: book.apply(.started(job: job, at: at))
            default:
                let end = JobEnd(
                    states[chance.number(0...states.count - 1)], exitCode: number,
                    durationMs: 1.5, output: "out \"\n\u{1}é")
                book.apply(.ended(job: job, end, at: at))
            }
        }
        var copy = JobBook()
        for event in book.snapshot {
            // Through the text of a line, as after a restart.
            copy.apply(try #require(JobEvent(line: Array(event.line.dropLast()))))
        }
        #expect(copy.openJobs == book.openJobs)
        #expect(copy.reports == book.reports)
        #expect(copy.snapshot == book.snapshot)
    }
}
