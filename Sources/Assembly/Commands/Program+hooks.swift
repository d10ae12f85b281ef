import Foundation
import Hooks
import JSONModel
import Overview
import Webhooks

extension Program {
    func checkConfig(_ command: CheckConfigCommand) throws {
        let settings = try Settings(environment: environment, configFile: command.config)
        let hooks = try HookFile(settings).configuration()
        // The folder of the data is the server's business: the file alone can be checked anywhere.
        if try settings.text("CFP_DATA_REPO_PATH") != nil {
            _ = try Configuration(settings)
        } else {
            Self.print(
                "warning: CFP_DATA_REPO_PATH is not set here: serve needs it, "
                    + "and only hooks were checked\n")
        }
        for line in hooks.advice(environment: environment) { Self.print("warning: \(line)\n") }
        let gitops =
            hooks.gitops.map {
                "gitops of \(Counted.of($0.rules.count, "repository", "repositories"))"
            } ?? "no gitops"
        let deploy = hooks.deploy == nil ? "no deploy" : "a deploy hook"
        Self.print("good: \(gitops), \(deploy)\n")
    }

    func verifyWebhooks() -> ExitCode {
        let results = WebhookSelfTest.run()
        for result in results { Self.print("\(result.isGood ? "good" : "BAD "): \(result.name)\n") }
        let bad = results.count { !$0.isGood }
        Self.print("\(results.count - bad) good, \(bad) bad\n")
        return bad == 0 ? .good : .checkFailed
    }

    func listJobs(_ command: ListJobsCommand) async throws {
        let settings = try Settings(environment: environment, configFile: command.config)
        let answer = try await JobsRun(try Configuration(settings)).ask(.list)
        Self.print(
            command.json
                ? String(decoding: answer.bytes, as: UTF8.self) + "\n" : JobsRun.text(of: answer))
    }

    func runJob(_ command: RunJobCommand) async throws {
        let settings = try Settings(environment: environment, configFile: command.config)
        let answer = try await JobsRun(try Configuration(settings))
            .ask(.run(repository: command.repository))
        Self.print(String(decoding: answer.bytes, as: UTF8.self) + "\n")
    }

    private static func print(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
