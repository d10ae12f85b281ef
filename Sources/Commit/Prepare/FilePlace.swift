import GitAccess
import Sheets

/// Which texts may be the name of a file that a writer chooses freely.
enum FilePlace {
    /// Returns why there can be no file at `path`, from the root of the tree; nil when there can.
    static func refusal(of path: String) -> String? {
        if let reason = PathName.refusal(of: path, slashes: true) { return reason }
        if path.utf8.count > Sheets.Limits.pathBytes {
            return "is longer than \(Sheets.Limits.pathBytes) bytes"
        }
        guard CommitWriter.isUsable(path: path) else {
            return "holds a name that git refuses: some systems would take it for `.git`"
        }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        if parts.contains(where: { $0.count > Limits.nameBytes }) {
            return "has a part of over \(Limits.nameBytes) bytes"
        }
        return nil
    }
}
