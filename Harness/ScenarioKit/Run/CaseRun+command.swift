/// `livetree reconcile`, run as an operator does.
extension CaseRun {
    /// Runs the command with the server's environment; its report is the answer.
    func command(_ verb: ReconcileVerb, step: Step) async throws -> Answer {
        let server = try await server(of: step)
        try await watchLocalCommits()
        if verb.adopt != nil { ledger.adopt() }
        let environment = try environment(
            for: server, adding: startEnvironments[server.spec.name] ?? [:])
        let arguments =
            options.serverArguments + ["reconcile"] + controlArguments(server)
            + (verb.adopt.map { ["--adopt", $0.rawValue] } ?? [])
        let program = GitProgram(path: options.server, environment: environment)
        var answer = Answer()
        let result = try await program.run(arguments, in: world.folder)
        answer.answered = .now
        answer.exit = result.status
        answer.raw = Array(result.output.utf8)
        answer.body = result.lines.last.flatMap { JSONText.parse(Array($0.utf8)) }
        if answer.body == nil {
            answer.error = result.error.split(separator: "\n").last.map(String.init)
        }
        note(dropped: answer.body)
        resets += [answer.asked, answer.answered]
        events.note("command", "reconcile ended with \(result.status)", at: answer.answered)
        return answer
    }
}
