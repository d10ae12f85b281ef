import Foundation
import GitModel
import Reconcile

/// Lets a write be served and answered before the branch has it: the branch follows later, moved by
/// the git program.
struct HastyBranch: Sendable {
    /// The repository the server serves.
    let repository: String
    /// How much later the branch moves.
    private static let seconds = 3.0

    var hooks: EffectHooks {
        EffectHooks(replaces: { effect in
            guard case .moveBranch(let before, let after, "write") = effect else { return false }
            let arguments =
                ["update-ref", "refs/heads/main", after.hex] + (before.map { [$0.hex] } ?? [])
            let repository = repository
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: Self.seconds)
                let git = Process()
                git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                git.arguments = ["git", "--git-dir=\(repository)"] + arguments
                try? git.run()
                git.waitUntilExit()
            }
            return true
        })
    }
}
