import GitModel

/// Reads the lines of `git push --porcelain`: `<flag>\t<from>:<to>\t<summary> (<reason>)`.
enum PorcelainReport {
    /// The verdict of each branch that has a line; the messages are git's summaries.
    static func read(_ output: String) -> [RefName: PushVerdict] {
        var verdicts: [RefName: PushVerdict] = [:]
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, fields[0].utf8.count == 1,
                let colon = fields[1].firstIndex(of: ":"),
                let ref = RefName(String(fields[1][fields[1].index(after: colon)...]))
            else { continue }
            if fields[0] == "!" {
                let summary = String(fields[2])
                verdicts[ref] = .rejected(rejection(summary), message: summary)
            } else {
                verdicts[ref] = .accepted
            }
        }
        return verdicts
    }

    /// Classifies a summary such as `[remote rejected] (pre-receive hook declined)`.
    static func rejection(_ summary: String) -> PushRejection {
        let reason = summary.lowercased()
        func says(_ words: String...) -> Bool { words.contains { reason.contains($0) } }
        if says("atomic push fail") { return .atomic }
        if says("stale info", "remote ref updated since checkout") { return .staleInfo }
        if says("fetch first") { return .fetchFirst }
        if says("non-fast-forward", "needs force") {
            return .nonFastForward
        }
        guard says("[remote rejected]") else { return .unknown }
        let races = [
            "failed to update ref", "failed to lock", "cannot lock ref",
            "atomic transaction failed", "reference already exists",
            "incorrect old value provided", "transaction failed to start",
        ]
        return races.contains { reason.contains($0) } ? .lostRace : .remoteRejected
    }
}
