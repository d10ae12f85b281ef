/// The bounds of JSON from outside.
enum Limits {
    /// Arrays and objects inside each other.
    static let depth = 128
}
