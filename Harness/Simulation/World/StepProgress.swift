import GitModel
import Reconcile

/// How far the step under way has come, and what still interferes with it.
struct StepProgress: Sendable {
    /// From 1; 0 is the start of the server.
    var index = 0
    var name = "start"
    var boundaries = 0
    var networkCalls = 0
    var faults: [Int: NetworkFault] = [:]
    var interruptions: [Int: Interruption] = [:]
    /// The next change of the clone fails so.
    var pendingFailure: Interruption?
    /// What could not be done in between, because the server was at something that excludes it.
    var deferred: [CaseCommand] = []
    /// Something interfered: what follows may differ from what the model says of the command.
    var isDisturbed = false
    /// Something else happened in between, so that more may have changed than the command changes.
    var hadCommand = false
    /// A call of the network went wrong.
    var hadFault = false
    /// A push of the server moved the remote's branch.
    var movedOrigin = false
    /// What the remote's branch was during the step.
    var tipsSeen: Set<CommitID> = []
    /// What an operator adopted.
    var adoption: Adoption?
}
