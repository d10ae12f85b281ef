/// What runs for the pushes of some repositories. Nothing of it comes from a payload.
package struct HookRule: Equatable, Sendable {
    package var name: NamePattern
    /// The variable with this rule's own secret; nil: the receiver's.
    package var secretVariable: String?
    package var branches: [String]
    /// The program and its arguments. A program with a slash is an absolute path here; one without
    /// is looked up on the server's `PATH`.
    package var command: [String]
    /// Absolute; the command's working folder.
    package var directory: String
    package var timeout: Duration
    /// Names of the server's variables that the command gets, beside `LIVETREE_*`.
    package var environment: [String]
    /// Runs after a failed one, without a new push.
    package var retries: Int
    /// The pause before the first retry; it doubles with each.
    package var backoff: Duration

    /// The defaults of a rule are those of the configuration file.
    package init(
        name: NamePattern, secretVariable: String? = nil, branches: [String],
        command: [String], directory: String, timeout: Duration = .seconds(600),
        environment: [String] = ["PATH"], retries: Int = 0, backoff: Duration = .seconds(10)
    ) {
        self.name = name
        self.secretVariable = secretVariable
        self.branches = branches
        self.command = command
        self.directory = directory
        self.timeout = timeout
        self.environment = environment
        self.retries = retries
        self.backoff = backoff
    }
}
