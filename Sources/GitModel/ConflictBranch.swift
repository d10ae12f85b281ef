package import Foundation

/// A branch that keeps a local tip which could not be replayed: `conflicts/<UTC>`, such as
/// `conflicts/2026-11-21T09-00-00Z` (DESIGN §4).
package struct ConflictBranch: Hashable, Sendable {
    package let branch: BranchName

    /// The folder of these branches, and where they go while a branch has the first one's name.
    package static let folders = ["conflicts", "livetree-conflicts"]

    /// The `number`th branch made within that second; the first has no suffix.
    package init(at date: Date, number: Int, folder: String) {
        let time = date.formatted(.iso8601).replacingOccurrences(of: ":", with: "-")
        let name = "\(folder)/\(time)\(number > 1 ? "-\(number)" : "")"
        guard let branch = BranchName(name) else {
            preconditionFailure("not a branch name: \(name)")
        }
        self.branch = branch
    }

    /// Recognises `refs/heads/conflicts/…`; nil for any other reference.
    package init?(ref: RefName) {
        let heads = "refs/heads/"
        guard ref.text.hasPrefix(heads) else { return nil }
        let name = String(ref.text.dropFirst(heads.count))
        guard Self.folders.contains(where: { name.hasPrefix($0 + "/") }),
            let branch = BranchName(name)
        else { return nil }
        self.branch = branch
    }

    /// `refs/livetree/pushed/<name>`: the remote had this branch once, so it is never pushed again.
    package var pushedRef: RefName { RefName(unchecked: "refs/livetree/pushed/\(branch.text)") }
}
