import ArgumentParser

/// `livetree check-config`
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Checks the environment and a configuration file as the start would.",
        discussion: "Exit code 78 names every problem with file, line and column.")

    @Option(help: "YAML file with settings and hooks.")
    var config: String?
}

/// `livetree verify-webhooks`
struct VerifyWebhooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-webhooks",
        abstract: "Tries the verification of webhooks on published signatures.")
}

/// `livetree jobs`
struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Lists the jobs of a running server, or runs one by hand.",
        subcommands: [ListJobsCommand.self, RunJobCommand.self],
        defaultSubcommand: ListJobsCommand.self)
}

/// `livetree jobs list`
struct ListJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists what ran and what waits, the newest first.")

    @Flag(help: "Print JSON, with the output of each command.")
    var json = false

    @Option(help: "YAML file with settings, by the names of the environment's variables.")
    var config: String?
}

/// `livetree jobs run REPO`
struct RunJobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs the command of one managed repository now.")

    @Argument(help: "The repository, as owner/name.")
    var repository: String

    @Option(help: "YAML file with settings, by the names of the environment's variables.")
    var config: String?
}
