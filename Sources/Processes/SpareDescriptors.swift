import Glibc

/// Whether enough file descriptors are left to start a process.
///
/// swift-subprocess 1.0 ends the whole program when it runs out of them between its pipes, so that
/// is looked into before: a moment without descriptors must not end a server.
package struct SpareDescriptors: Error, Hashable, CustomStringConvertible {
    /// Pipes, a process descriptor and what waits for it need fewer.
    private static let needed = 16
    /// The `errno` of the one that could not be had.
    package let code: Int32

    package var description: String { String(cString: strerror(code)) }

    /// Opens as many as a start needs, and closes them again.
    ///
    /// - Throws: when there are not as many.
    package static func check() throws(SpareDescriptors) {
        var taken: [Int32] = []
        defer { for descriptor in taken { close(descriptor) } }
        for _ in 0..<needed {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SpareDescriptors(code: errno) }
            taken.append(descriptor)
        }
    }
}
