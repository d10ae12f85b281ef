import GitAccess
import GitModel
import Logging
import Push
import Reconcile

/// A whole world in one actor: the server's clone, its remote, the network, the clock, the server's
/// memory. The server's own decisions, replays, effects and pushes run in it as they are.
///
/// Nothing happens by itself and nothing at the same time: what interferes with an action is run at
/// its boundaries. So the same case is the same run.
actor Simulation {
    static let branch: BranchName = {
        guard let name = BranchName("main") else { preconditionFailure("main is a name") }
        return name
    }()

    let plan: SimulatedCase
    let mutant: SimulatedMutant?
    let time = SimulatedTime()

    // The world.
    var book = ObjectBook()
    /// References of the server's clone.
    var refs: [RefName: CommitID] = [:]
    /// References of the remote.
    var origin: [RefName: CommitID] = [:]
    /// What every call of the network meets; nil: it is well.
    var brokenNetwork: NetworkFault?
    /// How many commits people and the API made: each has words of its own.
    var commitCount = 0

    // The server's process.
    var isAlive = false
    var memory = ServerMemory(seed: 0)

    // The step that is being played.
    var step = StepProgress()

    var audit = Audit()
    var log: EventLog
    var story = Story()
    var marks: Set<Mark> = []
    /// Reloads that others can judge too.
    var consultations: [Consultation] = []

    init(_ plan: SimulatedCase, mutant: SimulatedMutant? = nil, keepsLog: Bool = false) {
        self.plan = plan
        self.mutant = mutant
        log = EventLog(keepsLines: keepsLog)
    }

    /// What the process that died cannot do any more.
    static let death = GitError(
        code: .generic, category: .operatingSystem, operation: "simulated",
        message: "the process is gone")

    func name(_ commit: CommitID?) -> String {
        guard let commit else { return "-" }
        let words = book.message(of: commit).prefix { $0 != "\n" }
        return "\(words)#\(book.number(of: commit) ?? -1)"
    }

    /// Ends the case: the first violation counts.
    func violate(_ invariant: String, _ detail: @autoclosure () -> String) {
        guard audit.violation == nil else { return }
        audit.violation = Violation(
            invariant: invariant, detail: detail(), step: step.index, command: step.name)
    }
}
