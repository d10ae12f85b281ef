import Foundation

/// A place where a server's git, or a hook of a remote, is held until it is released.
package struct Gate: Sendable {
    /// The name it is released by.
    package let id: String
    private let base: String

    /// Arms the gate: the `nth` call of `command` (`any` for all) from now on is held. `folder` is
    /// where who is to be held looks for gates.
    package init(id: String, command: String, nth: Int, in folder: String) throws {
        self.id = id
        base = "\(folder)/\(id)"
        try "\(command) \(nth)\n".write(
            toFile: "\(base).armed", atomically: true, encoding: .utf8)
    }

    /// True while, or after, someone was held here.
    package var isReached: Bool { FileManager.default.fileExists(atPath: held) }

    /// The file that appears when someone is held here.
    var held: String { "\(base).held" }

    /// Lets the held process go on, fail, or vanish, and disarms the gate.
    package func release(_ way: ReleaseVerb.Way) throws {
        try "\(way.rawValue)\n".write(
            toFile: "\(base).release", atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: "\(base).armed")
    }
}
