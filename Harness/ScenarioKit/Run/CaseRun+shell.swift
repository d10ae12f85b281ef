import Foundation
import Subprocess
import SystemPackage

/// A person looks around.
extension CaseRun {
    /// Stops the scenario and opens `$SHELL` in the world; goes on when the shell ends.
    ///
    /// In its environment each actor is a variable: `$ORIGIN` and `$LOCAL` are repositories,
    /// `$API` a server's URL, `$API_SECRET` the secret of its internal endpoints.
    func openShell(at location: ScenarioLocation) async throws {
        let own = options.environment
        let program = own["SHELL"].flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/sh"
        var keys: [Environment.Key: String] = [:]
        for (name, value) in try shellEnvironment(own) {
            if let key = Environment.Key(rawValue: name) { keys[key] = value }
        }
        let place = "\(location.file):\(location.line)"
        Terminal.complain("\(place): a shell in \(world.folder); the scenario goes on at its end")
        events.note("shell", program)
        // How it ends says nothing about the scenario.
        let ended = try await Subprocess.run(
            .path(FilePath(program)), environment: .custom(keys),
            workingDirectory: FilePath(world.folder),
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        events.note("shell-end", "\(ended.terminationStatus.number)")
    }

    /// Opens one where the case failed, if that was asked for and none was open before. `place` is
    /// what failed; nil stands for the last step.
    func openShellAtFailure(_ why: String, at place: ScenarioLocation?) async throws {
        let isOpened = events.all.contains { $0.kind == "shell" }
        // What is expected to fail surprises nobody, unless the shell is what the person came for.
        let isSurprising = scenario.xfail == nil || scenario.shell != nil
        guard options.opensShellAtFailure, !isOpened, isSurprising,
            let place = place ?? scenario.steps.last?.location
        else { return }
        Terminal.complain("\(scenario.id): \(why)")
        try await openShell(at: place)
    }

    /// What the terminal needs, git as the harness runs it, and where everything is.
    private func shellEnvironment(_ own: [String: String]) throws -> [String: String] {
        var environment = world.git.environment
        for name in ["TERM", "COLORTERM", "PATH", "LANG", "USER"] {
            environment[name] = own[name] ?? environment[name]
        }
        environment["WORLD"] = world.folder
        for (actor, path) in world.repositories() { environment[Self.variable(actor)] = path }
        for (actor, server) in world.servers where server.port != 0 {
            environment[Self.variable(actor)] = server.url("")
            environment[Self.variable(actor) + "_SECRET"] = server.secret
        }
        return environment
    }

    /// `site-origin` is `$SITE_ORIGIN`.
    private static func variable(_ actor: String) -> String {
        actor.uppercased().replacing("-", with: "_")
    }
}
