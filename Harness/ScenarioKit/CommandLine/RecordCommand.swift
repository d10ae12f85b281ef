import ArgumentParser
import Foundation

/// `scenarios record`
struct RecordCommand: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Make a scenario of a repository; changes nothing in it.",
        discussion: """
            The recording is played before it is written: a file whose outcome differs from the \
            repository's is refused.
            """)

    @Option(help: "The repository: a bare folder or a work tree.")
    var repo: String

    @Option(help: "The remote's URL (default: remote.origin.url).")
    var remote: String?

    @Option(help: "The served branch.")
    var branch = "main"

    @Flag(
        help: """
            Mask values, text, comments and names; equal stays equal. Keys, what sheets declare \
            and times of commits are not masked.
            """)
    var anonymize = false

    @Option(help: "A field whose values stay when the rest is masked; may be repeated.")
    var keepField: [String] = []

    @Option(help: "A file whose content stays when the rest is masked; may be repeated.")
    var keepFile: [String] = []

    @Option(help: "A server's log, kept as comments.")
    var events: String?

    @Option(help: "The livetree executable (default: the one beside this program).")
    var program: String?

    @Option(help: "The file to write, such as Scenarios/recorded/incident.yaml.")
    var out: String

    mutating func validate() throws {
        let name = ((out as NSString).lastPathComponent as NSString).deletingPathExtension
        guard out.hasSuffix(".yaml"),
            name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
        else { throw ValidationError("--out is a file such as what-happened.yaml") }
    }

    func run() async throws {
        do {
            let name = ((out as NSString).lastPathComponent as NSString).deletingPathExtension
            var recorder = RepositoryRecorder(
                repository: RunOptions.absolute(repo), git: try RunOptions.gitOnPath(),
                program: try program.map(RunOptions.absolute) ?? RunOptions.beside("livetree"),
                id: name)
            recorder.remote = remote.map(RunOptions.remote)
            recorder.branch = branch
            recorder.anonymizes = anonymize
            recorder.keptFields = Set(keepField)
            recorder.keptFiles = Set(keepFile)
            recorder.events = events
            let file = RunOptions.absolute(out)
            // Recording takes its time: first whether there is a place for it.
            try OutputFile.makeFolder((file as NSString).deletingLastPathComponent)
            try OutputFile.check(file)
            try OutputFile.write(try await recorder.record(), to: file)
            print("\(out): played, and it ends as the repository does")
            if anonymize {
                print(
                    "masked but for keys, what sheets declare and times of commits: "
                        + "read it before you pass it on")
            }
        } catch let error as HarnessError {
            Terminal.complain("scenarios: \(error)")
            if case .unsupported = error { throw ExitCode(3) }
            throw ExitCode(4)
        }
    }
}
