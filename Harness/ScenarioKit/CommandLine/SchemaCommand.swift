import ArgumentParser

/// `scenarios schema`
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of scenario files.")

    func run() throws {
        print(ScenarioSchema().text, terminator: "")
    }
}
