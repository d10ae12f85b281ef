import Yams

extension HookConfigurationError {
    init(path: String, _ text: String) {
        self.init(path: path, problems: [Problem(line: 1, column: 1, text: text)])
    }

    /// What the YAML parser says.
    init(path: String, _ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(
                path: path,
                problems: [Problem(line: mark.line, column: mark.column, text: problem)])
        case .duplicatedKeysInMapping(let keys, let context):
            let mark = context.mark
            self.init(
                path: path,
                problems: [
                    Problem(
                        line: mark.line, column: mark.column,
                        text: "given twice: \(keys.joined(separator: ", "))")
                ])
        default:
            self.init(path: path, "this is no YAML: \(error)")
        }
    }
}
