import GitModel
import Push
import Testing

/// What the machine does next in each state after each event: base 1 s, cap 8 s, slow 600 s.
enum MachineTable {
    static let timing = PushTiming(
        base: .seconds(1), cap: .seconds(8), slow: .seconds(600), jitter: 0)
    static let (old, new) = (commit("a"), commit("b"))

    /// How a machine got where it is, at second 0 and with the tip `a`.
    enum State: String, CaseIterable {
        case fresh, ready, paused, declined, halted, unseen, held, offline, lockedOut

        var machine: PushStateMachine {
            var machine = PushStateMachine(timing: timing, seed: 1)
            guard self != .fresh else { return machine }
            let want: PushWant =
                switch self {
                case .unseen: .unseen(old)
                case .held: .held(old)
                default: .push(old)
                }
            _ = machine.update([.branch: want], at: .zero)
            guard let outcome else { return machine }
            _ = machine.next(at: .zero)
            _ = machine.finished(.branch, outcome, at: .zero)
            if self == .halted || self == .unseen { _ = machine.next(at: .zero) }
            return machine
        }

        private var outcome: PushOutcome? {
            switch self {
            case .fresh, .ready, .held: nil
            case .paused: .raced("race")
            case .declined: .declined("hook")
            case .halted: .diverged(.nonFastForward, "stale info")
            case .unseen: .seen
            case .offline: .lineFailed(LineFailure(reason: .unreachable, "no route"))
            case .lockedOut: .lineFailed(LineFailure(reason: .authentication, "401"))
            }
        }

        /// What the queue holds when nothing has changed.
        var sameWants: [PushLane: PushWant] {
            switch self {
            case .fresh: [:]
            case .unseen: [.branch: .unseen(old)]
            case .held: [.branch: .held(old)]
            default: [.branch: .push(old)]
            }
        }
    }

    /// Half a second later, or when the name says.
    enum Event: String, CaseIterable {
        case nothing, newTip, nothingLeft, withdrawn, neverCompared, reconciled
        case oneSecond, muchLater, newTipOneSecond, shutdown, shutdownMuchLater

        var time: Duration {
            switch self {
            case .oneSecond, .newTipOneSecond: .seconds(1)
            case .muchLater, .shutdownMuchLater: .seconds(700)
            default: .milliseconds(500)
            }
        }

        func apply(to machine: inout PushStateMachine, in state: State) {
            if self == .reconciled { machine.reconciled() }
            if self == .shutdown || self == .shutdownMuchLater { machine.shutdownRequested() }
            let wants: [PushLane: PushWant] =
                switch self {
                case .newTip, .newTipOneSecond: [.branch: .push(new)]
                case .nothingLeft: [:]
                case .withdrawn: [.branch: .held(old)]
                case .neverCompared: [.branch: .unseen(old)]
                default: state.sameWants
                }
            _ = machine.update(wants, at: .milliseconds(500))
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let state: State
        let event: Event
        let word: String
        var testDescription: String { "\(state) + \(event) → \(word)" }
    }

    /// One line a state, one word an event in the order of `Event`. `a`, `b`: push it; `look`;
    /// `-`: wait for an event; a number: wait until that second.
    static let text = """
        fresh     -   b -   -   look -    -   - b stop stop
        ready     a   b -   -   look a    a   a b a    a
        paused    1   1 -   -   look a    a   a b stop a
        declined  600 1 -   -   look a    600 a b stop a
        halted    -   1 -   -   -    a    -   - b stop stop
        unseen    -   b -   -   -    look -   - b stop stop
        held      -   b -   -   look -    -   - b stop stop
        offline   1   1 -   1   1    a    a   a b stop a
        lockedOut 600 1 -   600 600  a    600 a b stop a
        """

    static let rows: [Row] = text.split(separator: "\n").flatMap { line -> [Row] in
        let words = line.split(separator: " ").map(String.init)
        guard let state = State(rawValue: words[0]) else { return [] }
        return zip(Event.allCases, words.dropFirst()).map { event, word in
            Row(state: state, event: event, word: word)
        }
    }

    static func word(_ effect: PushEffect) -> String {
        switch effect {
        case .attempt(.branch, .push(let commit)): String(commit.hex.prefix(1))
        case .attempt(_, .unseen): "look"
        case .attempt(let lane, let want): "\(lane) \(want)"
        case .askReconcile: "ask"
        case .wait(nil): "-"
        case .wait(let until?): "\(until.components.seconds)"
        case .stop: "stop"
        }
    }
}
