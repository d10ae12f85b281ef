/// Today's checkers over a stored case. Pure: what only a living world can tell (refs against a
/// branch, `fsck`, expectations of steps) is not judged again.
package enum Recheck {
    /// The verdict over the history alone.
    package static func verdict(_ stored: StoredCase) -> Verdict {
        let facts = stored.facts
        var verdict = Verdict(id: facts.id, file: facts.file, status: .passed)
        verdict.seed = facts.seed
        verdict.folder = stored.folder
        verdict.relaxed = facts.relaxed.map { "\($0.rawValue): as stored" }
        var findings: [Finding] = []
        var doubt: String?
        let describe = { @Sendable (id: String?) in facts.describe(id) }
        for crew in stored.reads.keys.sorted() {
            let history = history(of: crew, stored.reads[crew] ?? [], facts)
            let checks = ReadChecks(history, name: describe)
            for found in [checks.torn, checks.backward(), checks.stale] {
                findings += ReadChecks.summary(found)
            }
            let overlaps = Overlap.count(in: history)
            verdict.figures.append("\(crew): \(history.reads.count) reads")
            verdict.figures += overlaps.map { "\(crew): \($0.words(name: describe))" }
            doubt =
                doubt ?? Overlap.doubt(overlaps, name: describe)
                ?? Overlap.doubt(
                    ofWrites: facts.swaps.map { ($0.asked, $0.answered) }, in: history)
        }
        for (server, calls) in stored.calls.sorted(by: { $0.key < $1.key }) {
            findings += ForceChecks.arguments(calls)
            if let pace = facts.paces[server] { findings += SpinChecks(calls, pace: pace).findings }
        }
        findings += forced(facts) + ForceChecks.conflictBranches(facts.transitions)
        let relaxed = Set(facts.relaxed)
        verdict.findings = findings.filter { $0.invariant.map { !relaxed.contains($0) } ?? true }
        if !verdict.findings.isEmpty {
            verdict.status = .failed
            verdict.explanation = verdict.findings.map { "  \($0)" }
        } else if facts.judgesReads, let doubt {
            verdict.status = .indeterminate
            verdict.explanation = ["  \(doubt)"]
        }
        return verdict
    }

    private static func history(
        of crew: String, _ reads: [ReadRecord], _ facts: CaseFacts
    ) -> ReadHistory {
        let known = facts.crews[crew] ?? CaseFacts.Crew()
        return ReadHistory(
            reads: reads.sorted { $0.end < $1.end }, acknowledgements: known.promises,
            stamps: facts.stamps, stampedRecords: facts.stampedRecords,
            downtimes: known.downtimes, starts: known.starts)
    }

    /// Moves of a remote's refs that were no fast-forwards. What the stored history does not reach
    /// is not judged.
    private static func forced(_ facts: CaseFacts) -> [Finding] {
        facts.transitions.filter { $0.mover == .server }.compactMap { move in
            guard let old = move.old else { return nil }
            guard let new = move.new else {
                return Finding(.neverForced, "\(move.remote) lost \(move.ref)")
            }
            guard facts.isAncestor(old, of: new) == false else { return nil }
            return Finding(
                .neverForced,
                "\(move.remote) \(move.ref) went from \(facts.describe(old)) to "
                    + facts.describe(new))
        }
    }
}
