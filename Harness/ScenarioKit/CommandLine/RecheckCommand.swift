import ArgumentParser
import Foundation

/// `scenarios recheck`
struct RecheckCommand: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "recheck",
        abstract: "Judge the stored histories of earlier runs with today's checkers.",
        discussion: """
            Nothing is played and nothing is changed. Judged are reads, pushes and their pace, as \
            far as they are stored; exit status as of run.
            """)

    @Argument(help: "Folders of runs or of their cases.")
    var runs: [String]

    mutating func validate() throws {
        if runs.isEmpty { throw ValidationError("name the folder of a run") }
    }

    func run() throws {
        var verdicts: [Verdict] = []
        for run in runs {
            let folders = StoredCase.folders(in: run)
            guard !folders.isEmpty else {
                Terminal.complain("scenarios: \(run) holds no records of a case")
                throw ExitCode(4)
            }
            for folder in folders {
                let (verdict, lines) = Self.judge(folder)
                verdicts.append(verdict)
                for line in lines { print(line) }
            }
        }
        let summary = RunSummary(verdicts)
        print(summary.line)
        if summary.exitStatus != 0 { throw ExitCode(summary.exitStatus) }
    }

    /// The verdict over a case's folder, and what is told of it. What was not judged again is no
    /// pass: then only what holds is told.
    static func judge(_ folder: String) -> (Verdict, [String]) {
        do {
            let stored = try StoredCase.read(folder)
            let verdict = Recheck.verdict(stored)
            if verdict.status == .passed, let trouble = stored.trouble {
                return (
                    verdict, ["\(verdict.id)  reads and pushes hold; the run itself \(trouble)"]
                )
            }
            return (verdict, VerdictText.lines(verdict, context: nil))
        } catch {
            var verdict = Verdict(id: folder, file: folder, status: .error)
            verdict.explanation = ["  \(error)"]
            return (verdict, VerdictText.lines(verdict, context: nil))
        }
    }
}
