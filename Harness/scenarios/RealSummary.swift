import Simulation

/// How far a session with the real server came.
struct RealSummary: Sendable {
    /// Whether cases of every profile were played.
    var hasAllProfiles = true
    var played = 0
    /// Reloads about which git was asked too.
    var judgedByGit = 0
    var elapsed: Duration = .zero
    var marks: Set<Mark> = []
    var failures: [RealFailure] = []
    /// A case that failed in the simulation already.
    var finding: CaseFinding?

    /// Whether nothing was found so far.
    var isClean: Bool { failures.isEmpty && finding == nil }

    /// What was never reached although the session was long enough to reach it.
    var unreached: [Mark] {
        hasAllProfiles ? Mark.untold(marks, after: played) : []
    }

    var casesPerSecond: Double { Double(played) / (elapsed / .seconds(1)) }
}
