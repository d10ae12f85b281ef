import ScenarioKit

await ScenariosCommand.start(as: Program.self)
