import ArgumentParser

/// `scenarios list`
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List cases: id, level, title.")

    @OptionGroup var selection: Selection

    func run() async throws {
        for file in try selection.files() {
            guard let scenario = file.scenario else {
                print("\(file.path)  (invalid)")
                continue
            }
            for cell in scenario.cells where selection.admits(cell) {
                print("\(cell.id)  \(scenario.level.rawValue)  \(scenario.title)")
            }
        }
    }
}
