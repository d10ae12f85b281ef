import Foundation
import GitAccess
import GitModel
import Processes
import Reconcile

extension Integrator {
    /// The refusal, with what to do where the branch's file is empty, as a power cut leaves it.
    ///
    /// Nothing else records where the branch was: commits of ours may be beyond what the remote had,
    /// so it is not guessed.
    func advising(_ refusal: ReloadRefusal) async -> ReloadRefusal {
        guard case .localDamaged(let words) = refusal.reason else { return refusal }
        let (folder, ref) = (repository.path, branch.ref.text)
        let isEmpty = await Blocking.run {
            let file = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(ref)")
            return file?[.size] as? Int == 0
        }
        guard isEmpty else { return refusal }
        let accepted = (try? await observer.acceptedTip())?.hex
        let git = "git --git-dir=\(folder)"
        return ReloadRefusal(
            .localDamaged(
                "\(words); the file of \(ref) is empty, and nothing else says where the branch was. "
                    + "The remote last had \(accepted ?? "nothing of it"); commits of ours beyond it "
                    + "are those that `\(git) fsck` calls dangling. Choose the newest that is "
                    + "wanted, then: `rm \(folder)/\(ref) && \(git) update-ref \(ref) "
                    + "\(accepted ?? "COMMIT")`"),
            oldCommit: refusal.oldCommit, remoteCommit: refusal.remoteCommit)
    }
}
