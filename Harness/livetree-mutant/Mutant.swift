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

    static let usage = "torn-swap | wrong-commit | kill-at-point-N | fail-effect-N"

    init?(_ name: String) {
        switch name {
        case "torn-swap": self = .tornSwap
        case "wrong-commit": self = .wrongCommit
        default:
            if let number = Self.number(behind: "kill-at-point-", in: name) {
                self = .killAtPoint(number)
            } else if let number = Self.number(behind: "fail-effect-", in: name) {
                self = .failEffect(number)
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

    var effects: Effects {
        switch self {
        case .tornSwap: Effects(swap: TornSwap.swap)
        case .wrongCommit: Effects(swap: TornSwap.swapLabelOnly)
        case .killAtPoint(let number): Effects(hooks: Accident(at: number).killing)
        case .failEffect(let number): Effects(hooks: Accident(at: number).failing)
        }
    }
}
