/// Everything that is wrong with the `hooks:` part of a configuration file.
package struct HookConfigurationError: Error, Equatable {
    /// Where and what; `line` and `column` count from one.
    package struct Problem: Equatable, Sendable {
        package let line: Int
        package let column: Int
        package let text: String

        package init(line: Int, column: Int, text: String) {
            self.line = line
            self.column = column
            self.text = text
        }
    }

    /// The file, as it was named.
    package let path: String
    /// In the order of the file; never empty.
    package let problems: [Problem]

    package init(path: String, problems: [Problem]) {
        self.path = path
        self.problems = problems
    }

    /// One line a problem: `path:line:column: text`.
    package var description: String {
        problems.map { "\(path):\($0.line):\($0.column): \($0.text)" }.joined(separator: "\n")
    }
}
