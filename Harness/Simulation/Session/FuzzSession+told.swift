/// The cases of a session that the real server can be played with.
extension FuzzSession {
    /// Cases that are looked at for one that is disturbed and can be told.
    private static let most = 3_000
    /// Longer than any pause of the push daemon, in simulated seconds.
    private static let rest = 7_200

    /// The case of a turn; nil when scenarios have no words for it.
    ///
    /// Each other turn is one with a crash or a broken network: by chance alone they would be two in
    /// a hundred.
    package func toldCase(_ turn: Int) async -> ToldCase? {
        if turn.isMultiple(of: 2) { return await told(turn) }
        for number in (turn * Self.most)..<((turn + 1) * Self.most) {
            let (made, _, _) = randomCase(number)
            guard made.isDisturbed, made.mayBeTold else { continue }
            if let told = await told(number), told.result.isDisturbed { return told }
        }
        return nil
    }

    private func told(_ number: Int) async -> ToldCase? {
        var (made, tape, profile) = randomCase(number)
        guard made.mayBeTold else { return nil }
        made.rest = Self.rest
        let result = await made.play()
        guard result.violation != nil || result.story.isTellable else { return nil }
        return ToldCase(
            number: number, made: made, tape: tape, profile: profile, result: result)
    }
}

extension CaseResult {
    /// Whether something was met that goes wrong.
    fileprivate var isDisturbed: Bool {
        violation != nil || story.steps.contains { $0.isMet || $0.crashPoint != nil }
    }
}

extension SimulatedCase {
    /// False when scenarios have no words for what is planned; what comes of it is not known yet.
    var mayBeTold: Bool {
        ([start] + steps).allSatisfy { step in
            guard step.faults.isEmpty, step.interruptions.values.allSatisfy({ $0 == .crash }) else {
                return false
            }
            return switch step.command {
            case .foreignCommit, .advanceClock: false
            case .breakNetwork(let fault): fault == .refused || fault == .busy
            default: true
            }
        }
    }

    /// Whether a crash or a broken network is planned.
    var isDisturbed: Bool {
        steps.contains { step in
            if case .breakNetwork = step.command { return true }
            return !step.interruptions.isEmpty
        }
    }
}
