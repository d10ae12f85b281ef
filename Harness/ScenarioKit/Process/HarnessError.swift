/// Why the harness itself could not go on; never a judgement about the server.
package enum HarnessError: Error, Sendable, CustomStringConvertible {
    /// The scenario asks for something this runner cannot do. Exit status 3.
    case unsupported(String)
    /// The machine did not give what is needed: a port, disk, a program. Exit status 4.
    case environment(String)

    package var description: String {
        switch self {
        case .unsupported(let text), .environment(let text): text
        }
    }
}
