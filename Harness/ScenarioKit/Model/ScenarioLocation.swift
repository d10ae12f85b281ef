/// A place in a scenario file: what a caret points at.
package struct ScenarioLocation: Sendable, Hashable, CustomStringConvertible {
    /// The file as it was named by the caller.
    package let file: String
    /// Line, from 1.
    package let line: Int
    /// Column in characters, from 1.
    package let column: Int
    /// How many characters the caret underlines, at least 1.
    package let length: Int

    /// Makes a location; `length` below 1 becomes 1.
    package init(file: String, line: Int, column: Int, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    /// The name under which the place of a key itself is kept, beside that of its value.
    static func key(of name: String) -> String { "\(name):key" }

    /// The location of a dotted key, or of the nearest parent that has one.
    static func find(
        _ key: String, in locations: [String: ScenarioLocation]
    ) -> ScenarioLocation? {
        var key = key[...]
        while true {
            if let found = locations[String(key)] { return found }
            guard let dot = key.lastIndex(of: ".") else { return nil }
            key = key[..<dot]
        }
    }

    /// `file:line:column`, the form editors turn into a link.
    package var description: String { "\(file):\(line):\(column)" }
}
