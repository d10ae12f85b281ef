/// What a failure is, apart from where and when: a smaller scenario must fail in the same way.
package struct FailureSignature: Sendable, Hashable {
    /// Invariants that were broken, in words for expectations that belong to no step.
    let findings: Set<String>
    /// The verb of the step that failed.
    let verb: String?
    /// What that step wanted and what was seen.
    let expectations: Set<String>

    /// Nil for a case that did not fail.
    package init?(_ verdict: Verdict) {
        guard verdict.status == .failed, !verdict.findings.isEmpty || verdict.trouble != nil else {
            return nil
        }
        findings = Set(
            verdict.findings.map { $0.invariant?.rawValue ?? Self.withoutNumbers($0.text) })
        verb = verdict.trouble?.verb
        expectations = Set(
            (verdict.trouble?.spots ?? []).map { spot in
                let mismatch = spot.mismatch
                return Self.withoutNumbers(
                    "\(mismatch.key): wanted \(mismatch.wanted), got \(mismatch.seen)")
            })
    }

    /// A few words for the name of a file: the invariant, or what was expected.
    package var name: String {
        let word =
            findings.min() ?? expectations.min().map { String($0.prefix { $0 != ":" }) }
            ?? verb ?? "failure"
        let plain = word.lowercased().map { $0.isASCII && $0.isLetter ? $0 : "-" }
        return String(plain).split(separator: "-").prefix(6).joined(separator: "-")
    }

    /// All of it in a line.
    package var words: String {
        let step = verb.map { verb in ["\(verb): \(expectations.sorted().joined(separator: "; "))"]
        }
        return (findings.sorted() + (step ?? [])).joined(separator: "; ")
    }

    /// Times, ids and counts differ from run to run.
    private static func withoutNumbers(_ text: String) -> String {
        text.replacing(/[0-9a-f]{7,40}/, with: "#").replacing(/[0-9]+/, with: "#")
            .replacing("\n", with: " ")
    }
}
