import ArgumentParser
import Foundation

/// `scenarios doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Name the states of a repository and predict a reconcile; changes nothing.")

    @Option(help: "The repository: a bare folder or a work tree.")
    var repo: String

    @Option(help: "The remote's URL (default: remote.origin.url, then what was fetched of it).")
    var remote: String?

    @Option(help: "The served branch.")
    var branch = "main"

    @Option(help: "The livetree executable for a rehearsal (default: the one beside this program).")
    var program: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        do {
            var doctor = Doctor(
                repository: RunOptions.absolute(repo), git: try RunOptions.gitOnPath())
            doctor.remote = remote.map(RunOptions.remote)
            doctor.branch = branch
            let livetree = try program.map(RunOptions.absolute) ?? RunOptions.beside("livetree")
            if FileManager.default.isExecutableFile(atPath: livetree) {
                doctor.program = livetree
            } else if program != nil {
                throw HarnessError.environment("\(livetree) is no program")
            }
            let diagnosis = try await doctor.examine()
            print(json ? diagnosis.json : diagnosis.description)
        } catch let error as HarnessError {
            Terminal.complain("scenarios: \(error)")
            if case .unsupported = error { throw ExitCode(3) }
            throw ExitCode(4)
        }
    }
}
