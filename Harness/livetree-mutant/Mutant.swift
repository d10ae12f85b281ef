import Assembly
import GitModel
import LiveData
import Reconcile
import Reload

/// A deliberately wrong server: the production Assembly with one effect replaced (DESIGN §7).
enum Mutant {
    /// Serves half of the new records beside half of the old ones before it serves the new state.
    case tornSwap
    /// Names the new commit and keeps serving the old records.
    case wrongCommit
    /// Kills itself at the given point of a reconcile, counted from 1.
    case killAtPoint(Int)
    /// Lets the given effect of a reconcile fail, counted from 1.
    case failEffect(Int)
    /// Serves and answers a write before the branch has it.
    case ackBeforeCommit
    /// Never remembers what the remote had when it was last accepted.
    case forgetAccepted
    /// Escapes a conflict without keeping the commits anywhere.
    case escapeWithoutBranch
    /// Forgets what the remote took back once that was adopted.
    case forgetWithdrawn
    /// Answers before what it promises is served.
    case lateSwap
    /// Moves the branch and goes on serving the old commit.
    case noSwap
    /// Pushes wrongly.
    case git(WrongGit)
    /// Takes part in a cluster wrongly.
    case node(WrongNode)

    static let usage =
        "torn-swap | wrong-commit | kill-at-point-N | fail-effect-N | ack-before-commit"
        + " | forget-accepted | escape-without-branch"
        + " | forget-withdrawn | late-swap | no-swap | "
        + (WrongGit.allCases.map(\.rawValue) + WrongNode.allCases.map(\.rawValue))
        .joined(separator: " | ")

    init?(_ name: String) {
        switch name {
        case "torn-swap": self = .tornSwap
        case "wrong-commit": self = .wrongCommit
        case "ack-before-commit": self = .ackBeforeCommit
        case "forget-accepted": self = .forgetAccepted
        case "escape-without-branch": self = .escapeWithoutBranch
        case "forget-withdrawn": self = .forgetWithdrawn
        case "late-swap": self = .lateSwap
        case "no-swap": self = .noSwap
        default:
            if let number = Self.number(behind: "kill-at-point-", in: name) {
                self = .killAtPoint(number)
            } else if let number = Self.number(behind: "fail-effect-", in: name) {
                self = .failEffect(number)
            } else if let git = WrongGit(rawValue: name) {
                self = .git(git)
            } else if let node = WrongNode(rawValue: name) {
                self = .node(node)
            } else {
                return nil
            }
        }
    }

    private static func number(behind prefix: String, in name: String) -> Int? {
        guard name.hasPrefix(prefix), let number = Int(name.dropFirst(prefix.count)), number > 0
        else { return nil }
        return number
    }

    /// What surrounds the program.
    func environment(over environment: [String: String]) throws -> [String: String] {
        guard case .git(let git) = self else { return environment }
        return try git.environment(over: environment)
    }

    /// What the program does; `repository` is the one it serves.
    func effects(in repository: String) -> Effects {
        switch self {
        case .tornSwap: Effects(swap: TornSwap.swap)
        case .wrongCommit: Effects(swap: TornSwap.swapLabelOnly)
        case .killAtPoint(let number): Effects(hooks: Accident(at: number).killing)
        case .failEffect(let number): Effects(hooks: Accident(at: number).failing)
        case .ackBeforeCommit: Effects(hooks: HastyBranch(repository: repository).hooks)
        case .forgetAccepted: Effects(hooks: Self.leavingOut("accepted"))
        case .escapeWithoutBranch: Effects(hooks: Self.leavingOut("conflict-branch"))
        case .forgetWithdrawn: Effects(hooks: Self.leavingOut("withdrawn"))
        case .lateSwap: Effects(swap: MissedSwap.late)
        case .noSwap: Effects(swap: MissedSwap.never)
        case .git, .node: Effects()
        }
    }

    /// What the program does in a cluster.
    var clusterEffects: ClusterEffects {
        guard case .node(let node) = self else { return ClusterEffects() }
        return node.effects
    }

    private static func leavingOut(_ name: String) -> EffectHooks {
        EffectHooks(replaces: { $0.name == name })
    }
}
