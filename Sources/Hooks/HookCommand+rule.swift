import GitModel
import Processes

extension HookCommand {
    /// The command of a rule for one job.
    ///
    /// From the push come only arguments and variables of their own, never words of a shell.
    /// `server` is the server's environment, `outputs` the folder for outputs that outlive it.
    init(rule: HookRule, job: HookJob, server: [String: String], outputs: String) {
        program = rule.command.first ?? ""
        arguments = Array(rule.command.dropFirst())
        if job.lane.receiver == .gitops { arguments.append(job.lane.shortName) }
        directory = rule.directory
        timeout = rule.timeout
        searchPath = server["PATH"] ?? ProgramSearch.usualPath
        var environment: [String: String] = [:]
        for name in rule.environment {
            if let value = server[name] { environment[name] = value }
        }
        environment["LIVETREE_JOB"] = job.id
        environment["LIVETREE_REPOSITORY"] = job.lane.repository
        environment["LIVETREE_BRANCH"] = job.work.branch
        environment["LIVETREE_COMMIT"] = job.work.commit
        environment["LIVETREE_DELIVERY"] = job.work.delivery ?? ""
        self.environment = environment
        outputFile = job.lane.receiver == .deploy ? "\(outputs)/\(job.id)" : nil
    }

    /// What no two running commands may have in common: the repository, and program, folder and
    /// arguments together.
    static func claims(rule: HookRule, lane: HookLane) -> Set<ExactText> {
        let argument = lane.receiver == .gitops ? [lane.shortName] : []
        // Words cannot hold a NUL, so no two lists of words become one text.
        let words = [rule.directory] + rule.command + argument
        return [
            ExactText("repository\0\(lane.repository)"),
            ExactText("command\0" + words.joined(separator: "\0")),
        ]
    }
}
