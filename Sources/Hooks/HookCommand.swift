/// One program to run, with everything it gets.
package struct HookCommand: Hashable, Sendable {
    /// A path when it has a slash, else looked up on `searchPath`.
    package var program: String
    package var arguments: [String]
    package var directory: String
    /// All of it: nothing is inherited.
    package var environment: [String: String]
    /// The server's own `PATH`.
    package var searchPath: String
    package var timeout: Duration
    /// Where to put the output of a command that may outlive the server; nil: the command ends
    /// with the server.
    package var outputFile: String?
}
