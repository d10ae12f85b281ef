/// A piece of TOML text; all pieces in their order are the text.
struct TOMLToken {
    enum Kind: Equatable {
        /// Blanks, ends of lines, brackets, commas and everything else that is no word.
        case structure
        /// A key, or the name of a table with its brackets.
        case key
        /// With its `#`, without the end of its line.
        case comment
        /// A string with its marks.
        case string(mark: String)
        /// A string that ends nowhere, with everything behind it.
        case rest(mark: String)
        /// What stands where a value may: a number, a date, a boolean, or nothing that is known.
        case bare
        /// What can be no TOML where it stands.
        case broken
    }

    let kind: Kind
    let text: String
    /// The keys that the value belongs to, the innermost last; of a key, its own parts.
    let keys: [String]
}
