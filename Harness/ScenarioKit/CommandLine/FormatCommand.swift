import ArgumentParser
import Foundation

/// `scenarios fmt`
struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Bring scenario files into canonical form; comments stay with their section.")

    @Argument(help: "Scenario files or folders (default: Scenarios).")
    var paths: [String] = []

    @Flag(help: "Change nothing; name the files that are not, and end with status 1.")
    var check = false

    func run() throws {
        var wrong = 0
        for path in try files() {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("\(path) cannot be read")
            }
            do throws(Diagnostic) {
                let form = try CanonicalForm(file: path, text: text)
                guard form.text != text else { continue }
                print(path)
                wrong += 1
                if check { continue }
                try Self.write(form.text, to: path)
            } catch {
                Terminal.complain(error.rendered)
                throw ExitCode(3)
            }
        }
        if check, wrong > 0 { throw ExitCode(1) }
    }

    private func files() throws -> [String] {
        try (paths.isEmpty ? ["Scenarios"] : paths).flatMap { path -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ValidationError("there is no file or folder \(path)")
            }
            return isFolder.boolValue ? try Selection.scenarios(below: path) : [path]
        }
    }

    private static func write(_ text: String, to path: String) throws(Diagnostic) {
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            let place = ScenarioLocation(file: path, line: 1, column: 1)
            throw Diagnostic("cannot be written: \(error)", at: place)
        }
    }
}
