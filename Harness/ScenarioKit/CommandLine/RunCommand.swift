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

    @Option(help: "Whose worlds are kept: never, failed or always; without a word, always.")
    var keep = Keep.failed

    @Flag(help: "Play the failures of the last run only.")
    var failed = false

    @Option(help: "Play everything so many times.")
    var `repeat`: Int?

    @Flag(help: "Play again and again until a case fails (--repeat bounds it).")
    var untilFail = false

    @Flag(help: "Play again with seed after seed until a case fails, --jobs times side by side.")
    var stress = false

    @Option(help: "How many times --stress plays everything at most (default: 100).")
    var stressLimit: Int?

    @Option(help: "Play one part of several, such as 2/4.")
    var shard: String?

    @Option(help: "Play a failed case again, so often; it stays red, but is called flaky.")
    var retryFailed = 0

    @Option(help: "Fail a case that lacks this capability instead of skipping it; repeatable.")
    var require: [String] = []

    @Option(help: "The git program (default: the one on PATH); repeatable.")
    var git: [String] = []

    @Flag(help: "Wait for Enter before each step and show what happened.")
    var step = false

    @Flag(help: "Open $SHELL in the world of a case where it fails; one case at a time.")
    var shellOnFail = false

    @Flag(help: "Tell each event when it happens; git and log of servers at the case's end.")
    var trace = false

    @Flag(help: "Store what each snapshot step sees beside its scenario.")
    var update = false

    @Option(
        help: "junit=FILE,tap=-,json=FILE,ndjson=FILE,html=FILE, any of them; - is standard output."
    )
    var report: String?

    @Option(help: "The livetree executable (default: the one beside this program).")
    var server: String?

    @Option(help: "The livetree executable that `start: {actor: …, old: true}` starts.")
    var old: String?

    @Option(help: "Play against this deliberately wrong server instead.")
    var mutant: String?

    @Option(
        name: .customLong("server-arg"), parsing: .unconditionalSingleValue,
        help: "A further argument of each server's command line, after its own; repeatable.")
    var serverArguments: [String] = []

    @Option(help: "Multiplies every time limit.")
    var timeoutScale: Double = 1

    @Option(help: "Folder of the run's records.")
    var out: String?

    /// Whose worlds are kept.
    enum Keep: String, ExpressibleByArgument, CaseIterable {
        case never, failed, always
    }

    mutating func validate() throws {
        guard jobs > 0, jobs <= 64 else { throw ValidationError("--jobs is 1 to 64") }
        guard timeoutScale > 0, timeoutScale <= 1000 else {
            throw ValidationError("--timeout-scale is more than 0 and at most 1000")
        }
        guard self.repeat.map({ (1...1_000_000).contains($0) }) ?? true else {
            throw ValidationError("--repeat is 1 to 1000000")
        }
        try validateStress()
        guard (0...100).contains(retryFailed) else {
            throw ValidationError("--retry-failed is 0 to 100")
        }
        if let shard, SuitePlan.Shard(shard) == nil {
            throw ValidationError("--shard is a part such as 2/4")
        }
        for word in require where Requirements.Capability(rawValue: word) == nil {
            let known = Requirements.Capability.allCases.map(\.rawValue)
            let hint = EditDistance.hint(for: word, in: known)
            throw ValidationError("there is no capability \(word); \(hint ?? "")")
        }
        if let report, ReportTarget.parse(report) == nil {
            throw ValidationError("--report is a list such as junit=FILE,tap=-")
        }
        if step, targets.contains(where: { $0.file == "-" }) {
            throw ValidationError("--step talks on standard output; write the report to a file")
        }
    }

    private func validateStress() throws {
        guard stressLimit.map({ (1...1_000_000).contains($0) }) ?? true else {
            throw ValidationError("--stress-limit is 1 to 1000000")
        }
        if stressLimit != nil, !stress { throw ValidationError("--stress-limit needs --stress") }
        if stress, self.repeat != nil || untilFail {
            throw ValidationError("--stress repeats by itself; bound it with --stress-limit")
        }
    }

    func run() async throws {
        var summary: RunSummary
        do {
            let plan = try plan()
            if plan.only?.isEmpty == true { return tell("nothing failed in the last run") }
            let suite = SuiteRun(
                selection: chosen(by: plan), jobs: attendedJobs, plan: plan, tell: tell)
            let items = try suite.items()
            if items.isEmpty {
                Terminal.complain("scenarios: nothing selected")
                summary = RunSummary([])
            } else {
                let options = try await options()
                let gits = git.isEmpty ? [options] : try await with(git, options)
                for target in targets { try target.check() }
                if out == nil { options.becomeLatest() }
                summary = try await suite.play(items, gits, folder: options.output)
            }
        } catch let error as HarnessError {
            Terminal.complain("scenarios: \(error)")
            if case .unsupported = error { throw ExitCode(3) }
            throw ExitCode(4)
        }
        for target in targets {
            do throws(HarnessError) {
                try target.write(summary)
            } catch {
                summary.unwritten.append("\(error)")
            }
        }
        for words in summary.unwritten { Terminal.complain("scenarios: \(words)") }
        tell(summary.line)
        if summary.verdicts.isEmpty { throw ExitCode(3) }
        if summary.exitStatus != 0 { throw ExitCode(summary.exitStatus) }
    }

    private var targets: [ReportTarget] { report.flatMap(ReportTarget.parse) ?? [] }

    /// Tells people a line: on standard error where standard output is a report.
    var tell: @Sendable (String) -> Void {
        guard targets.contains(where: { $0.file == "-" }) else { return { print($0) } }
        return { Terminal.complain($0) }
    }

    /// A person looks at one case at a time.
    private var attendedJobs: Int { step || shellOnFail ? 1 : jobs }

    /// What is played how often. The failures of the last run are read before this run takes its
    /// place.
    func plan() throws -> SuitePlan {
        var plan = SuitePlan()
        if stress {
            plan = .stress(limit: stressLimit ?? 100, jobs: attendedJobs)
        } else {
            plan.times = self.repeat ?? (untilFail ? .max : 1)
            plan.endsAtFailure = untilFail
        }
        plan.shard = shard.flatMap { SuitePlan.Shard($0) }
        plan.retries = retryFailed
        if failed { plan.only = try SuitePlan.failures(of: out ?? ".scenarios/runs/latest") }
        return plan
    }

    /// The selection; where no path is named, failures are looked for where they were.
    func chosen(by plan: SuitePlan) -> Selection {
        var selection = selection
        guard selection.paths.isEmpty, let only = plan.only else { return selection }
        let here = FileManager.default.currentDirectoryPath + "/"
        selection.paths = Set(only.map(\.file)).sorted().map {
            $0.hasPrefix(here) ? String($0.dropFirst(here.count)) : $0
        }
        return selection
    }

    private func options() async throws -> RunOptions {
        var options = try await RunOptions.prepare(
            server: server, mutant: mutant, output: out, seed: seed, keep: keep == .always,
            timeoutScale: timeoutScale)
        try options.take(old: old)
        options.update = update
        if trace { options.trace = { Terminal.complain($0) } }
        options.furtherArguments = serverArguments
        options.context?.serverArguments = serverArguments
        options.discards = keep == .never
        options.required = Set(require.compactMap { Requirements.Capability(rawValue: $0) })
        if shellOnFail { try options.openShellAtFailure() }
        if step { options.stepper = try Stepper() }
        return options
    }

    /// One set of settings for each git.
    private func with(_ gits: [String], _ options: RunOptions) async throws -> [RunOptions] {
        var all: [RunOptions] = []
        for path in gits { all.append(try await options.with(git: RunOptions.absolute(path))) }
        return all
    }

    /// `--keep` alone means `--keep always`.
    static func completed(_ arguments: [String]) -> [String] {
        let words = Keep.allCases.map(\.rawValue)
        return arguments.indices.map { index in
            let next = arguments.indices.contains(index + 1) ? arguments[index + 1] : ""
            let isAlone = arguments[index] == "--keep" && !words.contains(next)
            return isAlone ? "--keep=always" : arguments[index]
        }
    }
}
