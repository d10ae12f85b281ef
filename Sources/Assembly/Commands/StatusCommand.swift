import ArgumentParser

/// `livetree status`
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Asks a running server how it is, and says what needs you.",
        discussion: """
            Without --url it asks the server of CFP_DATA_REPO_PATH, or the one at \
            http://127.0.0.1:8080 when that is not set either. The secret is \
            CFP_DATA_RELOAD_SECRET. Exit codes: 0 good, or it heals by itself; 1 something needs \
            you, or the address is no Livetree's; 75 no server answers; 78 the secret is missing \
            or wrong.
            """)

    @Option(help: "The server, as http://HOST:PORT.")
    var url: String?

    @Flag(help: "Print the server's answer, JSON.")
    var json = false

    @Option(help: "YAML file with settings, by the names of the environment's variables.")
    var config: String?
}
