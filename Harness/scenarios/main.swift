import ScenarioKit

await ScenariosCommand.start()
