import GitModel
import Push
import Testing

@Suite("The push machine") struct PushStateMachineTests {
    typealias Table = MachineTable

    @Test(arguments: Table.rows)
    func doesNextWhatTheTableSays(row: Table.Row) {
        var machine = row.state.machine
        row.event.apply(to: &machine, in: row.state)
        #expect(Table.word(machine.next(at: row.event.time)) == row.word)
    }

    @Test func theTableIsTotal() {
        #expect(Table.rows.count == Table.State.allCases.count * Table.Event.allCases.count)
        #expect(Set(Table.rows.map { "\($0.state) \($0.event)" }).count == Table.rows.count)
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        let outcome: PushOutcome
        /// What the machine does afterwards, in the words of the table.
        let effects: [String]
        let state: PushStatus.State
        let reason: PushReason?
        let news: [PushNews]
        var testDescription: String { "\(outcome) → \(state)" }
    }

    static func failed(_ reason: PushReason, _ message: String) -> PushNews {
        .failed(.branch, reason, attempt: 1, message: message)
    }

    static func line(
        _ reason: PushReason, after wait: Duration? = nil, isLocal: Bool = false
    ) -> PushOutcome {
        .lineFailed(LineFailure(reason: reason, "x", retryAfter: wait, isLocal: isLocal))
    }

    static func retry(_ seconds: Int, _ reason: PushReason) -> PushNews {
        .retry(attempt: 1, delay: .seconds(seconds), reason)
    }

    static let endings: [Ending] = [
        Ending(outcome: .confirmed, effects: ["-"], state: .idle, reason: nil, news: []),
        Ending(outcome: .advanced, effects: ["a"], state: .pushing, reason: nil, news: []),
        Ending(outcome: .seen, effects: ["ask", "-"], state: .idle, reason: nil, news: []),
        Ending(
            outcome: .declined("x"), effects: ["600"], state: .backingOff,
            reason: .remoteRejected,
            news: [
                failed(.remoteRejected, "x"), retry(600, .remoteRejected),
                .attention(.branch, .remoteRejected),
            ]),
        Ending(
            outcome: .diverged(.nonFastForward, "x"), effects: ["ask", "-"], state: .halted,
            reason: .nonFastForward,
            news: [failed(.nonFastForward, "x"), .attention(.branch, .nonFastForward)]),
        Ending(
            outcome: .diverged(.remoteBranchMissing, "x"), effects: ["ask", "-"],
            state: .halted, reason: .remoteBranchMissing,
            news: [failed(.remoteBranchMissing, "x"), .attention(.branch, .remoteBranchMissing)]),
        Ending(
            outcome: .raced("x"), effects: ["1"], state: .backingOff, reason: .unknown,
            news: [failed(.unknown, "x"), retry(1, .unknown)]),
        Ending(
            outcome: line(.unreachable), effects: ["1"], state: .backingOff,
            reason: .unreachable, news: [failed(.unreachable, "x"), retry(1, .unreachable)]),
        Ending(
            outcome: line(.timeout, after: .seconds(5)), effects: ["5"], state: .backingOff,
            reason: .timeout, news: [failed(.timeout, "x"), retry(5, .timeout)]),
        Ending(
            outcome: line(.unknown, after: .seconds(100)), effects: ["8"], state: .backingOff,
            reason: .unknown, news: [failed(.unknown, "x"), retry(8, .unknown)]),
        Ending(
            outcome: line(.authentication), effects: ["600"], state: .backingOff,
            reason: .authentication,
            news: [
                failed(.authentication, "x"), retry(600, .authentication),
                .attention(.branch, .authentication),
            ]),
        Ending(
            outcome: line(.unknown, isLocal: true), effects: ["1"], state: .backingOff,
            reason: .unknown,
            news: [
                failed(.unknown, "x"), retry(1, .unknown), .attention(.branch, .unknown),
            ]),
    ]

    @Test("an attempt ends", arguments: endings)
    func anAttemptEnds(ending: Ending) {
        var machine = Table.State.ready.machine
        #expect(machine.next(at: .zero) == .attempt(.branch, .push(Table.old)))
        #expect(machine.summary.state == .pushing)
        #expect(machine.finished(.branch, ending.outcome, at: .zero) == ending.news)
        var words: [String] = []
        for _ in ending.effects { words.append(Table.word(machine.next(at: .zero))) }
        #expect(words == ending.effects)
        #expect(machine.summary.state == ending.state)
        #expect(machine.summary.reason == ending.reason)
    }
}
