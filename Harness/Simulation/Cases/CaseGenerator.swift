import Reconcile

/// Makes a case out of choices; everything in it is a function of the tape.
package struct CaseGenerator: Sendable {
    private let profile: CaseProfile

    package init(_ profile: CaseProfile) { self.profile = profile }

    private static let names = ["jane", "zoe", "amir", "lín"]
    private static let fields = ["city", "name", "role"]
    /// Few, so that both sides often choose the same; awkward ones last.
    private static let values = ["a", "b", "c", "", "ünï ✓", "x y  z", "#", "[a]"]

    /// The case of these choices.
    package func make(_ tape: inout ChoiceTape) -> SimulatedCase {
        let options = swarm(&tape)
        var result = SimulatedCase()
        result.reconcilesAlways = tape.chance(1, of: 2)
        for name in Self.names.prefix(1 + tape.below(options.names)) {
            result.records[name] = Self.values[tape.below(3)]
        }
        result.shared = edits(0...2, options, &tape)
        result.local = edits(0...(profile == .remote ? 3 : 5), options, &tape)
        result.remote = edits(0...5, options, &tape)
        // The same on both sides: a change that is upstream already.
        if !result.local.isEmpty, tape.chance(1, of: 5) {
            result.remote.append(tape.pick(result.local))
        }
        result.isUnrelated = options.rewrites && tape.chance(1, of: 12)
        result.hasTagNamedLikeBranch = tape.chance(1, of: 8)
        disturb(&result.start, options, &tape)
        let count = tape.count(1...options.longest)
        for _ in 0..<count { result.steps.append(step(options, &tape)) }
        return result
    }

    /// A case of at most two commits and one or two commands, for trying them all.
    package func makeSmall(_ tape: inout ChoiceTape) -> SimulatedCase {
        var result = SimulatedCase()
        result.reconcilesAlways = true
        result.records = ["jane": "a"]
        let edits: [RecordEdit] = [
            .set("jane", field: "name", to: "b"), .set("jane", field: "name", to: "c"),
            .set("zoe", field: "name", to: "a"), .delete("jane"),
        ]
        if tape.below(2) == 1 { result.local = [tape.pick(edits)] }
        result.steps = [CaseStep(.remoteCommit(tape.pick(edits)))]
        let command: CaseCommand =
            switch tape.below(4) {
            case 1: .write(tape.pick(edits))
            case 2: .rewind(1)
            case 3: .restart
            default: .reconcile(nil)
            }
        result.steps.append(CaseStep(command))
        result.steps.append(CaseStep(.reconcile(tape.below(2) == 1 ? .remoteRewritten : nil)))
        return result
    }

    private func swarm(_ tape: inout ChoiceTape) -> SwarmOptions {
        var options = SwarmOptions()
        options.names = 1 + tape.below(Self.names.count)
        options.fields = 1 + tape.below(Self.fields.count)
        options.edits = subset(of: 8, &tape)
        options.commands = subset(of: 6, &tape)
        options.rewrites = tape.chance(profile == .remote ? 3 : 1, of: 4)
        options.crashes = tape.chance(profile == .crash ? 3 : 1, of: 4)
        if tape.chance(profile == .liveness ? 3 : 1, of: 4) { options.faults = 1 + tape.below(6) }
        if options.crashes || tape.chance(1, of: 3) { options.interruptions = 1 + tape.below(6) }
        options.longest = 3 + tape.below(10)
        return options
    }

    /// Some of `count` kinds, never none.
    private func subset(of count: Int, _ tape: inout ChoiceTape) -> [Int] {
        let chosen = (0..<count).filter { _ in tape.below(2) == 1 }
        return chosen.isEmpty ? [0] : chosen
    }
}

// MARK: - Commits

extension CaseGenerator {
    private func edits(
        _ range: ClosedRange<Int>, _ options: SwarmOptions, _ tape: inout ChoiceTape
    ) -> [RecordEdit] {
        (0..<tape.count(range)).map { _ in edit(options, &tape) }
    }

    private func edit(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> RecordEdit {
        let name = Self.names[tape.below(options.names)]
        let field = Self.fields[tape.below(options.fields)]
        switch tape.pick(options.edits) {
        case 1: return .drop(name, field: field)
        case 2: return .delete(name)
        case 3: return .rename(name, to: Self.names[tape.below(Self.names.count)])
        case 4: return .nothing
        case 5: return .restore(name)
        default: return .set(name, field: field, to: tape.pick(Self.values))
        }
    }

    /// What other people may push: also what cannot be read.
    private func othersEdit(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> RecordEdit {
        switch tape.pick(options.edits) {
        case 6: .spoil(Self.names[tape.below(options.names)])
        case 7: .repair
        default: edit(options, &tape)
        }
    }
}

// MARK: - Steps

extension CaseGenerator {
    private func step(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> CaseStep {
        var step = CaseStep(command(options, &tape))
        disturb(&step, options, &tape)
        return step
    }

    private func disturb(
        _ step: inout CaseStep, _ options: SwarmOptions, _ tape: inout ChoiceTape
    ) {
        if options.faults > 0, tape.chance(options.faults, of: 8) {
            step.faults[1 + tape.count(0...3)] = tape.pick(NetworkFault.allCases)
        }
        if options.interruptions > 0, tape.chance(options.interruptions, of: 8) {
            step.interruptions[1 + tape.count(0...23)] = interruption(options, &tape)
        }
    }

    private func interruption(
        _ options: SwarmOptions, _ tape: inout ChoiceTape
    ) -> Interruption {
        switch tape.below(options.crashes ? 5 : 3) {
        case 0: .command(during(options, &tape))
        case 1: .command(.write(edit(options, &tape)))
        case 2: .failure(diskFull: tape.chance(1, of: 3))
        default: .crash
        }
    }

    private func command(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> CaseCommand {
        if options.rewrites, tape.chance(2, of: 5) { return rewrite(options, &tape) }
        return switch tape.pick(options.commands) {
        case 1: .write(edit(options, &tape))
        case 2: .remoteCommit(othersEdit(options, &tape))
        case 3: .restart
        case 4: .advanceClock([1, 30, 600, 7_200][tape.below(4)])
        case 5: trouble(options, &tape)
        default: tape.chance(1, of: 2) ? .reconcile(nil) : .reload
        }
    }

    private func trouble(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> CaseCommand {
        guard options.faults > 0 else { return .foreignCommit(edit(options, &tape)) }
        return switch tape.below(4) {
        case 0: .healNetwork
        case 1: .foreignCommit(edit(options, &tape))
        default: .breakNetwork(tape.pick(NetworkFault.allCases))
        }
    }

    /// What may happen between two actions of the server.
    private func during(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> CaseCommand {
        switch tape.below(5) {
        case 0: .remoteCommit(othersEdit(options, &tape))
        case 1: .reload
        case 2: .foreignCommit(edit(options, &tape))
        case 3: options.rewrites ? .rewind(1 + tape.below(3)) : .advanceClock(30)
        default: .write(edit(options, &tape))
        }
    }

    private func rewrite(_ options: SwarmOptions, _ tape: inout ChoiceTape) -> CaseCommand {
        switch tape.below(8) {
        case 0, 1: .rewind(1 + tape.below(3))
        case 2: .amend(othersEdit(options, &tape))
        case 3: .deleteBranch
        case 4: .replaceHistory(edit(options, &tape))
        case 5: .reconcile(.remoteBranchMissing)
        case 6: .reconcile(.unrelatedHistories)
        default: .reconcile(.remoteRewritten)
        }
    }
}
