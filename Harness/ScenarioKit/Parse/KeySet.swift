/// The keys one map of the language may have: what the reader checks and what the shipped schema
/// is compared with.
package struct KeySet: Sendable, Hashable {
    /// Where the map stands in `scenario.schema.json`, as a JSON pointer.
    package let pointer: String
    /// What to call the map in messages.
    package let name: String
    /// Every key.
    package let keys: [String]
    /// Those that must be there.
    package let required: [String]

    /// Makes a set; keys separated by spaces, required ones end with `!`.
    init(_ pointer: String, _ name: String, _ keys: String) {
        self.pointer = pointer
        self.name = name
        let words = keys.split(separator: " ").map(String.init)
        self.keys = words.map { $0.hasSuffix("!") ? String($0.dropLast()) : $0 }
        required = words.filter { $0.hasSuffix("!") }.map { String($0.dropLast()) }
    }
}
