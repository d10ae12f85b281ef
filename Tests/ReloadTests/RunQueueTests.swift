import Testing

@testable import Reload

@Suite("Who waits for which run") struct RunQueueTests {
    /// Every state a queue with room for two can be in.
    enum State: String, CaseIterable { case idle, running, runningWithOne, runningFull, closed }
    enum Event: String, CaseIterable { case arrived, finished, close }

    struct Row: CustomTestStringConvertible, Sendable {
        let state: State
        let event: Event
        let effect: String
        /// How many wait for the next run afterwards.
        let waiting: Int
        var testDescription: String { "\(state) receives \(event) → \(effect)" }
    }

    static let rows: [Row] = [
        Row(state: .idle, event: .arrived, effect: "start [9]", waiting: 0),
        Row(state: .idle, event: .close, effect: "closes []", waiting: 0),
        Row(state: .running, event: .arrived, effect: "wait", waiting: 1),
        Row(state: .running, event: .finished, effect: "rests", waiting: 0),
        Row(state: .running, event: .close, effect: "closes []", waiting: 0),
        Row(state: .runningWithOne, event: .arrived, effect: "wait", waiting: 2),
        Row(state: .runningWithOne, event: .finished, effect: "starts [1]", waiting: 0),
        Row(state: .runningWithOne, event: .close, effect: "closes [1]", waiting: 0),
        Row(state: .runningFull, event: .arrived, effect: "refuse 9", waiting: 2),
        Row(state: .runningFull, event: .finished, effect: "starts [1, 2]", waiting: 0),
        Row(state: .runningFull, event: .close, effect: "closes [1, 2]", waiting: 0),
        Row(state: .closed, event: .arrived, effect: "wait", waiting: 1),
        Row(state: .closed, event: .finished, effect: "rests", waiting: 0),
        Row(state: .closed, event: .close, effect: "closes []", waiting: 0),
    ]

    static func queue(in state: State) -> RunQueue<Int> {
        var queue = RunQueue<Int>(limit: 2)
        if state == .idle { return queue }
        _ = queue.arrived(0)
        if state == .runningWithOne || state == .runningFull { _ = queue.arrived(1) }
        if state == .runningFull || state == .closed { _ = queue.arrived(2) }
        if state == .closed { _ = queue.close() }
        return queue
    }

    @Test(arguments: rows)
    func theTable(row: Row) {
        var queue = Self.queue(in: row.state)
        let effect: String
        switch row.event {
        case .arrived:
            switch queue.arrived(9) {
            case .start(let batch): effect = "start \(batch)"
            case .wait: effect = "wait"
            case .refuse(let waiter): effect = "refuse \(waiter)"
            }
        case .finished: effect = queue.finished().map { "starts \($0)" } ?? "rests"
        case .close: effect = "closes \(queue.close())"
        }
        #expect(effect == row.effect)
        #expect(queue.waiting == row.waiting)
    }

    @Test func theTableHasEveryLegalPair() {
        // An idle queue has no run that could finish.
        #expect(Self.rows.count == State.allCases.count * Event.allCases.count - 1)
        #expect(Set(Self.rows.map { "\($0.state) \($0.event)" }).count == Self.rows.count)
    }

    @Test func aRunThatNobodyStartedCannotFinish() async {
        await #expect(processExitsWith: .failure) {
            var queue = RunQueue<Int>(limit: 1)
            _ = queue.finished()
        }
    }

    @Test func twoHundredArrivalsDuringOneRunCostOneMore() {
        var queue = RunQueue<Int>(limit: 1_000)
        guard case .start([0]) = queue.arrived(0) else {
            Issue.record("the first does not start a run")
            return
        }
        for number in 1...200 {
            guard case .wait = queue.arrived(number) else {
                Issue.record("\(number) does not wait")
                return
            }
        }
        #expect(queue.finished() == Array(1...200))
        #expect(queue.finished() == nil)
        guard case .start([201]) = queue.arrived(201) else {
            Issue.record("after the last run the queue is not idle")
            return
        }
    }

    @Test func nobodyIsForgottenAcrossManyRuns() {
        var queue = RunQueue<Int>(limit: 3)
        var answered: [Int] = []
        var running: [Int] = []
        var numbers = (0..<1_000).makeIterator()
        while answered.count < 1_000 {
            for _ in 0..<4 {
                guard let number = numbers.next() else { break }
                switch queue.arrived(number) {
                case .start(let batch): running = batch
                case .wait: break
                case .refuse(let waiter): answered.append(waiter)
                }
            }
            answered += running
            running = queue.finished() ?? []
        }
        #expect(answered.sorted() == Array(0..<1_000))
    }
}
