/// Why something could not be measured.
enum BenchmarkError: Error, CustomStringConvertible {
    case program([String], String)
    case noTip(String)
    case inconsistent(String)
    case connection(String)
    /// A peer that is not installed.
    case missing(String)
    case usage(String)

    var description: String {
        switch self {
        case .program(let arguments, let what): "\(arguments.joined(separator: " ")): \(what)"
        case .noTip(let path): "no branch main in \(path)"
        case .inconsistent(let what): "what was measured is wrong: \(what)"
        case .connection(let what): what
        case .missing(let what): "not measured: \(what) missing"
        case .usage(let what): what
        }
    }
}
