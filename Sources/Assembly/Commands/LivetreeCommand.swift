import ArgumentParser
import Reconcile

/// `livetree`: what can be asked for, without how it is done.
struct LivetreeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "livetree",
        abstract:
            "Serves the records of a git branch from memory and reloads them while they are read.",
        version: BuildVersion.text,
        subcommands: [
            ServeCommand.self, StatusCommand.self, ReconcileCommand.self, JobsCommand.self,
            VerifyCommand.self, CheckConfigCommand.self, VerifyWebhooksCommand.self,
            DemoCommand.self,
        ])
}

/// `livetree serve`
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the branch until SIGTERM.",
        discussion: "The data is configured by CFP_DATA_REPO_PATH, CFP_DATA_REMOTE and friends.")

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one and logs it.")
    var port = 8080

    @Option(help: "YAML file with settings, by the names of the environment's variables.")
    var config: String?

    @OptionGroup var control: ControlOption

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is a number from 0 to 65535")
        }
    }
}

/// `livetree reconcile`
struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Brings the branch and the remote together once, and prints the report as JSON.",
        discussion: """
            Configured as `livetree serve`. Beside a running server it asks that server, with \
            CFP_DATA_RELOAD_SECRET. Exit codes: 0 done, 69 the remote could not be read, 65 the \
            result could not be served, 75 the folder is in use, 1 any other refusal.
            """)

    @Option(
        help: """
            Accept the remote as it is now: remote-rewritten, unrelated-histories or \
            remote-branch-missing.
            """)
    var adopt: Adoption?

    @Option(help: "YAML file with settings, by the names of the environment's variables.")
    var config: String?

    @OptionGroup var control: ControlOption
}

/// For the scenario harness: a socket through which it moves the clock and holds or kills.
struct ControlOption: ParsableArguments {
    @Option(help: .hidden)
    var harness: String?
}

extension Adoption: ExpressibleByArgument {}

/// `livetree verify`
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads every record of a branch as the server would and reports every bad one.")

    @Option(help: "The repository, bare or with a work tree.")
    var repo = "."

    @Option(help: "The branch to read.")
    var branch = "main"
}

/// `livetree demo`
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows a push becoming visible: origin, server, push, webhook, swap.")

    @Flag(help: "Exit after the proof instead of serving on until Ctrl-C.")
    var check = false
}
