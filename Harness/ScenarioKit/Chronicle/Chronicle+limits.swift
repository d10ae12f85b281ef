/// A chronicle in a size that many of fit into one report.
extension Chronicle {
    /// The most that a chronicle keeps.
    package struct Budget: Sendable {
        package var reads: Int
        package var events: Int
        package var violations: Int

        /// For a case that people will look into.
        package static let full = Budget(reads: 6000, events: 4000, violations: 200)
        /// For one of many that passed.
        package static let brief = Budget(reads: 160, events: 100, violations: 10)
    }

    /// The chronicle cut down to a budget: reads that prove something stay, of the others a sample.
    package func fitted(to budget: Budget) -> Chronicle {
        var fitted = self
        fitted.violations = Array(violations.prefix(budget.violations))
        fitted.reads = sampled(budget.reads)
        if events.count > budget.events {
            let telling = events.filter { $0.kind != "log" || $0.isAlarming }
            fitted.events = Array(telling.prefix(budget.events))
        }
        return fitted
    }

    /// Evidence, the reads around each change of what a connection saw, and every nth of the rest.
    private func sampled(_ limit: Int) -> [Read] {
        guard reads.count > limit else { return reads }
        let evidence = Set(violations.prefix(limit / 4).flatMap(\.finding.reads))
        var telling = reads.indices.filter { evidence.contains(reads[$0].record) }
        var last: [String: Int] = [:]
        for (index, read) in reads.enumerated() {
            let connection = "\(read.crew) \(read.record.connection)"
            if let before = last[connection], reads[before].record.commit != read.record.commit {
                telling += [before, index]
            }
            last[connection] = index
        }
        var kept = Set(telling.prefix(limit / 2))
        let step = max(1, reads.count / max(1, limit - kept.count))
        for index in stride(from: 0, to: reads.count, by: step) where kept.count < limit {
            kept.insert(index)
        }
        return kept.sorted().map { reads[$0] }
    }
}
