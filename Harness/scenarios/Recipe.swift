import Simulation

/// How a scenario that the simulation wrote came about, in comments of its file: enough to make the
/// case again.
struct Recipe {
    let profile: CaseProfile
    let tape: [UInt32]
    let mutant: SimulatedMutant?

    init(_ finding: CaseFinding, mutant: SimulatedMutant?) {
        profile = finding.profile
        tape = finding.tape
        self.mutant = mutant
    }

    /// Nil when the file does not say.
    init?(file text: String) {
        var words: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard line.hasPrefix("# fuzz-") else { continue }
            let parts = line.dropFirst(7).split(separator: ":", maxSplits: 1)
            words[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        guard let name = words["profile"], let tape = words["tape"],
            let profile = CaseProfile(rawValue: name.trimmed)
        else { return nil }
        self.profile = profile
        self.tape = tape.split(separator: " ").compactMap { UInt32($0) }
        mutant = words["mutant"].flatMap { SimulatedMutant(rawValue: $0.trimmed) }
        guard !self.tape.isEmpty else { return nil }
    }

    /// Without the number sign.
    var lines: [String] {
        var lines = ["fuzz-profile: \(profile.rawValue)"]
        if !tape.isEmpty {
            lines.append("fuzz-tape: \(tape.map(String.init).joined(separator: " "))")
        }
        if let mutant { lines.append("fuzz-mutant: \(mutant.rawValue)") }
        return lines
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
