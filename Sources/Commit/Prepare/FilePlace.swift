import Sheets

/// Which texts may be the name of a file that a writer chooses freely.
enum FilePlace {
    /// Returns why a file cannot be called so; nil when it can. `path` may have several parts.
    static func refusal(of path: String) -> String? {
        if let reason = PathName.refusal(of: path, slashes: true) { return reason }
        if path.utf8.count > Sheets.Limits.pathBytes {
            return "is longer than \(Sheets.Limits.pathBytes) bytes"
        }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        if parts.contains(where: { $0.count > Limits.nameBytes }) {
            return "has a part of over \(Limits.nameBytes) bytes"
        }
        return nil
    }
}
