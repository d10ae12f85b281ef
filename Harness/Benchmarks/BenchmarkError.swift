/// Why a benchmark could not be run.
enum BenchmarkError: Error, CustomStringConvertible {
    case git(arguments: [String], status: Int32)
    case noTip(String)
    case inconsistent(String)

    var description: String {
        switch self {
        case .git(let arguments, let status):
            "git \(arguments.joined(separator: " ")) ended with status \(status)"
        case .noTip(let path): "no branch main in \(path)"
        case .inconsistent(let what): "what was built is wrong: \(what)"
        }
    }
}
