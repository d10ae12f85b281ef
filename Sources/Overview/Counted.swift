/// A number with its noun: `1 commit`, `2 commits`.
package enum Counted {
    /// `many` is the plural where it is not `one` with an s.
    package static func of(
        _ number: some BinaryInteger, _ one: String, _ many: String? = nil
    ) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }
}
