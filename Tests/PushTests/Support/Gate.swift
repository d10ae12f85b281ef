import Foundation
import Glibc
import TestSupport

/// Holds every push to a remote in its pre-receive hook until the test lets it go on.
final class Gate: Sendable {
    private let folder: TemporaryFolder
    /// Open for reading too, so that opening it never waits for the hook.
    private let pipe: Int32

    init(_ world: PushWorld) throws {
        folder = try TemporaryFolder()
        guard mkfifo(folder.child("open"), 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        pipe = Glibc.open(folder.child("open"), O_RDWR | O_CLOEXEC)
        guard pipe >= 0 else { throw CocoaError(.fileWriteUnknown) }
        try world.hook(
            "pre-receive",
            "echo >>'\(folder.child("reached"))'; read word <'\(folder.child("open"))'")
    }

    /// How many pushes have come to the gate.
    var reached: Int {
        (try? String(contentsOfFile: folder.child("reached"), encoding: .utf8))?.count ?? 0
    }

    deinit { close(pipe) }

    /// Lets the push that waits go on, or the next one that comes.
    func open() throws {
        let word = Array("go\n".utf8)
        guard write(pipe, word, word.count) == word.count else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}
