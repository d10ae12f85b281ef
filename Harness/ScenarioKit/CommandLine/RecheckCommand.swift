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
                let verdict = Self.verdict(of: folder)
                verdicts.append(verdict)
                for line in VerdictText.lines(verdict, context: nil) { print(line) }
            }
        }
        let summary = RunSummary(verdicts)
        print(summary.line)
        if summary.exitStatus != 0 { throw ExitCode(summary.exitStatus) }
    }

    private static func verdict(of folder: String) -> Verdict {
        do {
            return Recheck.verdict(try StoredCase.read(folder))
        } catch {
            var verdict = Verdict(id: folder, file: folder, status: .error)
            verdict.explanation = ["  \(error)"]
            return verdict
        }
    }
}
