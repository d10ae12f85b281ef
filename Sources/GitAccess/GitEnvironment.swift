/// The environment git runs in: nothing of the user's that could change an outcome, everything
/// that credentials and certificates need.
enum GitEnvironment {
    /// `given` is this process's own environment.
    static func make(from given: [String: String]) -> [String: String] {
        var variables = given.filter { isPassedOn($0.key) }
        variables["LC_ALL"] = "C"
        variables["GIT_TERMINAL_PROMPT"] = "0"
        variables["GIT_CONFIG_NOSYSTEM"] = "1"
        variables["GIT_CONFIG_GLOBAL"] = "/dev/null"
        return variables
    }

    private static let credentials: Set<String> = [
        "GIT_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND",
        "GIT_HTTP_PROXY_AUTHMETHOD",
    ]

    private static func isPassedOn(_ name: String) -> Bool {
        // An invalid name would keep git from being started at all.
        guard let first = name.utf8.first, !(48...57).contains(first), !name.contains("=") else {
            return false
        }
        if name.hasPrefix("LC_") || name == "LANG" || name == "LANGUAGE" { return false }
        guard name.hasPrefix("GIT_") else { return true }
        return credentials.contains(name) || name.hasPrefix("GIT_SSL_")
            || name.hasPrefix("GIT_PROXY_SSL_")
    }
}
