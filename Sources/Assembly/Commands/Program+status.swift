import Foundation
import JSONModel

extension Program {
    func status(_ command: StatusCommand) async throws -> ExitCode {
        let settings = try Settings(environment: environment, configFile: command.config)
        let server = try StatusRun(settings, url: command.url)
        let answer = try await server.status()
        let page = StatusPage(answer, jobs: await server.jobs(), url: server.url, now: Date())
        let colours = isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil
        let text = command.json ? answer.bytes + [10] : Array(page.text(inColour: colours).utf8)
        FileHandle.standardOutput.write(Data(text))
        return page.needsSomebody ? .checkFailed : .good
    }
}
