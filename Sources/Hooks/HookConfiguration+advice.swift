import Glibc
import Processes

/// What is no mistake in the file, and lets commands fail on this machine as it is now.
extension HookConfiguration {
    /// One line for each thing that is missing: programs, and folders to run them in. `environment`
    /// is the server's.
    package func advice(environment: [String: String]) -> [String] {
        let rules = (gitops?.rules ?? []) + (deploy.map { [$0.rule] } ?? [])
        let path = environment["PATH"] ?? ProgramSearch.usualPath
        return rules.flatMap { $0.advice(searchPath: path) }
    }
}

extension HookRule {
    fileprivate func advice(searchPath: String) -> [String] {
        let program = command.first ?? ""
        var advice: [String] = []
        if !program.contains("/") {
            if ProgramSearch.find(program, in: searchPath) == nil {
                advice.append("\(name.text): \(program) is in no folder of PATH (\(searchPath))")
            }
        } else if access(program, F_OK) != 0 {
            advice.append("\(name.text): there is no \(program)")
        } else if !ProgramSearch.canRun(program) {
            advice.append("\(name.text): \(program) cannot be run: chmod +x it")
        }
        var status = stat()
        if stat(directory, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR {
            advice.append("\(name.text): there is no folder \(directory)")
        }
        return advice
    }
}
