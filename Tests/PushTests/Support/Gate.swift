import Foundation
import Glibc
import TestSupport

/// Holds every push to a remote in its pre-receive hook until the test lets it go on.
struct Gate: Sendable {
    private let folder: TemporaryFolder

    init(_ world: PushWorld) throws {
        folder = try TemporaryFolder()
        guard mkfifo(folder.child("open"), 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        try world.hook(
            "pre-receive",
            "echo >>'\(folder.child("reached"))'; read word <'\(folder.child("open"))'")
    }

    /// How many pushes have come to the gate.
    var reached: Int {
        (try? String(contentsOfFile: folder.child("reached"), encoding: .utf8))?.count ?? 0
    }

    /// Lets the push that waits go on.
    func open() throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.child("open")))
        try file.write(contentsOf: Data("go\n".utf8))
        try file.close()
    }
}
