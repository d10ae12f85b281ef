import ArgumentParser
import Foundation

/// `scenarios run`
struct RunCommand: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Play scenarios.")

    @OptionGroup var selection: Selection

    @Option(help: "Seed of the readers and of chance in faults.")
    var seed: UInt64 = 1

    @Option(help: "Cases played at the same time.")
    var jobs: Int = 1

    @Flag(help: "Keep the world of every case, not only of failed ones.")
    var keep = false

    @Flag(help: "Store what each snapshot step sees beside its scenario.")
    var update = false

    @Option(help: "junit=FILE,json=FILE,tap=FILE; - is standard output.")
    var report: String?

    @Option(help: "The livetree executable (default: the one beside this program).")
    var server: String?

    @Option(help: "Play against this deliberately wrong server instead.")
    var mutant: String?

    @Option(help: "Multiplies every time limit.")
    var timeoutScale: Double = 1

    @Option(help: "Folder of the run's records.")
    var out: String?

    mutating func validate() throws {
        guard jobs > 0, jobs <= 64 else { throw ValidationError("--jobs is 1 to 64") }
        guard timeoutScale > 0, timeoutScale <= 1000 else {
            throw ValidationError("--timeout-scale is more than 0 and at most 1000")
        }
        if let report, ReportWriter.Target.parse(report) == nil {
            throw ValidationError("--report is a list such as junit=FILE,tap=-")
        }
    }

    func run() async throws {
        let suite = SuiteRun(selection: selection, jobs: jobs)
        var options: RunOptions
        do {
            options = try await RunOptions.prepare(
                server: server, mutant: mutant, output: out, seed: seed, keep: keep,
                timeoutScale: timeoutScale)
            options.update = update
        } catch let error as HarnessError {
            Terminal.complain("scenarios: \(error)")
            throw ExitCode(4)
        }
        let summary = try await suite.play(options)
        for target in report.flatMap(ReportWriter.Target.parse) ?? [] {
            try ReportWriter.write(summary, to: target)
        }
        print(summary.line)
        if summary.verdicts.isEmpty { throw ExitCode(3) }
        if summary.exitStatus != 0 { throw ExitCode(summary.exitStatus) }
    }
}
