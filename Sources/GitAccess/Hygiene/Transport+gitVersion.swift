import GitModel

extension Transport {
    /// Asks the git program for its version; bounded, touches no repository and no network.
    package func gitVersion() async -> GitProgramVerdict {
        let exit = await program.run(["--version"], timeout: Limits.probeTimeout)
        switch exit.ending {
        case .notStarted(let reason): return .missing(reason)
        case .exited(0):
            guard let version = GitVersion(answer: exit.output) else {
                let answer = FailureReport.message(String(exit.output.prefix(200)), url: "")
                return .unusable("`git --version` answered “\(answer)”")
            }
            return version < .oldest ? .tooOld(version) : .usable(version)
        default:
            let report = FailureReport.make(exit, url: "", timeout: Limits.probeTimeout)
            return .unusable(report.message)
        }
    }
}
