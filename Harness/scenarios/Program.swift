import ArgumentParser
import ScenarioKit

/// The `scenarios` program: what judges the real server from outside, and the simulation, which
/// runs the server's own decisions. Only here do the two meet.
struct Program: AsyncParsableCommand {
    static let configuration: CommandConfiguration = {
        var configuration = ScenariosCommand.configuration
        configuration.subcommands += [FuzzCommand.self, ShrinkCommand.self]
        return configuration
    }()
}
