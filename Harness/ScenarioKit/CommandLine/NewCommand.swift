import ArgumentParser
import Foundation

/// `scenarios new`
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a scenario: a file that plays as it is.",
        discussion: "The name may have a folder in front: reload/late-webhook.")

    @Argument(help: "The scenario's name.")
    var name: String

    @Option(help: "The state it is about, such as S45.")
    var fromState: String?

    @Option(help: "The page of states.")
    var states = "docs/states.md"

    @Option(help: "The folder of scenarios.")
    var scenarios = "Scenarios"

    mutating func validate() throws {
        let word = /[a-z0-9]+(-[a-z0-9]+)*/
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.allSatisfy({ $0.wholeMatch(of: word) != nil }) else {
            throw ValidationError("a name is lower-case letters, digits and hyphens: late-webhook")
        }
    }

    func run() throws {
        var entry: StateCatalogue.Entry?
        if let fromState {
            do throws(HarnessError) {
                let catalogue = try StateCatalogue.read(states)
                entry = catalogue.entry(fromState)
                if entry == nil {
                    let known = catalogue.entries.map(\.id)
                    let hint = EditDistance.hint(for: fromState, in: known) ?? ""
                    throw .unsupported("there is no state \(fromState); \(hint)")
                }
            } catch {
                Terminal.complain("scenarios: \(error)")
                throw ExitCode(3)
            }
        }
        let place = name.contains("/") ? name : (entry == nil ? name : "states/\(name)")
        let path = "\(scenarios)/\(place).yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            Terminal.complain("scenarios: \(path) is there already")
            throw ExitCode(3)
        }
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let depth = place.split(separator: "/").count
        let draft = ScenarioDraft(id: String(place.split(separator: "/").last ?? ""), entry: entry)
        try draft.text(depth: depth).write(toFile: path, atomically: true, encoding: .utf8)
        print(path)
    }
}
